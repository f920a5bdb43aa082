/** Tokens that are no access tokens, whatever the settings of their issuer say. */

/**
 * Claims that no access token has: of ID tokens (OpenID Connect Core §2, §3.3.2.11), of logout and security event tokens
 * (RFC 8417 §2.2), of introspection answers (RFC 9701 §5).
 */
export const FOREIGN_CLAIMS = [
  ...['nonce', 'at_hash', 'c_hash', 's_hash', 'events', 'token_introspection'],
  // The refresh tokens of Cloud Foundry's UAA, on which XSUAA rests (RefreshTokenCreator).
  'granted_scopes',
];

/** Kinds of token, as issuers name them in `typ`, with or without `+jwt` and the word token (Keycloak: TokenUtil). */
const KINDS = ['id', 'serialized-id', 'refresh', 'offline', 'logout', 'jarm'];

/** Media types of other JWTs: the registry of IANA, and drafts that are in use. */
const TYPES = [
  'secevent+jwt', // RFC 8417 §2.3
  'dpop+jwt', // RFC 9449 §4.2
  'token-introspection+jwt', // RFC 9701 §5
  'oauth-authz-req+jwt', // RFC 9101 §10.8
  'client-authentication+jwt', // draft-ietf-oauth-rfc7523bis
  'authorization-grant+jwt', // draft-ietf-oauth-rfc7523bis
  'oauth-client-attestation+jwt', // draft-ietf-oauth-attestation-based-client-auth
  'oauth-client-attestation-pop+jwt',
  'oauth-id-jag+jwt', // draft-ietf-oauth-identity-assertion-authz-grant
  'entity-statement+jwt', // OpenID Federation 1.0
  'trust-mark+jwt',
  'resolve-response+jwt',
  'openid4vci-proof+jwt', // OpenID for Verifiable Credential Issuance 1.0
  'kb+jwt', // RFC 9901 §4.3
  'sd+jwt',
  'vc+jwt',
  'vp+jwt',
  'dc+sd-jwt',
  'statuslist+jwt',
  'txntoken+jwt', // draft-ietf-oauth-transaction-tokens
  'wit+jwt', // draft-ietf-wimse-workload-creds
  'wpt+jwt',
];

/** Whether the type, as `tokenType` spells it, is that of another kind of token. */
export function isForeignType(type: string): boolean {
  return TYPES.includes(type) || KINDS.includes(kindOf(type));
}

/** `id_token+jwt`, `ID Token` and `id` are one kind. */
function kindOf(type: string): string {
  return type.replace(/\+jwt$/, '').replace(/[-_ ]?token$/, '');
}

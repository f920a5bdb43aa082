/** How the access tokens of different issuers say the same things. */
import type { TOKEN_PROFILES } from '../trust/trusted-issuer.ts';

type Json = Readonly<Record<string, unknown>>;

/** Where one kind of access token keeps what we need. */
export interface AccessTokenProfile {
  /** Acceptable `typ` header values, lower case and without `application/`; empty text: the header has no `typ`. */
  readonly types: readonly string[];
  readonly clientId: (payload: Json) => string | undefined;
  readonly scopes: (payload: Json) => readonly string[];
  /** Tells an access token from an ID token where the header cannot. */
  readonly isAccessToken: (payload: Json) => boolean;
  /** Tells a client-credentials token where `sub` is not the client itself (RFC 9068 §2.2). */
  readonly isMachine: (payload: Json) => boolean;
  /** The token has no `aud`: its client stands for the audience. */
  readonly audienceIsClient: boolean;
}

/** RFC 9068 §2. */
const rfc9068: AccessTokenProfile = {
  types: ['at+jwt'],
  clientId: firstOf('client_id'),
  scopes: scopesOf('scope'),
  isAccessToken: () => true,
  isMachine: () => false,
  audienceIsClient: false,
};

const PROFILES: Readonly<Record<(typeof TOKEN_PROFILES)[number], AccessTokenProfile>> = {
  rfc9068,
  // Amazon Cognito: "Understanding the access token".
  cognito: {
    ...rfc9068,
    types: ['', 'jwt'],
    isAccessToken: (payload) => payload.token_use === 'access',
    audienceIsClient: true,
  },
  // Microsoft Entra ID: "Access token claims reference"; appid in version 1 tokens, azp in version 2.
  entra: {
    ...rfc9068,
    types: ['jwt', 'at+jwt'],
    clientId: firstOf('azp', 'appid'),
    scopes: scopesOf('scp'),
    isAccessToken: (payload) => 'scp' in payload || 'roles' in payload,
    isMachine: (payload) => !('scp' in payload),
  },
  // Okta: "Access tokens", reserved claims cid and scp.
  okta: {
    ...rfc9068,
    types: ['', 'jwt', 'at+jwt', 'okta-internal-at+jwt'],
    clientId: firstOf('cid'),
    scopes: scopesOf('scp'),
    isAccessToken: (payload) => 'cid' in payload,
  },
  // Auth0: "Access token profiles", its own and RFC 9068.
  auth0: {
    ...rfc9068,
    types: ['jwt', 'at+jwt'],
    clientId: firstOf('azp', 'client_id'),
    isMachine: (payload) => payload.gty === 'client-credentials' || endsWith(payload.sub, '@clients'),
  },
  // Keycloak: the payload's own typ tells Bearer from ID and Refresh.
  keycloak: {
    ...rfc9068,
    types: ['jwt', 'at+jwt'],
    clientId: firstOf('azp', 'client_id'),
    isAccessToken: (payload) => payload.typ === 'Bearer',
    isMachine: (payload) => startsWith(payload.preferred_username, 'service-account-'),
  },
};

export function accessTokenProfile(name: (typeof TOKEN_PROFILES)[number]): AccessTokenProfile {
  return PROFILES[name];
}

function startsWith(value: unknown, text: string): boolean {
  return typeof value === 'string' && value.startsWith(text);
}

function endsWith(value: unknown, text: string): boolean {
  return typeof value === 'string' && value.endsWith(text);
}

function firstOf(...claims: readonly string[]): (payload: Json) => string | undefined {
  return (payload) =>
    claims
      .map((claim) => payload[claim])
      .find((value) => typeof value === 'string' && /^[^\p{Cc}\p{Cs}]{1,255}$/u.test(value))
      ?.toString();
}

/** RFC 6749 §3.3. A scope in a list, with a space in it, would become two where the scopes are written as one text. */
const SCOPE = /^[!#-[\]-~]+$/;

/** Scopes as one text (RFC 8693 §4.2) or, at some issuers, as a list. Values that are not scopes are left out. */
function scopesOf(claim: string): (payload: Json) => readonly string[] {
  return (payload) => {
    const value = payload[claim];
    const list: readonly unknown[] = typeof value === 'string' ? value.split(' ') : [value].flat();
    return list.filter((scope) => typeof scope === 'string').filter((scope) => SCOPE.test(scope));
  };
}

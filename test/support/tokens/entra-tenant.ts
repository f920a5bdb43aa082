/** A tenant of Microsoft Entra ID as it stands in a trust config, and access tokens of version 2 (core/trust/presets/entra.ts). */
import { createSigner } from './token-signer.ts';

const TENANT = '11111111-2222-4333-8444-555555555555';
/** The application id of the API, which is the audience of its tokens. */
const API = '66666666-7777-4888-8999-000000000000';

export const ENTRA_ISSUER = `https://login.microsoftonline.com/${TENANT}/v2.0`;
export const ENTRA_AUTHORIZATION_URI = `https://login.microsoftonline.com/${TENANT}/oauth2/authorize`;

/** The claims request for an authentication context, as Microsoft writes it ("Developer guide to Conditional Access authentication context"). */
export function claimsRequest(context: string): string {
  return `{"access_token":{"acrs":{"essential":true,"value":"${context}"}}}`;
}

/** `trusted` is its part of a trust config, with `c1`, `c2` and `c3` for the words. Its key stands there: nothing is fetched. */
export function createEntraTenant(words: {
  readonly weak: string;
  readonly strong: string;
  readonly strongest: string;
}) {
  const signer = createSigner('RS256', 'entra-key');
  return {
    trusted: {
      issuer: ENTRA_ISSUER,
      audience: [API],
      profile: 'entra',
      challenge: 'entra',
      jwks: { keys: [signer.jwk] },
      acr: { values: { c1: words.weak, c2: words.strong, c3: words.strongest } },
    },
    /** A token of a person, who signed in ten seconds ago. */
    token: (claims: object = {}) => {
      const now = Math.floor(Date.now() / 1000);
      return signer.sign(
        { alg: signer.alg, typ: 'JWT', kid: signer.jwk.kid },
        {
          ...{
            iss: ENTRA_ISSUER,
            aud: API,
            tid: TENANT,
            ver: '2.0',
            sub: 'alice',
            oid: 'alice-in-the-tenant',
          },
          ...{
            azp: 'app',
            azpacr: '0',
            scp: 'payments:write',
            auth_time: now - 10,
            iat: now,
            exp: now + 600,
          },
          ...claims,
        },
      );
    },
  };
}

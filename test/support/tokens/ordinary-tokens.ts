/** Tokens of an ordinary sign-in at an issuer of the test, and how they are presented. */
import { AUDIENCE } from './issuer.ts';
import type { HeaderPairs } from '../send.ts';
import type { TokenSigner } from './token-signer.ts';

/** The acr vocabulary, weakest first: words that stand in an answer only if it shows the requirement. */
export const WORDS = { weak: 'urn:test:loa:1', strong: 'urn:test:loa:2', strongest: 'urn:test:loa:3' };

export interface OrdinaryTokens {
  /** The claims of a token of an ordinary sign-in. */
  readonly claims: (changes?: object) => object;
  readonly header: (changes?: object) => object;
  /** A token of an ordinary sign-in, or with other claims or header members. */
  readonly token: (claims?: object, header?: object) => string;
}

/** Headers, claims and tokens of an ordinary sign-in at the issuer `iss`. */
export function tokensOf(iss: string, signer: TokenSigner): OrdinaryTokens {
  const claims = (changes: object = {}) => {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss,
      sub: 'alice',
      aud: AUDIENCE,
      client_id: 'app',
      scope: 'payments:write',
      acr: WORDS.weak,
      auth_time: now - 10,
      iat: now,
      exp: now + 600,
      ...changes,
    };
  };
  const header = (changes: object = {}) => ({
    alg: signer.alg,
    typ: 'at+jwt',
    kid: signer.jwk.kid,
    ...changes,
  });
  return {
    claims,
    header,
    token: (changes, headerChanges) => signer.sign(header(headerChanges), claims(changes)),
  };
}

/** The headers that present a token, and a grant beside it. */
export function bearerOf(token: string, grant?: string): HeaderPairs {
  const authorization = ['Authorization', `Bearer ${token}`] as const;
  return grant === undefined ? [authorization] : [authorization, ['Step-Up-Grant', grant]];
}

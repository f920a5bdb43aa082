/** The caller that a token with the claims of a file would have. */
import { readClaims } from '../../core/token/access-token.ts';
import { hypotheticalAuthentication } from '../../core/token/hypothetical-authentication.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import type { TrustConfig, TrustedIssuer } from '../../core/trust/trust-config.ts';
import { trustedIssuer } from '../trusted-issuer.ts';
import type { Caller } from './caller.ts';
import { withMoments } from './written-moments.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** Seconds that a token without `exp` lasts. */
const LIFE = 300;

const CLIENT = 'some-client';

/**
 * The caller with these claims, written as the issuer writes them: acr in the issuer's words. `aud`, `sub`, the client
 * and `exp` may be left out, and `iss` where only one issuer is trusted. Times may be written as `now-60` or
 * `2026-12-01T06:00:00Z`; every other value is what the token would have, and is judged as the authorizer judges it. Throws an AdminRefusal where the issuer is not known.
 */
export function callerWith(
  claims: Claims,
  trust: TrustConfig,
  { issuer, now }: { readonly issuer: string | undefined; readonly now: number },
): Caller {
  const trusted = trustedIssuer(trust, issuer ?? claims.iss, 'the claims');
  const payload = completed(claims, trusted, now);
  const issuerTrust = { issuer: trusted, words: issuerWords(trusted, trust.acr) };
  const read = readClaims(payload, issuerTrust, now);
  return read.ok
    ? { kind: 'verified', authentication: hypotheticalAuthentication(read.value), trust: issuerTrust }
    : { kind: 'refused', refusal: { ...read.error, issuer: trusted.issuer } };
}

function completed(claims: Claims, issuer: TrustedIssuer, now: number): Claims {
  const moments = Object.entries(withMoments(claims, issuer, now));
  return {
    iss: issuer.issuer,
    ...forThisApi(claims, issuer),
    sub: 'somebody',
    exp: now + LIFE,
    ...accessTokenMark(issuer),
    ...Object.fromEntries(moments.filter(([, value]) => value !== undefined)),
  };
}

/** The text by which an access token of the issuer is told. It is added where the file leaves it out; what shows a sign-in never is. */
function accessTokenMark({ token }: TrustedIssuer): Claims {
  const [mark] = token.accessToken;
  return mark?.value === undefined ? {} : { [mark.claim]: mark.value };
}

/** A client that may come, and the audience; none, where the client may come without one. */
function forThisApi(
  claims: Claims,
  { token, audience, clients, clientsWithoutAudience = [] }: TrustedIssuer,
): Claims {
  const { client, written } = clientIn(claims, token, (clients ?? clientsWithoutAudience)[0] ?? CLIENT);
  const isWithout = clientsWithoutAudience.some((one) => one === client);
  return {
    ...written,
    ...(isWithout || audience.length === 0 ? {} : { aud: audience[0] }),
  };
}

/** The client of the claims, and the claim to add where they name none. */
function clientIn(
  claims: Claims,
  { client: where }: TrustedIssuer['token'],
  otherwise: string,
): { readonly client: unknown; readonly written: Claims } {
  if ('fixed' in where) return { client: where.fixed, written: {} };
  const [first = 'client_id'] = where;
  const named = where.find((name) => Object.hasOwn(claims, name));
  return named === undefined
    ? { client: otherwise, written: { [first]: otherwise } }
    : { client: claims[named], written: {} };
}

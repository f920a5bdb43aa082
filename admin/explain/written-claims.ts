/** The caller that a token with the claims of a file would have. */
import { readClaims } from '../../core/token/access-token.ts';
import { accessTokenProfile } from '../../core/token/profile.ts';
import { hypotheticalAuthentication } from '../../core/token/hypothetical-authentication.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import type { TrustConfig, TrustedIssuer } from '../../core/trust/trust-config.ts';
import { trustedIssuer } from '../trusted-issuer.ts';
import type { Caller } from './caller.ts';
import { momentInText } from '../moment.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** Seconds that a token without `exp` lasts. */
const LIFE = 300;

const CLIENT = 'some-client';

/** What every access token of a profile has. It is added where the file leaves it out; what shows a sign-in never is. */
const PROFILE_CLAIMS: Readonly<Record<TrustedIssuer['profile'], Claims>> = {
  rfc9068: {},
  cognito: { token_use: 'access' },
  entra: {},
  okta: {},
  auth0: {},
  keycloak: { typ: 'Bearer' },
};

const TIMES = ['auth_time', 'iat', 'nbf', 'exp'];

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
  const issuerTrust = { issuer: trusted, words: issuerWords(trusted.acr, trust.acr) };
  const read = readClaims(payload, issuerTrust, now);
  return read.ok
    ? { kind: 'verified', authentication: hypotheticalAuthentication(read.value), trust: issuerTrust }
    : { kind: 'refused', refusal: { ...read.error, issuer: trusted.issuer } };
}

function completed(claims: Claims, issuer: TrustedIssuer, now: number): Claims {
  const moments = Object.entries(claims).map(([name, value]): [string, unknown] =>
    TIMES.includes(name) && typeof value === 'string'
      ? [name, momentInText(value, now) ?? value]
      : [name, value],
  );
  return {
    iss: issuer.issuer,
    ...forThisApi(claims, issuer),
    sub: 'somebody',
    exp: now + LIFE,
    ...PROFILE_CLAIMS[issuer.profile],
    ...Object.fromEntries(moments.filter(([, value]) => value !== undefined)),
  };
}

/** A client that may come, and the audience; none, where the client may come without one. */
function forThisApi(
  claims: Claims,
  { profile, audience, clients, clientsWithoutAudience = [] }: TrustedIssuer,
): Claims {
  const where = accessTokenProfile(profile).client;
  const [claim = 'client_id'] = where;
  const [named] = where.filter((name) => name in claims);
  const client = named === undefined ? ((clients ?? clientsWithoutAudience)[0] ?? CLIENT) : claims[named];
  const isWithout = clientsWithoutAudience.some((one) => one === client);
  return {
    ...(named === undefined ? { [claim]: client } : {}),
    ...(isWithout || audience.length === 0 ? {} : { aud: audience[0] }),
  };
}

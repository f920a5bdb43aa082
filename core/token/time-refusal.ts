/** Whether a token is valid now (RFC 7519 §4.1.4, §4.1.5). */
import type { TrustedIssuer } from '../trust/trust-config.ts';
import { timesOfSignIn } from './said-sign-in.ts';
import { refuse } from './token-refusal.ts';
import type { TokenRefusal } from './token-refusal.ts';

type Leeway = Pick<TrustedIssuer, 'clockSkew'>;

/** Why a token with this `exp` is not valid any more at `now`. Both in seconds since 1970. */
export function expiryRefusal(exp: number, { clockSkew }: Leeway, now: number): TokenRefusal | undefined {
  const earliest = now - clockSkew;
  return exp <= earliest
    ? refuse('expired', 'The token has expired.', {
        came: `exp ${exp}`,
        expected: `exp after ${earliest}`,
      })
    : undefined;
}

/** Why a token is not valid yet at `now`. Times in seconds since 1970. */
export function timeRefusal(
  nbf: number | undefined,
  claims: Readonly<Record<string, unknown>>,
  issuer: TrustedIssuer,
  now: number,
): TokenRefusal | undefined {
  const latest = now + issuer.clockSkew;
  if (nbf !== undefined && nbf > latest)
    return refuse('not_yet_valid', 'The token is not valid yet.', {
      came: `nbf ${nbf}`,
      expected: `nbf up to ${latest}`,
    });
  // As it is written: half a second ahead is ahead.
  const { name, times } = timesOfSignIn(claims, issuer);
  const future = times.find((time) => time > latest);
  return future === undefined
    ? undefined
    : refuse('auth_time', 'The time of the sign-in lies in the future. It is in seconds since 1970.', {
        came: `${name} ${future}`,
        expected: `${name} up to ${latest}`,
      });
}

/** Whether a token is valid now (RFC 7519 §4.1.4, §4.1.5). */
import type { TrustedIssuer } from '../trust/trust-config.ts';
import { timesOfSignIn } from './said-sign-in.ts';
import { refuse } from './token-refusal.ts';
import type { TokenRefusal } from './token-refusal.ts';

/** The times of a token, in whole seconds since 1970. */
interface Validity {
  readonly exp: number;
  readonly nbf?: number | undefined;
}

/** Why the token is not valid at `now`, in seconds since 1970. */
export function timeRefusal(
  { exp, nbf }: Validity,
  claims: Readonly<Record<string, unknown>>,
  issuer: TrustedIssuer,
  now: number,
): TokenRefusal | undefined {
  const latest = now + issuer.clockSkew;
  const earliest = now - issuer.clockSkew;
  if (exp <= earliest)
    return refuse('expired', 'The token has expired.', {
      came: `exp ${exp}`,
      expected: `exp after ${earliest}`,
    });
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

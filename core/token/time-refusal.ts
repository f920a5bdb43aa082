/** Whether a token is valid now (RFC 7519 §4.1.4, §4.1.5). */
import type { TrustedIssuer } from '../trust/trust-config.ts';
import { timeIn } from './claim-types.ts';
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
  { auth_time: authTime }: { readonly auth_time?: unknown },
  { clockSkew }: Pick<TrustedIssuer, 'clockSkew'>,
  now: number,
): TokenRefusal | undefined {
  const latest = now + clockSkew;
  const earliest = now - clockSkew;
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
  const signedIn = timeIn(authTime) ?? 0;
  return signedIn > latest
    ? refuse('auth_time', 'The claim auth_time lies in the future. It is in seconds since 1970.', {
        came: `auth_time ${signedIn}`,
        expected: `auth_time up to ${latest}`,
      })
    : undefined;
}

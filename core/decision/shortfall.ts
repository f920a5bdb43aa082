/** Whether a sign-in, of a token or behind a grant, meets a requirement at a given time. */
import type { Revocation } from '../condition/risk.ts';
import type { SignIn } from '../condition/sign-in.ts';
import { meetsAcr } from '../policy/acr.ts';
import type { Requirement } from '../policy/requirement.ts';

/** What a sign-in lacks. `auth_time_missing`: a time, where an age or a revocation needs one. */
export type Shortfall = 'acr' | 'max_age' | 'auth_time_missing' | 'revoked';

/** What the sign-in lacks for the requirement at `now` (seconds since 1970); undefined where it suffices. */
export function shortfall(
  { acr, authTime }: SignIn,
  { acr: demand, maxAge }: Pick<Requirement, 'acr' | 'maxAge'>,
  { revokedBefore }: Revocation,
  now: number,
): Shortfall | undefined {
  const early = revokedBefore === undefined ? undefined : earlierThan(revokedBefore, authTime, 'revoked');
  if (early !== undefined) return early;
  if (!meetsAcr(acr, demand)) return 'acr';
  return maxAge === undefined ? undefined : earlierThan(now - maxAge, authTime, 'max_age');
}

/** A time that is not known is before every other. */
function earlierThan(
  time: number,
  authTime: number | undefined,
  reason: 'revoked' | 'max_age',
): Shortfall | undefined {
  if (authTime === undefined) return 'auth_time_missing';
  return authTime < time ? reason : undefined;
}

/** Whether a sign-in, of a token or behind a grant, meets a requirement at a given time. */
import type { Revocation } from '../condition/risk.ts';
import type { SignIn } from '../condition/sign-in.ts';
import { meetsAcr } from '../policy/acr.ts';
import type { Requirement } from '../policy/requirement.ts';

/** What a sign-in lacks. */
export type Shortfall = 'acr' | 'max_age' | 'revoked';

/** What the sign-in lacks for the requirement at `now` (seconds since 1970); undefined where it suffices. */
export function shortfall(
  signIn: SignIn,
  requirement: Requirement,
  risk: Revocation,
  now: number,
): Shortfall | undefined {
  if (isRevoked(signIn, risk)) return 'revoked';
  if (!meetsAcr(signIn.acr, requirement.acr)) return 'acr';
  if (!isFresh(signIn, requirement, now)) return 'max_age';
  return undefined;
}

function isFresh({ authTime }: SignIn, { maxAge }: Requirement, now: number): boolean {
  return maxAge === undefined || (authTime !== undefined && now - authTime <= maxAge);
}

function isRevoked({ authTime }: SignIn, { revokedBefore }: Revocation): boolean {
  return revokedBefore !== undefined && (authTime === undefined || authTime < revokedBefore);
}

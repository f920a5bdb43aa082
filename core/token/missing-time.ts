/** Where the time of a sign-in was looked for, of a token that has none. */
import type { TrustedIssuer } from '../trust/trust-config.ts';
import { signInNames } from './said-sign-in.ts';
import { kindOf } from './shown.ts';
import type { Difference } from './token-refusal.ts';

/** `claims`: those of the token; of what is no time, only the type is shown. */
export function missingTime(claims: Readonly<Record<string, unknown>>, issuer: TrustedIssuer): Difference {
  const { authTime, factorTime, amr } = signInNames(issuer);
  const expected = 'the time of the sign-in, in seconds since 1970';
  if (authTime !== undefined) {
    const came = Object.hasOwn(claims, authTime)
      ? `${authTime} ${kindOf(claims[authTime])}, which is no time`
      : `no ${authTime}`;
    return { came, expected, setting: 'authTime' };
  }
  const came =
    factorTime === undefined
      ? 'no time: this issuer writes none'
      : `no ${factorTime} of each method in ${amr}`;
  return { came, expected, setting: 'authTime' };
}

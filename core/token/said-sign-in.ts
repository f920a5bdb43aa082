/**
 * What an issuer said of a sign-in: the claims, as it wrote them. A grant keeps these and not their meaning, so that a
 * corrected acr mapping counts for grants at once.
 */
import * as v from 'valibot';
import type { SignIn } from '../condition/sign-in.ts';
import type { TrustedIssuer } from '../trust/trust-config.ts';
import { methodsIn, timeIn } from './claim-types.ts';
import type { IssuerTrust, IssuerWords } from './issuer-words.ts';

type Claims = Readonly<Record<string, unknown>>;

/** The claims from which we read acr, methods and time of a sign-in. */
export interface SignInNames {
  readonly acr: string;
  readonly amr: string;
  readonly authTime: string;
}

/** `claims` has those of the claims about a sign-in that the token had. */
export interface SaidSignIn {
  readonly names: SignInNames;
  readonly claims: Claims;
}

/** As it is kept, in JSON: a claim may have any form, and numbers that DynamoDB does not take. */
export const keptSignIn: v.GenericSchema<unknown, SaidSignIn> = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    names: v.strictObject({ acr: v.string(), amr: v.string(), authTime: v.string() }),
    claims: v.record(v.string(), v.unknown()),
  }),
);

/** The names under which an issuer says how a user signed in. */
function signInNames({ acr }: TrustedIssuer): SignInNames {
  return { acr: acr.claim, amr: 'amr', authTime: 'auth_time' };
}

/** The claims about a sign-in, also those from which nothing is read today. */
function aboutSignIn({ acr, amr, authTime }: SignInNames): readonly string[] {
  return ['acr', 'amr', 'auth_time', acr, amr, authTime];
}

/** What the claims of a token say of its sign-in. */
export function saidSignIn(claims: Claims, issuer: TrustedIssuer): SaidSignIn {
  const names = signInNames(issuer);
  const own = aboutSignIn(names).filter((name) => Object.hasOwn(claims, name));
  return { names, claims: Object.fromEntries(own.map((name) => [name, claims[name]])) };
}

/**
 * The sign-in in our words, as the issuer is trusted today. Undefined where it is read from other claims today than those
 * that were kept.
 */
export function readSignIn(
  { names, claims }: SaidSignIn,
  { issuer, words }: IssuerTrust,
): SignIn | undefined {
  const today = signInNames(issuer);
  if (names.acr !== today.acr || names.amr !== today.amr || names.authTime !== today.authTime)
    return undefined;
  return read({ names, claims }, words);
}

function read({ names, claims }: SaidSignIn, words: IssuerWords): SignIn {
  const { [names.acr]: acr, [names.amr]: amr, [names.authTime]: authTime } = claims;
  return {
    acr: words.toOurs(acr),
    amr: methodsIn(amr),
    authTime: wholeSeconds(timeIn(authTime)),
  };
}

/** Rounded down: an age, a revocation and the one use of a sign-in count its time as no later than it was. */
function wholeSeconds(time: number | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(time);
}

/** The sign-in behind a token with these claims. */
export function signInOf(claims: Claims, { issuer, words }: IssuerTrust): SignIn {
  return read(saidSignIn(claims, issuer), words);
}

/** Its acr in the issuer's own words, for readers; undefined where there is none. */
export function saidAcr({ names, claims }: SaidSignIn): string | undefined {
  const acr = claims[names.acr];
  return acr === undefined || typeof acr === 'string' ? acr : JSON.stringify(acr);
}

/** The claims of a token with this sign-in in place of its own. What this sign-in lacks is absent. */
export function withSignIn(claims: Claims, said: SaidSignIn): Claims {
  const about = aboutSignIn(said.names);
  const others = Object.entries(claims).filter(([name]) => !about.includes(name));
  return { ...Object.fromEntries(others), ...said.claims };
}

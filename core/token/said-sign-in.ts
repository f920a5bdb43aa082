/**
 * What an issuer said of a sign-in: the claims, as it wrote them. A grant keeps these and not their meaning, so that a
 * corrected acr mapping counts for grants at once.
 */
import * as v from 'valibot';
import type { SignIn } from '../condition/sign-in.ts';
import type { TrustedIssuer } from '../trust/trust-config.ts';
import { signInSettings } from '../trust/sign-in-settings.ts';
import type { WrittenIssuer } from '../trust/sign-in-settings.ts';
import { factorsIn, timeIn } from './claim-types.ts';
import type { Factor } from './claim-types.ts';
import type { IssuerTrust, IssuerWords, ShownAcr } from './issuer-words.ts';

type Claims = Readonly<Record<string, unknown>>;

/** Where acr, methods and time of a sign-in are read. */
export interface SignInNames {
  /** The claim with the acr: with sets of methods, that of the methods. */
  readonly acr: string;
  /** The claim with the methods. */
  readonly amr: string;
  /** The member of an object in `amr` with the method. Undefined: an object is no method. */
  readonly method?: string | undefined;
  /** The claim with the time of the sign-in. */
  readonly authTime?: string | undefined;
  /** The member of an object in `amr` with the time of its method. Without it and `authTime`, no time is read. */
  readonly factorTime?: string | undefined;
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
    names: v.strictObject({
      acr: v.string(),
      amr: v.string(),
      method: v.optional(v.string()),
      authTime: v.optional(v.string()),
      factorTime: v.optional(v.string()),
    }),
    claims: v.record(v.string(), v.unknown()),
  }),
);

/** The names under which an issuer says how a user signed in. */
export function signInNames(issuer: WrittenIssuer): SignInNames {
  const { acrClaim, amrClaim, methodMember, authTime } = signInSettings(issuer);
  return {
    acr: acrClaim,
    amr: amrClaim,
    ...(methodMember === undefined ? {} : { method: methodMember }),
    ...(authTime.kind === 'claim' ? { authTime: authTime.claim } : {}),
    ...(authTime.kind === 'factors' ? { factorTime: authTime.member } : {}),
  };
}

/** The claims about a sign-in: those of the standard, of the issuer's profile, and of its owner, who may read others. */
function aboutSignIn(issuer: TrustedIssuer): readonly string[] {
  const own = signInNames(issuer);
  const usual = signInNames({ profile: issuer.profile });
  const names = [own.acr, own.amr, own.authTime, usual.acr, usual.amr, usual.authTime];
  return ['acr', 'amr', 'auth_time', ...names.filter((name) => name !== undefined)];
}

/** What the claims of a token say of its sign-in. */
export function saidSignIn(claims: Claims, issuer: TrustedIssuer): SaidSignIn {
  const names = signInNames(issuer);
  const own = aboutSignIn(issuer).filter((name) => Object.hasOwn(claims, name));
  return { names, claims: Object.fromEntries(own.map((name) => [name, claims[name]])) };
}

/**
 * The sign-in in our words, as the issuer is trusted today. Undefined where it is read from other claims today than those
 * that were kept.
 */
export function readSignIn(said: SaidSignIn, { issuer, words }: IssuerTrust): SignIn | undefined {
  const today = signInNames(issuer);
  const isSame = NAMES.every((name) => said.names[name] === today[name]);
  return isSame ? read(said, words) : undefined;
}

const NAMES = ['acr', 'amr', 'method', 'authTime', 'factorTime'] as const satisfies (keyof SignInNames)[];

function read({ names, claims }: SaidSignIn, words: IssuerWords): SignIn {
  const factors = factorsOf({ names, claims });
  const methods = factors?.map(({ method }) => method);
  const { acr, shownBy, weaker } = words.toOurs(claims[names.acr], methods);
  if (names.factorTime === undefined)
    return { acr, amr: methods, authTime: wholeSeconds(claimedTime({ names, claims })) };
  const timeOf = (sets: ShownAcr['shownBy']) => wholeSeconds(timeOfFactors(factors ?? [], sets));
  return {
    ...{ acr, amr: methods, authTime: timeOf(shownBy) },
    ...(weaker.length === 0
      ? {}
      : { weaker: weaker.map((word) => ({ acr: word.acr, authTime: timeOf(word.shownBy) })) }),
  };
}

function factorsOf({ names, claims }: SaidSignIn): readonly Factor[] | undefined {
  return factorsIn(claims[names.amr], { method: names.method, time: names.factorTime });
}

function claimedTime({ names: { authTime }, claims }: SaidSignIn): number | undefined {
  return authTime === undefined ? undefined : timeIn(claims[authTime]);
}

/**
 * The time of the oldest method that the acr needs: a stolen session with an old password must not count as new for a new
 * code beside it. If several sets show the same word, the newest of them, since each suffices. Without sets, nobody says
 * which methods the word needs, so all count. Undefined where the time of one that counts cannot be read.
 */
function timeOfFactors(
  factors: readonly Factor[],
  shownBy: readonly (readonly string[])[],
): number | undefined {
  const sets =
    shownBy.length === 0
      ? [factors]
      : shownBy.map((methods) => factors.filter(({ method }) => methods.includes(method)));
  const times = sets.map(oldest).filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.max(...times);
}

function oldest(factors: readonly Factor[]): number | undefined {
  const times = factors.map(({ time }) => time).filter((time) => time !== undefined);
  return times.length === 0 || times.length < factors.length ? undefined : Math.min(...times);
}

/** Every time that a token gives for its sign-in, as it is written, and the claim or member in which it stands. */
export function timesOfSignIn(
  claims: Claims,
  issuer: TrustedIssuer,
): { readonly name: string; readonly times: readonly number[] } {
  const said = saidSignIn(claims, issuer);
  const times = [claimedTime(said), ...(factorsOf(said) ?? []).map(({ time }) => time)];
  const name = said.names.authTime ?? said.names.factorTime ?? '';
  return { name, times: times.filter((time) => time !== undefined) };
}

/** What the issuer said of the acr, for operators; `isRead`: whether it is one of our words. */
export function acrOf(
  claims: Claims,
  { issuer, words }: IssuerTrust,
): { readonly name: string; readonly value: unknown; readonly isRead: boolean } {
  const { names, claims: about } = saidSignIn(claims, issuer);
  const methods = factorsOf({ names, claims: about })?.map(({ method }) => method);
  const value = about[names.acr];
  const isRead = words.toOurs(value, methods).acr !== undefined;
  return { name: names.acr, value: words.reads === 'methods' ? (methods ?? value) : value, isRead };
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

/** The claims of a token of the issuer with this sign-in in place of its own. What this sign-in lacks is absent. */
export function withSignIn(claims: Claims, said: SaidSignIn, issuer: TrustedIssuer): Claims {
  const about = aboutSignIn(issuer);
  const others = Object.entries(claims).filter(([name]) => !about.includes(name));
  const own = Object.entries(said.claims).filter(([name]) => about.includes(name));
  return Object.fromEntries([...others, ...own]);
}

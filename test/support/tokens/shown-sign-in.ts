/** The sign-in of the token that a page of docs/providers shows, at the time of a test: as it is, older, and weaker. */
import { issuerWords } from '../../../core/token/issuer-words.ts';
import { signInSettings } from '../../../core/trust/sign-in-settings.ts';
import type { SignInSettings } from '../../../core/trust/sign-in-settings.ts';
import type { TrustedIssuer } from '../../../core/trust/trust-config.ts';
import type { Json } from './provider-token.ts';

export interface ShownSignIn {
  /** The claims of the whole token, of a sign-in a few seconds ago, and of one that is older than five minutes. */
  readonly fresh: Json;
  readonly old: Json;
  /** A fresh one with the weakest acr that the issuer has. */
  readonly weak: Json;
  /** The claims that say how strong the fresh one was, and those that also say when. */
  readonly acrClaims: Json;
  readonly signIn: Json;
}

/** How long ago the sign-ins were, in seconds. */
const FRESH = 5;
const OLD = 400;

/** `vocabulary`: our words, weakest first. */
export function shownSignIn(
  token: Json,
  issuer: TrustedIssuer,
  vocabulary: readonly string[],
  now: number,
): ShownSignIn {
  const settings = signInSettings(issuer);
  const [weakest = ''] = vocabulary;
  const fresh = signedInAt(token, settings, now, FRESH);
  const names = [settings.acrClaim, settings.amrClaim];
  return {
    fresh,
    old: signedInAt(token, settings, now, OLD),
    weak: { ...fresh, [settings.acrClaim]: weakened(fresh[settings.acrClaim], issuer, settings, weakest) },
    acrClaims: only(fresh, names),
    signIn: only(fresh, settings.authTime.kind === 'claim' ? [...names, settings.authTime.claim] : names),
  };
}

function signedInAt(token: Json, { authTime, amrClaim }: SignInSettings, now: number, ago: number): Json {
  const lasting = { ...token, iat: now, exp: now + 300, ...(token.nbf === undefined ? {} : { nbf: now }) };
  switch (authTime.kind) {
    case 'claim':
      return { ...lasting, [authTime.claim]: now - ago };
    case 'factors':
      return {
        ...lasting,
        [amrClaim]: membersOf(token[amrClaim]).map((one) => ({ ...one, [authTime.member]: now - ago })),
      };
    case 'none':
      throw new Error('a page shows an issuer that writes the time of a sign-in');
  }
}

/** What stands in the claim of the acr after a weaker sign-in. Undefined: nothing, where the issuer has no word for it. */
function weakened(
  shown: unknown,
  issuer: TrustedIssuer,
  { methodMember }: SignInSettings,
  weakest: string,
): unknown {
  const { methods } = issuer.acr;
  if (methods !== undefined) {
    const kept = methods.find(({ acr }) => acr === weakest)?.all ?? [];
    return methodMember === undefined
      ? kept
      : membersOf(shown).filter((method) => kept.some((name) => name === method[methodMember]));
  }
  const [word] = issuerWords(issuer, [weakest]).toTheirs([weakest]);
  return word === undefined || !Array.isArray(shown) ? word : [word];
}

function membersOf(claim: unknown): readonly Json[] {
  const list: readonly unknown[] = Array.isArray(claim) ? claim : [];
  return list.filter((one): one is Json => typeof one === 'object' && one !== null);
}

function only(claims: Json, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => names.includes(name)));
}

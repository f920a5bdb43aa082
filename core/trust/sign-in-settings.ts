/** Where the tokens of an issuer say how a user signed in: as its owner says, else as its profile does. */
import { PRESETS } from './presets/presets.ts';
import type { TokenProfile } from './presets/presets.ts';
import type { WrittenAuthTime, WrittenSignIn } from './written-sign-in.ts';

export interface SignInSettings {
  /** The claim from which the acr is read: with sets of methods, that of the methods. */
  readonly acrClaim: string;
  /** Whether a list in that claim vouches for each of its words. */
  readonly isAcrList: boolean;
  readonly amrClaim: string;
  /** The member of an object in that claim which names the method. Undefined: an object is no method. */
  readonly methodMember: string | undefined;
  readonly authTime: AuthTimeSource;
}

export type AuthTimeSource =
  | { readonly kind: 'claim'; readonly claim: string }
  /** The member of an object in the claim with the methods which has the time of that method. */
  | { readonly kind: 'factors'; readonly member: string }
  /** The issuer writes no time of a sign-in. */
  | { readonly kind: 'none' };

/** What is written for an issuer. */
export interface WrittenIssuer extends WrittenSignIn {
  readonly profile: TokenProfile;
}

/** Whether the issuer writes the time of a sign-in. */
export function hasSignInTime(issuer: WrittenIssuer): boolean {
  return signInSettings(issuer).authTime.kind !== 'none';
}

export function signInSettings(issuer: WrittenIssuer): SignInSettings {
  const preset = PRESETS[issuer.profile].signIn;
  const amr = issuer.amr ?? preset.amr;
  const amrClaim = amr?.claim ?? 'amr';
  const claim = issuer.acr?.claim ?? preset.acr?.claim ?? 'acr';
  return {
    acrClaim: issuer.acr?.methods === undefined ? claim : amrClaim,
    // The claim acr is one string (OpenID Connect Core §2): a list there is not valid, unless the owner knows better.
    isAcrList: issuer.acr?.list ?? claim !== 'acr',
    amrClaim,
    methodMember: amr?.member,
    authTime: sourceOf(issuer.authTime ?? preset.authTime ?? { claim: 'auth_time' }),
  };
}

function sourceOf(written: WrittenAuthTime): AuthTimeSource {
  if (written === 'none') return { kind: 'none' };
  return 'claim' in written
    ? { kind: 'claim', claim: written.claim }
    : { kind: 'factors', member: written.member };
}

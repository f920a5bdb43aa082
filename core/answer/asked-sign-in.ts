/**
 * The sign-in that a challenge asks for, in the words and in the form of the token's issuer: RFC 9470 §3, or the claims
 * challenge of Microsoft Entra ID ("Claims challenges, claims requests and client capabilities", of 2024-04-10; "Developer
 * guide to Conditional Access authentication context", of 2022-11-15).
 */
import type { IssuerTrust } from '../token/issuer-words.ts';
import { authorizationUri } from '../trust/challenge-form.ts';

/** `acrValues` in the order to prefer, empty where no acr is asked for; `maxAge` in seconds. */
export interface AskedSignIn {
  readonly error: 'insufficient_user_authentication' | 'insufficient_claims';
  readonly acrValues: readonly string[];
  readonly maxAge: number | undefined;
  readonly claimsChallenge: ClaimsChallenge | undefined;
}

/** What a claims challenge has beside acr_values and max_age, which its clients do not read. */
export interface ClaimsChallenge {
  /** A claims request (OpenID Connect Core §5.5) in base64. */
  readonly claims: string;
  /** Where the users of the issuer sign in. */
  readonly authorizationUri: string;
}

/** `acr` in our words, empty where none is asked for; `maxAge` in seconds. */
export function askedSignIn(
  { acr, maxAge }: { readonly acr: readonly string[]; readonly maxAge: number | undefined },
  { issuer, words }: IssuerTrust,
): AskedSignIn {
  const acrValues = words.toTheirs(acr);
  const claimsChallenge =
    issuer.challenge === 'entra' ? claimsChallengeFor(acrValues, issuer.issuer) : undefined;
  const error = claimsChallenge === undefined ? 'insufficient_user_authentication' : 'insufficient_claims';
  return { error, acrValues, maxAge, claimsChallenge };
}

/**
 * Asks for the first word alone: a token is issued for one requested context, and the first of several is the one to prefer,
 * of "at least this" the weakest. Undefined where only the age falls short, for which there is no claims request: then
 * RFC 9470's `max_age` says more than a challenge without `claims`, which Entra's clients do not read either.
 */
function claimsChallengeFor([context]: readonly string[], issuer: string): ClaimsChallenge | undefined {
  const uri = authorizationUri(issuer);
  if (context === undefined || uri === undefined) return undefined;
  const request = { access_token: { acrs: { essential: true, value: context } } };
  return { claims: btoa(JSON.stringify(request)), authorizationUri: uri };
}

/** As members of a JSON answer of ours. What is not asked for is left out. */
export function askedMembers({ acrValues, maxAge, claimsChallenge }: AskedSignIn) {
  return {
    ...(acrValues.length === 0 ? {} : { acr_values: acrValues.join(' ') }),
    ...(maxAge === undefined ? {} : { max_age: maxAge }),
    ...(claimsChallenge === undefined
      ? {}
      : { claims: claimsChallenge.claims, authorization_uri: claimsChallenge.authorizationUri }),
  };
}

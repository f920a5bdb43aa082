/**
 * Tokens of each profile, as its vendor documents them: of a person, of a machine, ID tokens and refresh tokens. The audience of
 * the API is that of the tests, the client is `app`.
 */
import type { TokenProfile } from '../../../core/trust/presets/presets.ts';
import { FURTHER_PROVIDERS } from './further-providers.ts';
import { AUDIENCE as API } from './issuer.ts';
import { SIGNED_IN } from './provider-token.ts';
import type { Json, ProviderToken, ProviderTokens } from './provider-token.ts';
import { STANDARD_PROVIDERS } from './standard-providers.ts';

export const PROVIDERS: Readonly<Record<TokenProfile, ProviderTokens>> = {
  ...STANDARD_PROVIDERS,
  ...FURTHER_PROVIDERS,
};

/** The issuer of a trust config for this profile. Without `jwksUri`, its keys are found by discovery. */
export function issuerOf(
  profile: TokenProfile,
  issuer: string,
  jwksUri?: string,
): Json & { readonly issuer: string } {
  const name = profile === 'adfs' ? `${issuer}/adfs/services/trust` : issuer;
  return {
    profile,
    audience: [API],
    ...PROVIDERS[profile].fields,
    issuer: name,
    ...(profile === 'adfs' || jwksUri !== undefined ? { jwksUri: jwksUri ?? `${issuer}/jwks` } : {}),
  };
}

/** The claims of a token that the issuer signs now, in seconds since 1970. */
export function claimsAt({ claims }: ProviderToken, iss: string, now: number): Json {
  const times = Object.entries(claims).map(([name, value]): [string, unknown] => [
    name,
    value === SIGNED_IN ? now - 5 : value,
  ]);
  return { iss, iat: now, exp: now + 300, ...Object.fromEntries(times) };
}

/** What every profile takes for an access token of a person, by this client; without `sub`, `aud` and times. */
export function claimsOfEveryProfile(client: string): Json {
  return {
    ...{ client_id: client, azp: client, cid: client, appid: client, applicationId: client },
    ...{
      token_use: 'access',
      typ: 'Bearer',
      tokenName: 'access_token',
      apptype: 'Public',
      ext_attr: {},
      aal: 'aal1',
    },
    ...{ scope: 'pay', scp: ['pay'], uid: 'u', upn: 'alice@example.com', user_id: 'u', session_id: 's' },
  };
}

/** The issuer of a trust config for this profile, which finds the client in a claim. */
export function claimingIssuerOf(profile: TokenProfile, issuer: string, jwksUri?: string) {
  const fields = issuerOf(profile, issuer, jwksUri);
  return { ...fields, ...(fields.token === undefined ? {} : { token: { client: ['client_id'] } }) };
}

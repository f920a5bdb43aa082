/** What ID tokens look like: no settings of an issuer may let one through. */
import type { Preset, TokenShape } from './presets/preset.ts';
import { NO_TYPE } from './token-type.ts';

/** OpenID Connect Core §2 and §5.1, with what other specifications add to ID tokens. `nonce` and the hashes are refused always. */
const STANDARD: TokenShape = {
  typ: [NO_TYPE, 'jwt'],
  claims: [
    ...['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'auth_time', 'acr', 'amr', 'azp', 'sid', 'sub_jwk'],
    ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username', 'profile'],
    ...['picture', 'website', 'email', 'email_verified', 'gender', 'birthdate', 'zoneinfo', 'locale'],
    ...['phone_number', 'phone_number_verified', 'address', 'updated_at', '_claim_names', '_claim_sources'],
  ],
};

/** The ID tokens that an issuer of this profile may make. */
export function idTokenShapes({ idToken }: Preset): readonly TokenShape[] {
  return [STANDARD, { ...idToken, claims: [...STANDARD.claims, ...idToken.claims] }];
}

/** What ID tokens and refresh tokens look like: no settings of an issuer may let one through. */
import type { Preset, TokenShape } from './presets/preset.ts';
import { tellsAccessToken } from './token-type.ts';
import { mayHave } from './token-shape.ts';
import type { TokenSettings } from './token-settings.ts';

/** OpenID Connect Core §2 and §5.1, with what other specifications add to ID tokens. `nonce` and the hashes are refused always. */
const STANDARD = [
  ...['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'auth_time', 'acr', 'amr', 'azp', 'sid', 'sub_jwk'],
  ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username', 'profile'],
  ...['picture', 'website', 'email', 'email_verified', 'gender', 'birthdate', 'zoneinfo', 'locale'],
  ...['phone_number', 'phone_number_verified', 'address', 'updated_at', '_claim_names', '_claim_sources'],
];

/** The other tokens that an issuer of this profile may make, without those of another `iss`. */
function otherTokensOf({ idToken, refreshToken, issuerEnd }: Preset): readonly TokenShape[] {
  const documented = { ...idToken, claims: [...STANDARD, ...idToken.claims] };
  return [
    { claims: STANDARD },
    ...(issuerEnd === undefined ? [documented] : []),
    ...(refreshToken === undefined ? [] : [refreshToken]),
  ];
}

/** The claims by which an ID or a refresh token would be taken for an access token; none where none would be. */
export function misleadingMarks(settings: TokenSettings, preset: Preset): readonly string[] {
  const { accessToken, client, typ } = settings;
  if (typ.every(tellsAccessToken)) return [];
  const passing = otherTokensOf(preset).filter(
    (shape) => 'fixed' in client || client.some((claim) => mayHave(shape, { claim })),
  );
  return accessToken
    .filter((mark) => passing.some((shape) => mayHave(shape, mark)))
    .map(({ claim }) => claim);
}

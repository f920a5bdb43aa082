/** Which settings of a token profile would let through a token that opens nothing. */
import * as v from 'valibot';
import { ownValue } from '../own-value.ts';
import { idTokenShapes } from './id-tokens.ts';
import type { TokenShape } from './presets/preset.ts';
import { PRESETS, TOKEN_PROFILES } from './presets/presets.ts';
import { resolved, writtenSettings } from './token-settings.ts';
import type { Mark, TokenSettings } from './token-settings.ts';
import { tellsAccessToken } from './token-type.ts';

/** The settings of an issuer whose other fields may have any type. */
const readable = v.looseObject({
  profile: v.optional(v.picklist(TOKEN_PROFILES), 'rfc9068'),
  token: v.optional(writtenSettings, {}),
});

interface SettingMistake {
  readonly field: 'token';
  readonly message: string;
}

/** What the settings of an issuer get wrong together. Those that do not parse have mistakes of their own. */
export function settingMistakes(issuer: unknown): readonly SettingMistake[] {
  const parsed = v.safeParse(readable, issuer);
  if (!parsed.success) return [];
  const { profile, token } = parsed.output;
  const preset = PRESETS[profile];
  const settings = resolved(preset.token, token);
  return [...accessTokenMistakes(settings, idTokenShapes(preset))].map((message) => ({
    field: 'token',
    message,
  }));
}

function accessTokenMistakes(settings: TokenSettings, idTokens: readonly TokenShape[]): string[] {
  const silent = settings.typ.filter((type) => !tellsAccessToken(type));
  if (settings.accessToken.length === 0 && silent.length > 0)
    return [
      `with the typ ${silent.join(', ')}, list in accessToken the claims that tell an access token from an ID token, such as {"claim": "scope"}; or accept at+jwt alone`,
    ];
  const passes = idTokens.find((shape) => mayPass(shape, settings));
  if (passes === undefined) return [];
  const told = settings.accessToken.filter((mark) => mayHave(passes, mark)).map(({ claim }) => claim);
  return [
    `an ID token of this issuer would pass: it may have ${told.join(', ')}, too. List in accessToken only what no ID token has, such as {"claim": "scope"}`,
  ];
}

/** Whether some token of this shape would be taken for an access token. */
function mayPass(shape: TokenShape, { typ, accessToken, client }: TokenSettings): boolean {
  return (
    shape.typ.some((type) => typ.includes(type)) &&
    (accessToken.length === 0 || accessToken.some((mark) => mayHave(shape, mark))) &&
    ('fixed' in client || client.some((claim) => mayHave(shape, { claim })))
  );
}

function mayHave({ claims, lacks = [], always = {} }: TokenShape, { claim, value }: Mark): boolean {
  const fixed = ownValue(always, claim);
  if (fixed !== undefined) return value === undefined || fixed.includes(value);
  return claims.includes(claim) && !lacks.includes(claim);
}

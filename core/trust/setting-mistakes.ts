/** Which settings of a token profile would let through a token that opens nothing. */
import * as v from 'valibot';
import type { Mistake } from '../parse.ts';
import { unnamedClients } from './audience.ts';
import { misleadingMarks } from './id-tokens.ts';
import { issuerMistakes } from './issuer-names.ts';
import { machinePasses } from './machine-tokens.ts';
import type { Preset } from './presets/preset.ts';
import { PRESETS, TOKEN_PROFILES } from './presets/presets.ts';
import { resolved, writtenSettings } from './token-settings.ts';
import type { TokenSettings } from './token-settings.ts';
import { tellsAccessToken } from './token-type.ts';
import { vendorProfile } from './vendor-issuers.ts';

/** The settings of an issuer whose other fields may have any type. */
const readable = v.looseObject({
  issuer: v.unknown(),
  jwksUri: v.optional(v.unknown()),
  jwks: v.optional(v.unknown()),
  clientsWithoutAudience: v.optional(v.unknown()),
  profile: v.optional(v.picklist(TOKEN_PROFILES), 'rfc9068'),
  token: v.optional(writtenSettings, {}),
});

/** What the settings of an issuer get wrong together. Those that do not parse have mistakes of their own. */
export function settingMistakes(issuer: unknown): readonly Mistake[] {
  const parsed = v.safeParse(readable, issuer);
  if (!parsed.success) return [];
  const { profile, token } = parsed.output;
  const preset = PRESETS[profile];
  const settings = resolved(preset.token, token);
  const messages = [
    ...clientMistakes(settings, preset),
    ...accessTokenMistakes(settings, preset),
    ...personMistakes(settings, preset),
  ];
  return [
    ...issuerMistakes(parsed.output, preset),
    ...messages.map((message) => ({ field: 'token', message })),
    ...(messages.length === 0 ? vendorMistakes(parsed.output, settings) : []),
  ];
}

/** The tokens of a vendor are as they are, whatever profile its issuer has in the config. */
function vendorMistakes(
  { issuer, profile, token, clientsWithoutAudience }: v.InferOutput<typeof readable>,
  settings: TokenSettings,
): readonly Mistake[] {
  const vendor = vendorProfile({ issuer });
  if (vendor === undefined || vendor === profile) return [];
  const preset = PRESETS[vendor];
  const dangers = [...accessTokenMistakes(settings, preset), ...personMistakes(settings, preset)];
  // Who writes settings in `token` may know how the tokens are; who writes none gets a 401 for each.
  const isUnsaid = dangers.length === 0 && Object.keys(token).length === 0;
  const messages = isUnsaid ? ['its tokens are refused, unless token says how yours are'] : dangers;
  if (messages.length === 0) return [];
  return [
    ...messages.map((message) => ({
      field: 'profile',
      message: `write ${vendor}, whose issuer this is. With ${profile}, ${message}`,
    })),
    // With the right profile, it would be the next mistake.
    ...unnamedClients({ clientsWithoutAudience }, vendor),
  ];
}

/** Whom a token is for, and whose it is, cannot name its client, too. */
const NO_CLIENT = ['aud', 'sub', 'iss'];

function clientMistakes({ client }: TokenSettings, { nameClient = '' }: Preset): string[] {
  if ('fixed' in client) return [];
  if (client.length === 0)
    return [
      `client is missing, since tokens of this profile name none: ${nameClient}; or write {"client": {"fixed": "the id of the only client"}}, with signedIn`,
    ];
  return client
    .filter((claim) => NO_CLIENT.includes(claim))
    .map(
      (claim) =>
        `remove ${claim} from client: it never names the client; where no claim does, write {"fixed": "the id of the only client"}`,
    );
}

function accessTokenMistakes(settings: TokenSettings, preset: Preset): string[] {
  const silent = settings.typ.filter((type) => !tellsAccessToken(type));
  if (settings.accessToken.length === 0 && silent.length > 0)
    return [
      `with the typ ${silent.join(', ')}, list in accessToken the claims that tell an access token from an ID token, such as {"claim": "scope"}; or accept at+jwt alone`,
    ];
  const told = misleadingMarks(settings, preset);
  return told.length === 0
    ? []
    : [
        `an ID or refresh token of this issuer would pass: it may have ${told.join(', ')}, too. List in accessToken only what no such token has, such as {"claim": "scope"}`,
      ];
}

function personMistakes(settings: TokenSettings, preset: Preset): string[] {
  if (!machinePasses(settings, preset)) return [];
  const { signedIn } = settings;
  const why =
    signedIn === 'subject' ? 'its sub need not be its client' : `it may have ${signedIn.claim}, too`;
  return [
    `the token of a machine would pass for a person's: ${why}. Write in signedIn a claim that only tokens of people have, such as {"claim": "auth_time", "holds": "time"}`,
  ];
}

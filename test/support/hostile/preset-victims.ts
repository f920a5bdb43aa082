/** The users of an API that trusts an issuer of each token profile: what each of them has, in the words of the vendor. */
import { TOKEN_PROFILES } from '../../../core/trust/presets/presets.ts';
import type { TokenProfile } from '../../../core/trust/presets/presets.ts';
import { encodeForm, exchangeForm } from '../exchange-form.ts';
import type { BuiltFunctions } from '../functions/built-functions.ts';
import { exchangeEvent, TRANSFERS } from '../functions/rest-events.ts';
import { AUDIENCE } from '../tokens/issuer.ts';
import { shapeOf } from '../tokens/preset-shapes.ts';
import type { PresetShape } from '../tokens/preset-shapes.ts';
import { grantOf } from './outcomes.ts';
import type { HostileVictim } from './request.ts';

export interface PresetVictim extends HostileVictim {
  /** Those that trust the issuer. */
  readonly functions: BuiltFunctions;
  readonly shape: PresetShape;
  /** The issuer in the trust config. */
  readonly issuer: string;
}

/** A trust config takes so many issuers at most. */
const TOGETHER = 8;

/** The tokens live for so many seconds. */
export async function presetVictims(
  functions: BuiltFunctions,
  life: number,
): Promise<(profile: TokenProfile) => PresetVictim> {
  const victims = new Map<TokenProfile, PresetVictim>();
  for (let at = 0; at < TOKEN_PROFILES.length; at += TOGETHER) {
    const shapes = TOKEN_PROFILES.slice(at, at + TOGETHER).map(shapeOf);
    const issuers = shapes.map((shape) => shape.issuer(`${functions.issuer.issuer}/${shape.profile}`));
    const { invoke } = functions.alsoTrusting(issuers);
    for (const [index, shape] of shapes.entries()) {
      const issuer = issuers[index]?.issuer ?? '';
      victims.set(shape.profile, await victimOf({ ...functions, invoke }, shape, issuer, life));
    }
  }
  return (profile) => {
    const victim = victims.get(profile);
    if (victim === undefined) throw new Error(`nobody has tokens of the profile ${profile}`);
    return victim;
  };
}

async function victimOf(
  functions: BuiltFunctions,
  shape: PresetShape,
  issuer: string,
  life: number,
): Promise<PresetVictim> {
  const now = Math.floor(Date.now() / 1000);
  const signed = (acr: string) =>
    functions.issuer.signParts(
      JSON.stringify({ alg: 'ES256', kid: 'key-0', ...shape.header }),
      JSON.stringify(
        shape.claims({
          ...{ iss: issuer, sub: 'alice', aud: AUDIENCE, client_id: 'app', scope: 'payments:write', acr },
          ...{ amr: ['pwd'], auth_time: now - 10, iat: now, exp: now + life },
        }),
      ),
    );
  const [strong, ordinary] = [await signed('loa2'), await signed('loa1')];
  const body = encodeForm(exchangeForm(strong, TRANSFERS));
  const grant = grantOf(await functions.invoke('token-exchange', exchangeEvent(body)));
  return { functions, shape, issuer, strong, ordinary, grant };
}

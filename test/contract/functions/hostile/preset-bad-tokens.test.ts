/** The bad tokens, made from a good one of each token profile: refused without a request to anywhere. */
import { TOKEN_PROFILES } from '../../../../core/trust/presets/presets.ts';
import { casesOf } from '../../../support/effort.ts';
import { startBuiltFunctions } from '../../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../../support/functions/built-functions.ts';
import { authorizerEvent } from '../../../support/functions/rest-events.ts';
import { authorizerOutcome } from '../../../support/hostile/outcomes.ts';
import { presetVictims } from '../../../support/hostile/preset-victims.ts';
import type { PresetVictim } from '../../../support/hostile/preset-victims.ts';
import { startRequestCounter } from '../../../support/request-counter.ts';
import type { RequestCounter } from '../../../support/request-counter.ts';
import {
  FORGED,
  MALFORMED_JSON,
  NOT_FOR_US,
  OTHER_KEYS,
  UNKNOWN_KEYS,
} from '../../../support/tokens/bad-tokens.ts';
import type { Material } from '../../../support/tokens/bad-tokens.ts';
import { SPELLINGS } from '../../../support/tokens/bad-spellings.ts';
import { AUDIENCE } from '../../../support/tokens/issuer.ts';
import { createSigner } from '../../../support/tokens/token-signer.ts';

const ALL = Object.entries({
  ...{ ...FORGED, ...OTHER_KEYS, ...UNKNOWN_KEYS, ...NOT_FOR_US, ...MALFORMED_JSON, ...SPELLINGS },
});

const signer = createSigner('ES256', 'the-key');
const ed25519 = createSigner('EdDSA', 'the-ed25519-key');
const rsa = createSigner('RS256', 'the-rsa-key');
const shortRsa = createSigner('RS256', 'the-short-key', 1024);

let functions: BuiltFunctions;
let attackers: RequestCounter;
let of: (profile: (typeof TOKEN_PROFILES)[number]) => PresetVictim;

beforeAll(async () => {
  attackers = await startRequestCounter({ keys: [] });
  functions = await startBuiltFunctions();
  const own = functions.issuer.publicJwk();
  const keys = [own, ...[signer, ed25519, rsa, shortRsa].map(({ jwk }) => jwk)];
  functions.issuer.answer((_, response) => response.end(JSON.stringify({ keys })));
  of = await presetVictims(functions, 600);
});
afterAll(async () => {
  await functions.close();
  await attackers.close();
});

function materialOf({ shape, issuer }: PresetVictim): Material {
  const now = Math.floor(Date.now() / 1000);
  const claims = (changes: object = {}) =>
    shape.claims({
      ...{ iss: issuer, sub: 'alice', aud: AUDIENCE, client_id: 'app', scope: 'payments:write' },
      ...{ acr: 'loa3', amr: ['pwd'], auth_time: now - 10, iat: now, exp: now + 600 },
      ...changes,
    });
  const header = (changes: object = {}) => ({ alg: 'ES256', kid: 'the-key', ...shape.header, ...changes });
  const refreshToken = signer.sign(header({ typ: 'Refresh' }), claims({ typ: 'Refresh' }));
  const keys = { signer, ed25519, rsa, shortRsa };
  return { ...keys, claims, header, issuer, attackerUrl: attackers.url, refreshToken };
}

/** These say nothing bad in the words of the vendor. */
function isGood(name: string, { shape }: PresetVictim): boolean {
  return (
    (name === 'jku, from the issuer itself' && shape.profile === 'xsuaa') ||
    (name === 'duplicate keys in JSON: acr' && shape.writes.acr !== 'acr') ||
    (name === 'duplicate keys in JSON: typ in the header' && shape.typ === undefined)
  );
}

async function outcomeOf(victim: PresetVictim, token: string): Promise<string> {
  const event = authorizerEvent('POST /payments', { Authorization: [`Bearer ${token}`] });
  return authorizerOutcome(await victim.functions.invoke('authorizer', event));
}

describe.each(TOKEN_PROFILES.map((profile, number) => ({ profile, number })))(
  'of the profile $profile',
  ({ profile, number }) => {
    test('the good tokens open the route', async () => {
      const victim = of(profile);
      const { header, claims } = materialOf(victim);
      for (const one of [signer, ed25519, rsa])
        expect(await outcomeOf(victim, one.sign(header({ alg: one.alg, kid: one.jwk.kid }), claims()))).toBe(
          'allow',
        );
    });

    test('the bad ones are refused, without a request to anywhere', async () => {
      const victim = of(profile);
      const material = materialOf(victim);
      // In `npm test`, each profile has a share of them.
      const share = casesOf(ALL, (_, index) => index % TOKEN_PROFILES.length === number);
      const answers: Record<string, string> = {};
      victim.functions.forget();
      for (const [name, make] of share.filter(([one]) => !isGood(one, victim)))
        answers[name] = await outcomeOf(victim, await make(material));
      expect(Object.entries(answers).filter(([, answer]) => answer !== 'invalid_token')).toEqual([]);
      expect(Object.keys(answers).length).toBeGreaterThan(3);
      expect([victim.functions.operations(), attackers.requests()]).toEqual([[], 0]);
    });
  },
);

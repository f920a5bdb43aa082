/** The hostile requests around the tokens and grants of each token profile. */
import { TOKEN_PROFILES } from '../../../../core/trust/presets/presets.ts';
import { casesOf } from '../../../support/effort.ts';
import { startBuiltFunctions } from '../../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../../support/functions/built-functions.ts';
import { authorizerEvent } from '../../../support/functions/rest-events.ts';
import { authorizerOutcome, outcomeOf } from '../../../support/hostile/outcomes.ts';
import { presetVictims } from '../../../support/hostile/preset-victims.ts';
import type { PresetVictim } from '../../../support/hostile/preset-victims.ts';
import { allHostileRequests } from './all-requests.ts';

let functions: BuiltFunctions;
let of: (profile: (typeof TOKEN_PROFILES)[number]) => PresetVictim;

beforeAll(async () => {
  functions = await startBuiltFunctions();
  of = await presetVictims(functions, 600);
});
afterAll(() => functions.close());

describe.each(TOKEN_PROFILES.map((profile, number) => ({ profile, number })))(
  'of the profile $profile',
  ({ profile, number }) => {
    test('the good requests are served', async () => {
      const { strong, ordinary, grant, functions: built } = of(profile);
      for (const event of [
        authorizerEvent('POST /payments', { Authorization: [`Bearer ${strong}`] }),
        authorizerEvent('POST /transfers', {
          Authorization: [`Bearer ${ordinary}`],
          'Step-Up-Grant': [grant],
        }),
      ])
        expect(authorizerOutcome(await built.invoke('authorizer', event))).toBe('allow');
    });

    test('hostile requests around them get the answer that is documented, and open nothing', async () => {
      const victim = of(profile);
      // In `npm test`, each profile has a share of them.
      const requests = casesOf(
        allHostileRequests(victim),
        (_, index) => index % TOKEN_PROFILES.length === number,
      );
      const wrong: string[] = [];
      for (const request of requests) {
        const outcome = await outcomeOf(victim.functions, request).catch(String);
        if (outcome !== request.outcome)
          wrong.push(`${request.kind}: ${request.name}: expected ${request.outcome}, got ${outcome}`);
      }
      expect(wrong).toEqual([]);
      expect(requests.length).toBeGreaterThanOrEqual(20);
    });
  },
);

/** The vectors with tokens in the words of each vendor: each case comes to the same. */
import { TOKEN_PROFILES } from '../../../core/trust/presets/presets.ts';
import { byEffort, casesOf } from '../../support/effort.ts';
import { bundleRunner } from '../../support/vectors/bundle.ts';
import type { VectorRunner } from '../../support/vectors/bundle.ts';
import { throughCore } from '../../support/vectors/core.ts';
import { expectedOutcome } from '../../support/vectors/outcome.ts';
import { startVectorWorld } from '../../support/vectors/world.ts';
import type { VectorWorld } from '../../support/vectors/world.ts';
import { VECTORS } from '../../support/vectors/vectors.ts';

/** Through the built authorizer, each profile gets a share of the cases, which is another for each. */
const EACH = byEffort({ short: 5, long: 3, full: 1 });

/** Those whose tokens are least like the standard's: a list for an acr, times of methods, and a sign-in shown by its time. */
const IN_SHORT = ['entra', 'supabase', 'keycloak'];

describe.each(
  casesOf(
    TOKEN_PROFILES.map((profile, number) => ({ profile, number })),
    ({ profile }) => IN_SHORT.includes(profile),
  ),
)('with tokens of the profile $profile', ({ profile, number }) => {
  let world: VectorWorld;
  let bundle: VectorRunner;

  beforeAll(async () => {
    world = await startVectorWorld(profile);
    bundle = bundleRunner(world);
  });
  afterAll(async () => {
    await bundle.close();
    await world.close();
  });

  /** A rule on `claims.acr` is about the claim of that name. */
  const cases = () =>
    VECTORS.filter(
      ({ policy }) => world.shape.writes.acr === 'acr' || !JSON.stringify(policy).includes('claims.acr'),
    );

  test('each case comes to the same in the core', () => {
    for (const vector of cases())
      expect([vector.name, throughCore(world, vector)]).toEqual([
        vector.name,
        expectedOutcome(world.place(vector, 'core'), world.shape),
      ]);
  });

  test('cases come to the same in the built authorizer', async () => {
    for (const vector of cases().filter(({ index }) => index % EACH === number % EACH))
      expect([vector.name, await bundle.run(vector)]).toEqual([
        vector.name,
        expectedOutcome(world.place(vector, 'bundle'), world.shape),
      ]);
  });
});

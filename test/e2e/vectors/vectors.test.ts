import { bundleRunner } from '../../support/vectors/bundle.ts';
import type { VectorRunner } from '../../support/vectors/bundle.ts';
import { throughCore } from '../../support/vectors/core.ts';
import { explainRunner } from './explain.ts';
import { gatewayRunner } from './gateway.ts';
import { expectedOutcome } from '../../support/vectors/outcome.ts';
import { startVectorWorld } from '../../support/vectors/world.ts';
import type { VectorWorld } from '../../support/vectors/world.ts';
import { casesOf } from '../../support/effort.ts';
import { VECTORS } from '../../support/vectors/vectors.ts';

let world: VectorWorld;
let bundle: VectorRunner;
let gateway: VectorRunner;
let explain: VectorRunner;

beforeAll(async () => {
  world = await startVectorWorld();
  bundle = bundleRunner(world);
  gateway = await gatewayRunner(world);
  explain = explainRunner(world);
});
afterAll(async () => {
  await gateway.close();
  await bundle.close();
  await world.close();
});

describe.each(VECTORS)('$name:', (vector) => {
  test('in the core', () => {
    expect(throughCore(world, vector)).toEqual(expectedOutcome(world.place(vector, 'core'), world.shape));
  });

  test('in the built authorizer', async () => {
    expect(await bundle.run(vector)).toEqual(expectedOutcome(world.place(vector, 'bundle'), world.shape));
  });
});

describe.each(casesOf(VECTORS, (_, index) => index % 3 === 0))('$name:', (vector) => {
  test('at the local gateway', async () => {
    const expected = expectedOutcome(world.place(vector, 'gateway'), world.shape);
    // An answer to HEAD has no body.
    const headless = vector.request.method === 'HEAD' ? { body: undefined } : {};
    expect(await gateway.run(vector)).toEqual({
      ...expected,
      response: { ...expected.response, ...headless },
    });
  });

  test('in what step-up explain says', async () => {
    expect(await explain.run(vector)).toEqual(expectedOutcome(world.place(vector, 'explain'), world.shape));
  });
});

test('there is a case for every decision and every reason', () => {
  const reasons = VECTORS.flatMap(({ expect: { decision, reason, grant_refusal, opened_by } }) => [
    reason ?? decision,
    ...(grant_refusal === undefined ? [] : [`grant: ${grant_refusal}`]),
    ...(opened_by === undefined ? [] : [`by ${opened_by}`]),
  ]);
  expect(new Set(reasons)).toEqual(new Set(EVERY_REASON));
});

/** Of decide.ts and grant.ts; and what of a token's claims can be refused. */
const EVERY_REASON = [
  ...['allow', 'by token', 'by grant', 'grant_required', 'insufficient_scope'],
  ...['acr', 'max_age', 'auth_time_missing', 'revoked', 'grant_spent'],
  ...['policy_denies', 'policy_missing', 'policy_invalid', 'policy_unsatisfiable', 'acr_unreachable'],
  ...['machine_token', 'no_sign_in_shown', 'revoked_until_later', 'grants_not_yet'],
  ...['unknown', 'other_holder', 'other_target', 'other_path', 'other_api', 'expired'].map(ofGrant),
  ...['issued_before_not_before', 'acr', 'max_age', 'revoked'].map(ofGrant),
  ...['expired', 'audience', 'auth_time', 'bound'],
];

function ofGrant(refusal: string): string {
  return `grant: ${refusal}`;
}

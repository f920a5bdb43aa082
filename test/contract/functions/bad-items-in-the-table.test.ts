import { authorizerOutcome } from '../../support/hostile/outcomes.ts';
import { startFuzzVictim } from '../../support/fuzz/victim.ts';
import type { FuzzVictim } from '../../support/fuzz/victim.ts';
import { authorizerEvent } from '../../support/functions/rest-events.ts';

let victim: FuzzVictim;
beforeAll(async () => {
  victim = await startFuzzVictim();
  // Every route that is closed below would be open if its own item were ignored.
  await victim.functions.putPolicy({ route: 'ANY /bad/*' });
});
afterAll(() => victim.functions.close());

/** A route of its own for each: an item that was read is kept for some seconds. */
let count = 0;
const newRoute = () => `GET /bad/x${(count += 1)}`;

async function outcomeOf(route: string): Promise<string> {
  const { functions, strong } = victim;
  const event = authorizerEvent(route, { Authorization: [`Bearer ${strong}`] });
  return authorizerOutcome(await functions.invoke('authorizer', event));
}

const RULE = { when: 'risk.score >= 70.0', acr: 'loa3' };

describe('an item that was written into the table by hand', () => {
  test.each<[string, object]>([
    ['with 2,000 rules', { rules: Array(2_000).fill(RULE) }],
    ['with 390 KB of condition', { rules: [{ ...RULE, when: 'a'.repeat(390_000) }] }],
    ['with a condition that is none', { rules: [{ ...RULE, when: 'risk >' }] }],
    ['with a condition of another type', { rules: [{ ...RULE, when: true }] }],
    ['with a regular expression', { rules: [{ ...RULE, when: 'request.path.matches("(a+)+$")' }] }],
    ['with a rule that less risk would need', { rules: [{ ...RULE, when: 'risk.score < 70.0' }] }],
    ['with a rule that asks for nothing', { rules: [{ when: 'true' }] }],
    ['with rules of another type', { rules: 'true' }],
    ['with a date that is none', { upcoming: { effectiveAt: '2027-02-31T00:00:00Z' } }],
    ['with a date without an offset', { upcoming: { effectiveAt: '2027-02-01T00:00:00' } }],
    ['with a date as a number', { upcoming: { effectiveAt: 1_800_000_000 } }],
    ['with a change in a change', { upcoming: { upcoming: {} } }],
    ['with a group in a change', { upcoming: { group: 'money' } }],
    ['with a group that does not exist', { group: 'nobody' }],
    ['with 390 KB of description', { description: 'a'.repeat(390_000) }],
  ])('closes its route: %s [invalid-item-closes]', async (_, fields) => {
    const route = newRoute();
    await victim.functions.putPolicy({ route, ...fields });
    expect(await outcomeOf(route)).toBe('access_denied');
    expect(await outcomeOf(newRoute())).toBe('allow');
  });

  test('closes its route: with a group in its group', async () => {
    await victim.functions.putPolicy({ route: 'GROUP inner' });
    await victim.functions.putPolicy({ route: 'GROUP outer', group: 'inner' });
    const route = newRoute();
    await victim.functions.putPolicy({ route, group: 'outer' });
    expect(await outcomeOf(route)).toBe('access_denied');
  });

  test.each(['/bad/a.b+c', '/bad/(', '/bad/[', '/bad/\\d'])(
    'closes its route: with the template %s',
    async (path) => {
      await victim.functions.putPolicy({ route: `GET ${path}` });
      expect(await outcomeOf(`GET ${path}`)).toBe('access_denied');
    },
  );

  test('opens its route when nothing is wrong with it', async () => {
    const route = newRoute();
    await victim.functions.putPolicy({
      route,
      rules: [RULE],
      upcoming: { effectiveAt: '2099-01-01T00:00:00Z', deny: true },
    });
    expect(await outcomeOf(route)).toBe('allow');
  });
});

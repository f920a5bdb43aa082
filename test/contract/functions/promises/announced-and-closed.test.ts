/** An announced change does not undo what an administrator wrote after it, and does not close a route before its time. */
import { callRoute, exchangeFor } from '../../../support/functions/api-caller.ts';
import { startBuiltFunctions } from '../../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../../support/functions/built-functions.ts';

let functions: BuiltFunctions;
let count = 0;

beforeAll(async () => {
  functions = await startBuiltFunctions();
});
afterAll(() => functions.close());

const IN_FORCE = '2024-01-01T00:00:00Z';
const FAR_AHEAD = '2099-01-01T00:00:00Z';

async function routeWith(item: object): Promise<string> {
  const route = `POST /own-${(count += 1)}`;
  await functions.putPolicy({ route, ...item });
  return route;
}

const called = async (item: object) =>
  callRoute(functions, await routeWith(item), { token: await functions.issuer.sign({ acr: 'loa3' }) });

const OPENED = expect.objectContaining({ opened: 'token' });
const CLOSED = expect.objectContaining({ refused: 'access_denied' });

describe('an item that denies', () => {
  test.each([
    ['is in force', { effectiveAt: IN_FORCE, deny: false }],
    ['is to come', { effectiveAt: FAR_AHEAD, deny: false }],
    ['is only observed', { deny: false }],
    ['says nothing of it', { effectiveAt: IN_FORCE, acr: 'loa1' }],
  ])('stays closed beside a change that %s [deny-holds]', async (_, upcoming) => {
    expect(await called({ deny: true, upcoming })).toEqual(CLOSED);
  });
});

describe('a route that is closed until a time', () => {
  test('is closed before it, for tokens, for grants and at the exchange [closed-until]', async () => {
    const route = await routeWith({ acr: 'loa2', closedUntil: FAR_AHEAD });
    const token = await functions.issuer.sign({ acr: 'loa3' });
    expect(await callRoute(functions, route, { token })).toEqual(CLOSED);
    expect(await exchangeFor(functions, route, token)).toEqual({ error: 'invalid_target' });
  });

  test('is open after it', async () => {
    expect(await called({ closedUntil: IN_FORCE })).toEqual(OPENED);
  });

  test('stays closed, whatever change is in force', async () => {
    expect(
      await called({ closedUntil: FAR_AHEAD, upcoming: { effectiveAt: IN_FORCE, deny: false } }),
    ).toEqual(CLOSED);
  });

  test('closes the routes of a group by its item', async () => {
    const group = `own-${(count += 1)}`;
    await functions.putPolicy({ route: `GROUP ${group}`, closedUntil: FAR_AHEAD });
    expect(await called({ group })).toEqual(CLOSED);
  });

  test('is no field of a change or a rule: the item is not usable', async () => {
    expect(await called({ upcoming: { closedUntil: FAR_AHEAD } })).toEqual(CLOSED);
    expect(await called({ rules: [{ when: 'false', closedUntil: FAR_AHEAD }] })).toEqual(CLOSED);
  });
});

describe('a change that asks for more', () => {
  test('is in force from its date on, without another edit [change-takes-effect]', async () => {
    const route = await routeWith({ upcoming: { effectiveAt: IN_FORCE, acr: 'loa3' } });
    const token = await functions.issuer.sign({ acr: 'loa2' });
    expect(await callRoute(functions, route, { token })).toEqual(
      expect.objectContaining({ refused: 'insufficient_user_authentication' }),
    );
  });

  test.each([
    ['without a date', {}],
    ['of a date to come', { effectiveAt: FAR_AHEAD }],
  ])('%s is only observed [observed-never-holds]', async (_, date) => {
    const before = functions.log().length;
    expect(await called({ upcoming: { ...date, deny: true } })).toEqual(OPENED);
    expect(functions.log().slice(before).join('\n')).toContain('"upcomingOutcome":"deny"');
  });
});

describe('a change that cannot be met together with the group', () => {
  const groupOf = async () => {
    const group = `own-${(count += 1)}`;
    await functions.putPolicy({ route: `GROUP ${group}`, acrValues: ['loa3'] });
    return group;
  };

  test.each([
    ['is to come, closes nothing today', { effectiveAt: FAR_AHEAD, acrValues: ['loa1'] }, OPENED],
    ['is only observed, closes nothing', { acrValues: ['loa1'] }, OPENED],
    ['is in force, closes the route', { effectiveAt: IN_FORCE, acrValues: ['loa1'] }, CLOSED],
  ])('and %s [impossible-change-waits]', async (_, upcoming, expected) => {
    expect(await called({ group: await groupOf(), upcoming })).toEqual(expected);
  });

  test('closes the route whatever the risk is, which nobody asks for', async () => {
    const item = { group: await groupOf(), upcoming: { effectiveAt: IN_FORCE, acrValues: ['loa1'] } };
    const route = await routeWith(item);
    const token = await functions.issuer.sign({ acr: 'loa3' });
    functions.forget();
    expect(await callRoute(functions, route, { token })).toEqual(CLOSED);
    // Of the item, and of its group.
    expect(functions.operations()).toEqual(['BatchGetItem', 'BatchGetItem']);
  });

  test('is reported from the day it is written', async () => {
    const group = await groupOf();
    const before = functions.log().length;
    await called({ group, upcoming: { effectiveAt: FAR_AHEAD, acrValues: ['loa1'] } });
    const lines = functions.log().slice(before).join('\n');
    expect(lines).toContain('PolicyInvalid');
    expect(lines).toContain('upcoming.acr');
  });
});

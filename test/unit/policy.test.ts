import { parseGroupItem, parsePolicyItem } from '../../core/policy/item.ts';
import type { RoutePolicy } from '../../core/policy/item.ts';
import { policyCandidates } from '../../core/policy/precedence.ts';
import { parsedItems, readRoutePolicy } from '../../core/policy/route-policy.ts';
import { VOCABULARY } from '../support/policies/decision-inputs.ts';
import { parsedPolicies } from '../support/policies/parsed-policies.ts';

const pathsOf = (item: unknown) => {
  const parsed = parsePolicyItem(item, VOCABULARY);
  return parsed.ok ? [] : parsed.error.map(({ field }) => field);
};

describe('where the policy of a route may stand', () => {
  test('is the route first, then any method, then each ancestor', () => {
    expect(policyCandidates('POST', '/payments/{id}')).toEqual([
      'POST /payments/{id}',
      'ANY /payments/{id}',
      'POST /payments/*',
      'ANY /payments/*',
      'POST /*',
      'ANY /*',
    ]);
  });

  test('is under each ancestor, the nearest first', () => {
    expect(policyCandidates('GET', '/a/b/{id}').filter((key) => key.startsWith('GET'))).toEqual([
      'GET /a/b/{id}',
      'GET /a/b/*',
      'GET /a/*',
      'GET /*',
    ]);
  });

  test('is not under /payments/* for /payments itself [wildcard-covers-below]', () => {
    expect(policyCandidates('GET', '/payments')).toEqual([
      'GET /payments',
      'ANY /payments',
      'GET /*',
      'ANY /*',
    ]);
  });

  test('has no key twice', () => {
    for (const template of ['/*', '/a/*', '/*/*']) {
      const candidates = policyCandidates('GET', template);
      expect(new Set(candidates).size).toBe(candidates.length);
    }
  });

  test('is not under /* for the root', () => {
    expect(policyCandidates('GET', '/')).toEqual(['GET /', 'ANY /']);
  });
});

describe('a policy item', () => {
  test('may have every documented field', () => {
    const item = {
      route: 'POST /payments',
      acr: 'loa2',
      acrValues: ['loa3'],
      maxAge: 300,
      scopes: ['payments:write'],
      group: 'payments',
      grant: { required: true, ttl: 120, use: 'once', bind: 'path', notBefore: 1 },
      deny: false,
      description: 'Pays',
      version: 3,
      updatedAt: '2026-11-24T00:00:00Z',
      updatedBy: 'alice',
    };
    expect(parsePolicyItem(item, VOCABULARY)).toEqual({ ok: true, value: item });
  });

  test.each([
    ['a mistyped field', { maxage: 300 }, 'maxage'],
    ['an acr that is not in the vocabulary', { acr: 'loa9' }, 'acr'],
    ['an acr named like a property', { acr: 'constructor' }, 'acr'],
    ['an unknown word in a list', { acrValues: ['loa2', 'mfa'] }, 'acrValues[1]'],
    ['an empty list of words', { acrValues: [] }, 'acrValues'],
    ['a maxAge that loops', { maxAge: 10 }, 'maxAge'],
    ['a maxAge as text', { maxAge: '300' }, 'maxAge'],
    ['a maxAge that is no number', { maxAge: NaN }, 'maxAge'],
    ['a scope with a space', { scopes: ['a b'] }, 'scopes[0]'],
    ['a mistyped field of the grant', { grant: { require: true } }, 'grant.require'],
    ['a use that does not exist', { grant: { use: 'twice' } }, 'grant.use'],
    ['a notBefore in milliseconds', { grant: { notBefore: 1_800_000_000_000 } }, 'grant.notBefore'],
    ['a number that is not exact', { maxAge: Number('12345678901234567.5') }, 'maxAge'],
    ['a field of another version', { networks: [] }, 'networks'],
  ])('with %s is refused, naming the field', (_, fields, path) => {
    expect(pathsOf({ route: 'GET /a', ...fields })).toEqual([path]);
  });

  test('reports all its problems together', () => {
    expect(pathsOf({ route: 'FETCH /a', maxAge: 1, deny: 'no' })).toEqual(['route', 'maxAge', 'deny']);
  });

  test('as large as the table allows is refused with a short answer', () => {
    const parsed = parsePolicyItem(
      { route: 'GET /a', acrValues: Array.from({ length: 125_000 }, () => 'x') },
      VOCABULARY,
    );
    expect(JSON.stringify(parsed).length).toBeLessThan(200);
  });

  test.each([[undefined], [null], ['text'], [[]], [7]])('%p is none', (item) => {
    expect(parsePolicyItem(item, VOCABULARY).ok).toBe(false);
  });

  test('of a group has no group of its own [groups-do-not-nest]', () => {
    expect(parseGroupItem({ route: 'GROUP payments', group: 'other' }, VOCABULARY).ok).toBe(false);
  });
});

test('a path with a space is no route of the item whose key it begins with', () => {
  const items = parsedPolicies(VOCABULARY, { route: 'GET /payments' });
  expect(readRoutePolicy('GET /payments {x}', items).lookup).toEqual({ kind: 'missing' });
});

describe('the requirement of a route', () => {
  const read = (...items: readonly RoutePolicy[]) =>
    readRoutePolicy(items[0]?.route ?? '', parsedPolicies(VOCABULARY, ...items)).lookup;

  test('is the stricter of its own and its group’s, and its grants are the group’s [group-grant-opens-all]', () => {
    const own = { route: 'POST /payments', group: 'payments', maxAge: 600 };
    const group = { route: 'GROUP payments', acr: 'loa3', maxAge: 300 };
    expect(read(own, group)).toMatchObject({
      target: 'GROUP payments',
      versions: [{ demands: { base: { acr: ['loa3', 'loa4'], maxAge: 300 } } }],
    });
  });

  test('is unusable when the group is missing or malformed [missing-group-closes]', () => {
    const own = { route: 'POST /payments', group: 'payments' };
    expect(read(own)).toMatchObject({ kind: 'invalid', item: 'GROUP payments' });
    const items = new Map<string, Readonly<Record<string, unknown>>>([
      [own.route, own],
      ['GROUP payments', { route: 'GROUP payments', arc: 'loa3' }],
    ]);
    expect(readRoutePolicy(own.route, parsedItems(items, VOCABULARY)).lookup).toMatchObject({
      kind: 'invalid',
      item: 'GROUP payments',
    });
  });

  test('of acr and acrValues together is what satisfies both', () => {
    expect(read({ route: 'GET /a', acr: 'loa3', acrValues: ['loa4', 'loa2'] })).toMatchObject({
      versions: [{ demands: { base: { acr: ['loa4'] } } }],
    });
  });

  test.each([
    ['no acr word left', { acr: 'loa3', acrValues: ['loa2'] }],
    ['a grant that nothing earns', { grant: { required: true } }],
  ])('that no sign-in can meet is unusable: %s', (_, fields) => {
    expect(read({ route: 'GET /a', ...fields })).toMatchObject({ kind: 'invalid', item: 'GET /a' });
  });

  test('that is good once demands a grant and a sign-in of the last day', () => {
    expect(read({ route: 'GET /a', acr: 'loa3', grant: { use: 'once' } })).toMatchObject({
      versions: [{ demands: { base: { maxAge: 86_400, grant: { required: true, once: true } } } }],
    });
  });
});

import * as fc from 'fast-check';
import { loosenedBy } from '../../admin/policy/effective-policy.ts';
import { beneath, placesAround } from '../../core/policy/precedence.ts';
import { assessEdit } from '../../core/policy/edit.ts';

const VOCABULARY = ['loa1', 'loa2', 'loa3'];
const KEYS = ['POST /payments/a', 'ANY /payments/a', 'ANY /payments/*', 'POST /*', 'ANY /*', 'GROUP g'];

/** What an item may hold; the last three close their routes. */
const FIELDS: readonly object[] = [
  {},
  { acr: 'loa2' },
  { acr: 'loa3' },
  { deny: true },
  { group: 'g' },
  { scopes: ['a'], rules: [{ when: 'risk.score > 5.0', acr: 'loa3' }] },
  { acr: 'loa3', acrValues: ['loa1'] },
  { maxAge: 10 },
  { grant: { required: true } },
];

const key = fc.constantFrom(...KEYS);
const fields = fc.option(fc.constantFrom(...FIELDS), { nil: undefined });
const table = fc.tuple(...KEYS.map(() => fields)).map(
  (all) =>
    new Map(
      all.flatMap((one, index) => {
        const route = KEYS[index] ?? '';
        return one === undefined ? [] : [[route, { ...one, route }] as const];
      }),
    ),
);

test('the command line refuses without --loosen just what the audit calls loosened', () => {
  fc.assert(
    fc.property(table, key, fields, (items, route, written) => {
      const before = items.get(route);
      const after = written === undefined ? undefined : { ...written, route };
      fc.pre(before !== undefined || after !== undefined);
      const refused = loosenedBy(
        route,
        (one) => items.get(one),
        (one) => (one === route ? after : items.get(one)),
        VOCABULARY,
        0,
      );
      const places = before === undefined || after === undefined ? placesAround(route) : [];
      const { loosened } = assessEdit(
        { route, before, after, time: 0 },
        {
          beneath: beneath(places, (one) => items.has(one)),
          items: new Map([...items].filter(([one]) => one !== route)),
          formerGroups: new Map(),
          former: undefined,
        },
        VOCABULARY,
      );
      expect(refused.length > 0).toBe(loosened.length > 0);
    }),
    { numRuns: 2_000 },
  );
});

test('a route that nobody could ever pass may be opened, since it was closed', () => {
  const route = 'POST /payments/a';
  const closed = { route, acr: 'loa3', acrValues: ['loa1'] };
  expect(
    loosenedBy(
      route,
      () => closed,
      () => ({ route, acr: 'loa1' }),
      VOCABULARY,
      0,
    ),
  ).toEqual([]);
});

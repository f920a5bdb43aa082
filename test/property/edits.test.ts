/** Edits of a policy table: what is called loosened, held against what requests get before and after. */
import * as fc from 'fast-check';
import { assessEdit } from '../../core/policy/edits/edit.ts';
import { isGroupKey } from '../../core/policy/key.ts';
import { loosenedBy } from '../../core/policy/edits/loosening.ts';
import { parsedItems, readRoutePolicy } from '../../core/policy/route-policy.ts';
import type { ParsedItems } from '../../core/policy/route-policy.ts';
import { enough, runs } from '../support/effort.ts';
import { VOCABULARY } from '../support/policies/decision-inputs.ts';
import { itemFields, loosened, outcomeOf, worlds } from '../support/policies/ruled-policies.ts';

const KEYS = [
  'POST /payments/{id}',
  'ANY /payments/{id}',
  'ANY /payments/*',
  'POST /*',
  'ANY /*',
  'GROUP money',
];
const ROUTES = [
  'POST /payments/{id}',
  'GET /payments/{id}',
  'OPTIONS /payments/{id}',
  'POST /accounts',
  'GET /accounts',
];

/** Some close their routes: a mistake in the item, an acr demand that no word meets. */
const fields: fc.Arbitrary<object> = fc.oneof(
  { weight: 4, arbitrary: itemFields },
  { weight: 2, arbitrary: itemFields.map((one) => ({ ...one, group: 'money' })) },
  { weight: 1, arbitrary: fc.constantFrom({ acr: 'loa3', acrValues: ['loa1'] }, { maxAge: 10 }) },
);

type Table = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

const key = fc.constantFrom(...KEYS);
const written = fc.option(fields, { nil: undefined, freq: 3 });
const EMPTY: object = {};
/** Half of the edits delete the item or empty it: most of these loosen. */
const edits = fc.oneof(written, fc.constantFrom(undefined, EMPTY));
const tables: fc.Arbitrary<Table> = fc.tuple(...KEYS.map(() => written)).map(
  (all) =>
    new Map(
      all.flatMap((one, index) => {
        const route = KEYS[index] ?? '';
        return one === undefined ? [] : [[route, { ...one, route }] as const];
      }),
    ),
);

function edited(table: Table, route: string, fields: object | undefined): Table {
  const others = [...table].filter(([one]) => one !== route);
  return new Map(fields === undefined ? others : [...others, [route, { ...fields, route }]]);
}

/** A group's edit is assessed together with the routes that name it. */
function keysOf(route: string, ...tables: readonly Table[]): readonly string[] {
  if (!isGroupKey(route)) return [route];
  const members = tables.flatMap((table) =>
    [...table].flatMap(([one, { group }]) => (group === 'money' && !isGroupKey(one) ? [one] : [])),
  );
  return [route, ...new Set(members)];
}

describe('an edit in which nothing is called loosened', () => {
  test('lets no request through that was refused, and challenges none for less', () => {
    let looser = 0;
    const many = fc.array(fc.tuple(worlds, fc.constantFrom('use' as const, 'exchange' as const)), {
      minLength: 12,
      maxLength: 12,
      size: 'max',
    });
    fc.assert(
      fc.property(tables, key, edits, many, (table, route, fields, cases) => {
        const after = edited(table, route, fields);
        const [was, is] = [parsedItems(table, VOCABULARY), parsedItems(after, VOCABULARY)];
        const isLooser = ROUTES.some((one) => {
          const [then, now] = [layersFor(one, was), layersFor(one, is)];
          if (then.length === 0) return false;
          return cases.some(
            ([world, at]) => loosened(outcomeOf(then, world, at), outcomeOf(now, world, at)) !== undefined,
          );
        });
        if (!isLooser) return;
        looser += 1;
        const found = keysOf(route, table, after).flatMap((one) => loosenedBy(one, was, is, 0));
        expect(found).not.toEqual([]);
      }),
      runs(120, 1_000),
    );
    expect(looser).toBeGreaterThanOrEqual(enough(5));
  });
});

function layersFor(route: string, items: ParsedItems) {
  return readRoutePolicy(route, items).layers;
}

test('the command line refuses without --loosen just what the audit calls loosened', () => {
  fc.assert(
    fc.property(tables, key, edits, (table, route, fields) => {
      const after = edited(table, route, fields);
      fc.pre(table.has(route) || after.has(route));
      const [was, is] = [parsedItems(table, VOCABULARY), parsedItems(after, VOCABULARY)];
      const { loosened } = assessEdit(
        { route, before: table.get(route), after: after.get(route), time: 0 },
        {
          neighbours: table,
          items: edited(table, route, undefined),
          formerGroups: new Map(),
          former: undefined,
        },
        VOCABULARY,
      );
      const refused = [...new Set(loosenedBy(route, was, is, 0))];
      expect(loosened).toEqual(refused.slice(0, 20));
    }),
    runs(120, 1_000),
  );
});

test('a route that no sign-in could open may be opened: it was closed', () => {
  const route = 'POST /payments/{id}';
  const closed = parsedItems(new Map([[route, { route, acr: 'loa3', acrValues: ['loa1'] }]]), VOCABULARY);
  const open = parsedItems(new Map([[route, { route, acr: 'loa1' }]]), VOCABULARY);
  expect(loosenedBy(route, closed, open, 0)).toEqual([]);
});

const ONCE = { acr: 'loa3', grant: { use: 'once' } };
const GROUP = { 'GROUP money': ONCE };

const itemsOf = (items: Readonly<Record<string, object>>) =>
  parsedItems(new Map(Object.entries(items).map(([route, item]) => [route, { route, ...item }])), VOCABULARY);

test.each([
  ['joins a group', { 'POST /a': ONCE, ...GROUP }, { 'POST /a': { group: 'money' }, ...GROUP }],
  ['leaves its group', { 'POST /a': { group: 'money' }, ...GROUP }, { 'POST /a': ONCE, ...GROUP }],
  ['loses the item that counted', { 'POST /a': ONCE, 'ANY /a': ONCE }, { 'ANY /a': ONCE }],
])('a route that %s gives a spent sign-in a new use: a loosening [loosening-is-counted]', (_, was, is) => {
  const found = loosenedBy('POST /a', itemsOf(was), itemsOf(is), 0);
  expect(found).toEqual([expect.stringContaining('has another use')]);
});

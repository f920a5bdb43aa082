/** An edit after which a sign-in has its one use once more: the use is recorded for the policy item that counts. */
import { loosenedBy } from '../../core/policy/edits/loosening.ts';
import type { Item } from '../../core/policy/item.ts';
import { parsedItems } from '../../core/policy/route-policy.ts';
import { NOW, VOCABULARY } from '../support/policies/decision-inputs.ts';

const ROUTE = 'POST /payments';
const ONCE = { acr: 'loa2', grant: { required: true, use: 'once' } };
const WINDOW = { acr: 'loa2', grant: { required: true, use: 'window' } };

const itemsOf = (items: Readonly<Record<string, object>>) =>
  parsedItems(
    new Map<string, Item>(Object.entries(items).map(([route, fields]) => [route, { route, ...fields }])),
    VOCABULARY,
  );

const loosened = (
  before: Readonly<Record<string, object>>,
  after: Readonly<Record<string, object>>,
  key = ROUTE,
) => loosenedBy(key, itemsOf(before), itemsOf(after), NOW);

const renewed = (from: string, to: string) =>
  `grant.use: a sign-in whose one use was spent for ${from} has another use, for ${to}`;

const GROUPS = { 'GROUP money': ONCE, 'GROUP cash': ONCE };

test.each<[string, Record<string, object>, Record<string, object>, string, string]>([
  ['a new item', { 'ANY /*': ONCE }, { 'ANY /*': ONCE, [ROUTE]: ONCE }, 'ANY /*', ROUTE],
  ['a deleted item', { 'ANY /*': ONCE, [ROUTE]: ONCE }, { 'ANY /*': ONCE }, ROUTE, 'ANY /*'],
])('%s that takes the place of another renews the use', (_, before, after, from, to) => {
  expect(loosened(before, after)).toEqual([`${to} counts instead of ${from}: ${renewed(from, to)}`]);
});

test.each<[string, object, object, string, string]>([
  ['joins a group', ONCE, { ...ONCE, group: 'money' }, ROUTE, 'GROUP money'],
  ['joins a group that has the demand', ONCE, { group: 'money' }, ROUTE, 'GROUP money'],
  ['leaves its group', { ...ONCE, group: 'money' }, ONCE, 'GROUP money', ROUTE],
  ['changes its group', { group: 'money' }, { group: 'cash' }, 'GROUP money', 'GROUP cash'],
])('an item that %s renews the use', (_, before, after, from, to) => {
  const edit = [before, after].map((item) => ({ ...GROUPS, [ROUTE]: item }));
  expect(loosened(edit[0] ?? {}, edit[1] ?? {})).toEqual([renewed(from, to)]);
});

test('so it does where only a rule, or an announced change that is in force, asks for one use', () => {
  const rule = { acr: 'loa2', rules: [{ when: 'risk.score >= 70.0', grant: ONCE.grant }] };
  const announced = { ...WINDOW, upcoming: { effectiveAt: '2020-01-01T00:00:00Z', grant: ONCE.grant } };
  for (const item of [rule, announced]) {
    const after = { 'ANY /*': item, [ROUTE]: item };
    expect(loosened({ 'ANY /*': item }, after)).toEqual([
      `${ROUTE} counts instead of ANY /*: ${renewed('ANY /*', ROUTE)}`,
    ]);
  }
});

test.each<[string, Record<string, object>, Record<string, object>]>([
  ['the edited item counts before and after', { [ROUTE]: ONCE }, { [ROUTE]: { ...ONCE, acr: 'loa3' } }],
  [
    'the group stays',
    { ...GROUPS, [ROUTE]: { group: 'money' } },
    { ...GROUPS, [ROUTE]: { ...ONCE, group: 'money' } },
  ],
  ['grants could be used again before', { 'ANY /*': WINDOW }, { 'ANY /*': WINDOW, [ROUTE]: ONCE }],
  [
    'one use is announced only',
    { 'ANY /*': WINDOW },
    {
      'ANY /*': WINDOW,
      [ROUTE]: { ...WINDOW, upcoming: { effectiveAt: '2099-01-01T00:00:00Z', grant: ONCE.grant } },
    },
  ],
  ['the route was closed before', {}, { [ROUTE]: ONCE }],
  ['the route is closed afterwards', { [ROUTE]: ONCE }, {}],
])('no use is renewed where %s', (_, before, after) => {
  expect(loosened(before, after)).toEqual([]);
});

test('an edit that gives up the one use is looser for that alone', () => {
  expect(loosened({ 'ANY /*': ONCE }, { 'ANY /*': ONCE, [ROUTE]: WINDOW })).toEqual(
    ['maxAge', 'grant.use'].map((part) => `${ROUTE} counts instead of ANY /*: ${part} asks for less`),
  );
});

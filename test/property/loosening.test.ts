import fc from 'fast-check';
import { loosenings } from '../../core/policy/edits/loosening.ts';
import type { PolicyLayers } from '../../core/policy/edits/loosening.ts';
import { enough, runs } from '../support/effort.ts';
import {
  dated,
  itemFields,
  loosened,
  outcomeOf,
  policyFrom,
  staysClosed,
  worlds,
} from '../support/policies/ruled-policies.ts';
import type { Item, World } from '../support/policies/ruled-policies.ts';
import { NOW, VOCABULARY } from '../support/policies/decision-inputs.ts';

const occasions = fc.constantFrom('use' as const, 'exchange' as const);
const layers = fc.array(itemFields, { minLength: 1, maxLength: 2 });

/** Small changes of a policy: a field of one of its items comes from another, or goes. */
const changed = layers.chain((before) =>
  fc
    .tuple(
      itemFields,
      fc.nat(1),
      fc.subarray([
        'acr',
        'acrValues',
        'maxAge',
        'scopes',
        'grant',
        'deny',
        'closedUntil',
        'rules',
        'upcoming',
      ]),
    )
    .map(([other, at, names]): { readonly before: readonly Item[]; readonly after: readonly Item[] } => {
      const after = before.map((item, index) =>
        index === at % before.length ? taken(item, other, names) : item,
      );
      return { before, after };
    })
    .filter(({ after }) => after.every(staysClosed)),
);

function taken(item: Item, other: Item, names: readonly string[]): Item {
  const kept = Object.entries(item).filter(([name]) => !names.includes(name));
  return Object.fromEntries([...kept, ...Object.entries(other).filter(([name]) => names.includes(name))]);
}

const pairs = fc.oneof(changed, fc.record({ before: layers, after: layers }));

function changesFrom(before: readonly Item[], after: readonly Item[]): readonly string[] {
  return loosenings(before.map(policyFrom), after.map(policyFrom), VOCABULARY);
}

/** A policy whose mistakes close its route has nothing that could be loosened. */
function isLooser(
  before: PolicyLayers,
  after: PolicyLayers,
  world: World,
  occasion: 'use' | 'exchange',
): boolean {
  const then = outcomeOf(before, world, occasion);
  if (then.kind === 'deny' && then.reason === 'policy_invalid') return false;
  return loosened(then, outcomeOf(after, world, occasion)) !== undefined;
}

describe('a change in which no loosening is found', () => {
  test('allows no request that was refused before, and challenges no user for less', () => {
    let loosest = 0;
    const many = fc.array(fc.tuple(worlds, occasions), { minLength: 30, maxLength: 30, size: 'max' });
    fc.assert(
      fc.property(pairs, many, (pair, cases) => {
        const [before, after] = [pair.before.map(policyFrom), pair.after.map(policyFrom)];
        if (!cases.some(([world, occasion]) => isLooser(before, after, world, occasion))) return;
        loosest += 1;
        expect(loosenings(before, after, VOCABULARY)).not.toEqual([]);
      }),
      runs(150, 1_500),
    );
    expect(loosest).toBeGreaterThanOrEqual(enough(5));
  });

  test('is every change that only adds', () => {
    const ruled = { when: 'true', acr: 'loa3' };
    const before: Item = {
      acr: 'loa2',
      maxAge: 300,
      grant: { ttl: 300 },
      rules: [{ when: 'risk.score > 50.0', maxAge: 60 }],
    };
    const stricter: readonly Item[] = [
      before,
      { ...before, acr: 'loa3' },
      { ...before, acrValues: ['loa4'] },
      { ...before, maxAge: 299 },
      { ...before, scopes: ['admin'] },
      { ...before, grant: { ttl: 299, required: true, use: 'once', bind: 'path', notBefore: NOW } },
      { ...before, deny: true },
      { deny: true },
      { ...before, rules: [ruled, { when: 'risk.score > 50.0', maxAge: 60, scopes: ['admin'] }] },
      { ...before, maxAge: 60, rules: [] },
      { ...before, upcoming: { effectiveAt: dated(NOW), maxAge: 60 } },
      { ...before, upcoming: { maxAge: 3600, rules: [] } },
      { ...before, description: 'other words' },
    ];
    for (const after of stricter) expect(changesFrom([before], [after])).toEqual([]);
    expect(changesFrom([before], [{ acr: 'loa4' }, before])).toEqual([]);
    expect(changesFrom([before], [])).toEqual([]);
    expect(changesFrom([], [before])).toEqual([]);
  });
});

const STRICT: Item = {
  acr: 'loa3',
  acrValues: ['loa3'],
  maxAge: 300,
  scopes: ['admin', 'payments:write'],
  grant: { required: true, ttl: 300, use: 'once', bind: 'path', notBefore: NOW },
};

function without(item: Item, name: string): Item {
  return Object.fromEntries(Object.entries(item).filter(([one]) => one !== name));
}

/** Each takes something away from {@link STRICT}. */
const WEAKER: readonly (readonly [string, Item])[] = [
  ['a weaker acr', { ...without(STRICT, 'acrValues'), acr: 'loa2' }],
  ['no acr', without(without(STRICT, 'acr'), 'acrValues')],
  ['more acr words', { ...STRICT, acrValues: ['loa3', 'loa4'] }],
  ['another acr word', { ...STRICT, acrValues: ['loa4'] }],
  ['a longer maxAge', { ...STRICT, maxAge: 301 }],
  ['no maxAge', without(STRICT, 'maxAge')],
  ['a scope less', { ...STRICT, scopes: ['admin'] }],
  ['other scopes', { ...STRICT, scopes: ['admin', 'audit'] }],
  ['no scopes', without(STRICT, 'scopes')],
  ['no grant', without(STRICT, 'grant')],
  ...[
    { ttl: 301, required: true, use: 'once', bind: 'path', notBefore: NOW },
    { required: true, use: 'once', bind: 'path', notBefore: NOW },
    { ttl: 300, required: true, use: 'window', bind: 'path', notBefore: NOW },
    { ttl: 300, required: true, use: 'once', bind: 'route', notBefore: NOW },
    { ttl: 300, required: true, use: 'once', bind: 'path', notBefore: NOW - 1 },
    { ttl: 300, required: true, use: 'once', bind: 'path' },
    { ttl: 300, required: false, bind: 'path', notBefore: NOW },
  ].map((grant): [string, Item] => [`the grant ${JSON.stringify(grant)}`, { ...STRICT, grant }]),
  ['nothing at all', {}],
];

describe('a loosening is found', () => {
  test.each(WEAKER)('where a policy has %s', (_, weak) => {
    expect(changesFrom([STRICT], [weak])).not.toEqual([]);
  });

  test.each(WEAKER)('where the group of a policy has %s', (_, weak) => {
    expect(changesFrom([STRICT, {}], [weak, {}])).not.toEqual([]);
  });

  test.each(WEAKER)('where a rule has %s', (_, weak) => {
    const when = 'risk.score > 50.0';
    const before = [{ rules: [{ when, ...STRICT }] }];
    expect(changesFrom(before, [{ rules: [{ when, description: 'x', maxAge: 3600, ...weak }] }])).not.toEqual(
      [],
    );
  });

  test.each(WEAKER)('where a change to come has %s', (_, weak) => {
    // What a change does not name stays as it is.
    const named = { scopes: [], grant: {}, ...weak };
    const before = [{ upcoming: { effectiveAt: dated(NOW), ...STRICT } }];
    const after = [{ upcoming: { effectiveAt: dated(NOW), ...named } }];
    expect(changesFrom(before, after)).not.toEqual([]);
    expect(changesFrom([STRICT], [{ upcoming: { effectiveAt: dated(NOW), ...STRICT } }])).not.toEqual([]);
  });

  const rule = { when: 'risk.score > 50.0', acr: 'loa3' };
  const coming = { effectiveAt: dated(NOW), acr: 'loa3' };
  const others: readonly (readonly [string, readonly Item[], readonly Item[]])[] = [
    ['deny is gone', [{ deny: true }], [STRICT]],
    ['a rule is gone', [{ rules: [rule] }], [{ rules: [] }]],
    ['the rules are gone', [{ rules: [rule] }], [{}]],
    ['a rule denies no more', [{ rules: [{ ...rule, deny: true }] }], [{ rules: [rule] }]],
    [
      'a rule has another condition',
      [{ rules: [rule] }],
      [{ rules: [{ ...rule, when: 'risk.score > 60.0' }] }],
    ],
    [
      'one of two rules with a condition is gone',
      [{ rules: [rule, { ...rule, maxAge: 60 }] }],
      [{ rules: [rule] }],
    ],
    ['a change to come is gone', [{ upcoming: coming }], [{}]],
    [
      'a change to come is put off',
      [{ upcoming: coming }],
      [{ upcoming: { ...coming, effectiveAt: dated(NOW + 1) } }],
    ],
    ['a change to come is only observed now', [{ upcoming: coming }], [{ upcoming: { acr: 'loa3' } }]],
    [
      'a change will ask for less',
      [STRICT],
      [{ ...STRICT, upcoming: { effectiveAt: dated(NOW), maxAge: 3600 } }],
    ],
    [
      'a change will drop the rules',
      [{ rules: [rule] }],
      [{ rules: [rule], upcoming: { effectiveAt: dated(NOW), rules: [] } }],
    ],
    ['a policy leaves its group', [{ acr: 'loa3' }, {}], [{}]],
    ['a group asks for less', [{ acr: 'loa3' }, { maxAge: 60 }], [{}, { maxAge: 60 }]],
  ];

  test.each(others)('where %s', (_, before, after) => {
    expect(changesFrom(before, after)).not.toEqual([]);
  });
});

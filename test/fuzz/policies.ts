/** Policy items: valid ones that were changed, through the parser and as they stand in the table. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { plainItem } from '../../adapters/dynamodb/plain-item.ts';
import { parseGroupItem, parsePolicyItem } from '../../core/policy/item.ts';
import { readItemPolicy } from '../../core/policy/route-policy.ts';
import { edited, edits, isObject, jsonValues } from '../support/fuzz/arbitraries.ts';
import { VOCABULARY } from '../support/functions/built-functions.ts';
import { demand, fuzzTarget } from '../support/fuzz/target.ts';
import type { FuzzTarget } from '../support/fuzz/target.ts';
import { demandBoundedWork } from '../support/fuzz/victim.ts';
import type { FuzzVictim } from '../support/fuzz/victim.ts';
import { AUTHORIZER_OUTCOMES, authorizerOutcome } from '../support/hostile/outcomes.ts';
import { authorizerEvent } from '../support/functions/rest-events.ts';
import { parsedPolicies } from '../support/policies/parsed-policies.ts';
import { opensWith } from './items.ts';
import { demandNothingLost, GRANT_FIELDS } from './nothing-lost.ts';

type Json = Readonly<Record<string, unknown>>;

const FIELDS = [
  'route',
  'group',
  'acr',
  'acrValues',
  'maxAge',
  'scopes',
  'grant',
  'deny',
  'closedUntil',
  'description',
  'version',
  'updatedAt',
  'updatedBy',
  'rules',
  'upcoming',
];
const RULE = { when: 'risk.score >= 70.0', acr: 'loa3', description: 'x' };

const items: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  { route: 'GET /x' },
  { route: 'GET /x', acr: 'loa2', maxAge: 300, description: 'x', version: 1 },
  { route: 'GET /x', acrValues: ['loa1', 'loa3'], scopes: ['a', 'b'], grant: { ttl: 60, use: 'window' } },
  {
    route: 'GET /x',
    acr: 'loa1',
    grant: { required: true, ttl: 120, use: 'once', bind: 'route', notBefore: 1_000 },
  },
  { route: 'GET /x', deny: true, maxAge: 3_000, updatedAt: 'x', updatedBy: 'y' },
  { route: 'GET /x', group: 'money', acr: 'loa3' },
  { route: 'GROUP money', acr: 'loa1', maxAge: 600 },
  { route: 'GET /x', acr: 'loa1', rules: [RULE, { when: 'request.method == "POST"', deny: true }] },
  { route: 'GET /x', upcoming: { effectiveAt: '2099-01-01T00:00:00Z', maxAge: 300, rules: [RULE] } },
  { route: 'GROUP money', rules: [RULE], upcoming: { deny: true } },
  { route: 'GET /x', acr: 'loa1', closedUntil: '2099-01-01T00:00:00Z' },
  { route: 'GET /x', closedUntil: '2020-01-01T00:00:00Z', upcoming: { deny: false, acr: 'loa2' } },
  {
    route: 'GET /x',
    acr: 'loa1',
    upcoming: { effectiveAt: '2020-01-01T00:00:00Z', deny: true, closedUntil: '2099-01-01T00:00:00Z' },
  },
);
const changes = edits(
  fc.oneof(
    jsonValues,
    fc.constantFrom<unknown>(
      [],
      {},
      ['loa1'],
      ['loa9'],
      { required: true },
      { use: 'once' },
      30,
      300,
      'loa3',
      RULE,
      [RULE],
      { when: '!(risk.score >= 70.0)', deny: true },
      { when: 'claims.a.matches("(a+)+$")', deny: true },
      'risk.level == "high"',
      'claims.a.exists(x, x == 1)',
      '2099-02-31T00:00:00Z',
      { upcoming: { acr: 'loa3' } },
      { effectiveAt: '2099-01-01T00:00:00Z' },
      { effectiveAt: '2020-01-01T00:00:00Z', deny: true },
      { effectiveAt: '2020-01-01T00:00:00Z', deny: false },
      '2099-01-01T00:00:00Z',
      '2020-01-01T00:00:00Z',
    ),
  ),
  [...FIELDS, ...GRANT_FIELDS, 'maxage', 'when', 'effectiveAt'],
);
/** What JSON does not have: sets and bytes of DynamoDB, as its SDK reads them. */
const foreign = fc.constantFrom<unknown>(
  new Set(['loa1']),
  new Set([1]),
  new Uint8Array([1]),
  new Map([['required', true]]),
  1n,
  Number.NaN,
);
const inputs = fc.tuple(
  items,
  changes,
  fc.option(fc.tuple(fc.constantFrom(...FIELDS), foreign), { freq: 5, nil: undefined }),
);

export const policyParser = fuzzTarget(
  'policies: the parser',
  inputs,
  ['not usable', 'a route', 'a route that cannot be opened', 'a group'],
  ([item, list, other]) => {
    const value = edited(other === undefined ? item : { ...item, [other[0]]: undefined }, list);
    const changed = other !== undefined && isObject(value) ? { ...value, [other[0]]: other[1] } : value;
    const isGroup =
      isObject(changed) && typeof changed.route === 'string' && changed.route.startsWith('GROUP');
    const parsed = isGroup ? parseGroupItem(changed, VOCABULARY) : parsePolicyItem(changed, VOCABULARY);
    if (!parsed.ok) {
      demand(parsed.error.length > 0 && parsed.error.length <= 40, 'none or too many problems');
      demand(
        parsed.error.every(({ message }) => message.length < 300),
        'a problem as long as the item',
      );
      return 'not usable';
    }
    demand(isObject(changed), 'an item that is no object');
    demandNothingLost(changed, parsed.value);
    if (isGroup) return 'a group';
    const lookup = readItemPolicy(parsed.value.route, parsedPolicies(VOCABULARY, parsed.value))?.lookup;
    if (lookup?.kind !== 'found') return 'a route that cannot be opened';
    const { acr, maxAge, grant } = lookup.versions[0].demands.base;
    demand(
      acr === 'any' || (acr.length > 0 && acr.every((word) => VOCABULARY.includes(word))),
      'an acr that is not in the vocabulary',
    );
    demand(grant.ttl >= 5 && grant.ttl <= 900 && (maxAge ?? 30) >= 30, 'a time out of its bounds');
    demand(!('acr' in changed || 'acrValues' in changed) || acr !== 'any', 'an acr demand that was lost');
    return 'a route';
  },
);

/** As the SDK writes it; what it refuses to write stands for nothing. */
function attributeOf(value: unknown): AttributeValue {
  try {
    return marshall({ value }).value ?? { NULL: true };
  } catch {
    return { NULL: true };
  }
}

const attributes: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.constantFrom<AttributeValue>(
    { NULL: true },
    { BOOL: true },
    { BOOL: false },
    { S: '' },
    { S: 'loa2' },
    { S: 'once' },
    { S: '2099-01-01T00:00:00Z' },
    { S: '2020-01-01T00:00:00Z' },
    { N: '0' },
    { N: '300' },
    { N: '1e30' },
    { N: '12345678901234567890123456789012345678' },
    { N: '300.5' },
    { N: '-1' },
    { SS: ['loa1'] },
    { NS: ['300'] },
    { BS: [new Uint8Array([1])] },
    { B: new Uint8Array([1, 2]) },
    { L: [] },
    { M: {} },
    { L: [{ S: 'loa1' }] },
    { M: { required: { BOOL: true } } },
    { L: [{ M: { when: { S: 'true' }, deny: { BOOL: true } } }] },
    { L: [{ M: { when: { S: 'risk.score < 70.0' }, acr: { S: 'loa1' } } }] },
    { L: [{ M: { when: { S: 'true' } } }] },
    { M: { effectiveAt: { S: '2099-01-01T00:00:00Z' }, deny: { BOOL: true } } },
    { M: { effectiveAt: { S: '2020-01-01T00:00:00Z' }, deny: { BOOL: true } } },
    { M: { effectiveAt: { S: '2020-01-01T00:00:00Z' }, deny: { BOOL: false } } },
    { M: { effectiveAt: { S: '2020-01-01T00:00:00Z' }, deny: { S: 'false' } } },
    { M: { effectiveAt: { S: '2020-01-01T00:00:00Z' }, closedUntil: { S: '2099-01-01T00:00:00Z' } } },
    { M: { effectiveAt: { S: '2020-02-31T00:00:00Z' } } },
    { M: { use: { S: 'once' } } },
    { S: 'a'.repeat(300_000) },
    { L: Array<AttributeValue>(2_000).fill({ S: 'loa1' }) },
  ),
  jsonValues.map(attributeOf),
);
const attributeChanges = fc.dictionary(
  fc.oneof(
    fc.constantFrom(...FIELDS.slice(1), 'maxage', '__proto__', 'constructor'),
    fc.string({ minLength: 1 }),
  ),
  attributes,
  { maxKeys: 3 },
);

/** Each item under a route of its own, which the token of the user opens if the item says so, and no neighbour notices. */
export function policiesInTheTable(victim: FuzzVictim): FuzzTarget {
  const { functions, strong } = victim;
  let count = 0;
  const stored = fc.tuple(
    items.filter(({ route }) => route === 'GET /x'),
    attributeChanges,
  );
  return fuzzTarget(
    'policies: items in the table',
    stored,
    [...AUTHORIZER_OUTCOMES, 'not storable'],
    async ([item, others]) => {
      count += 1;
      const route = `GET /fuzz/${count}`;
      // dynalite does not keep an attribute of the name __proto__; the target below reads one.
      const all = Object.fromEntries(
        Object.entries({ ...marshall({ ...item, route }), ...others }).filter(
          ([name]) => name !== '__proto__',
        ),
      );
      try {
        await functions.putAttributes('policy', all);
      } catch {
        return 'not storable';
      }
      functions.forget();
      const event = authorizerEvent(route, { Authorization: [`Bearer ${strong}`] });
      const outcome = authorizerOutcome(await functions.invoke('authorizer', event));
      demandBoundedWork(victim, 3);
      demand(outcome !== 'fault', 'a fault, where the one route should be closed');
      demand(
        outcome !== 'allow' || Object.keys(all).every((name) => FIELDS.includes(name)),
        'allowed by an item with an unknown field',
      );
      demand(outcome !== 'allow' || opensWith(all), 'allowed, against what the item says');
      return outcome;
    },
  );
}

/** Every attribute of an item has to reach the parser, which refuses unknown fields. */
export const itemReader = fuzzTarget(
  'policies: the reading of an item',
  attributeChanges,
  ['read'],
  (item) => {
    const plain = plainItem(item);
    demand(
      Object.keys(item).every((name) => Object.hasOwn(plain, name)),
      'an attribute was lost',
    );
    return 'read';
  },
);

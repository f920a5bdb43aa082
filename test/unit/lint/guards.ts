/** Conditions that read a field that can be absent. */
import { methods, one, ruled, trusting } from '../../support/lint/case.ts';
import type { Case } from '../../support/lint/case.ts';

/** A condition that reads a field that can be absent, the field, and a condition that does not. */
const READS: readonly (readonly [bad: string, field: string, good: string])[] = [
  ['claims.tenant == "a"', 'claims.tenant', 'claims.sub == "a"'],
  ['claims["tenant"] == "a"', 'claims.tenant', 'has(claims.tenant) && claims["tenant"] == "a"'],
  [
    'claims.tenant == "a" || claims.sub == "b"',
    'claims.tenant',
    '!has(claims.tenant) || claims.tenant == "a"',
  ],
  [
    '!has(claims.tenant) && claims.tenant == "a"',
    'claims.tenant',
    'claims.tenant == "a" && has(claims.tenant)',
  ],
  [
    'has(claims.tenant) || claims.tenant == "a"',
    'claims.tenant',
    '"tenant" in claims && claims.tenant == "a"',
  ],
  ['has(claims.a) ? claims.b == 1 : false', 'claims.b', 'has(claims.a) ? claims.a == 1 : false'],
  ['has(claims.a) ? true : claims.a == 1', 'claims.a', '!has(claims.a) ? true : claims.a == 1'],
  ['claims.a == 1 ? true : true', 'claims.a', '!(has(claims.a) && claims.a == 1)'],
  ['has(claims.a.b)', 'claims.a', 'has(claims.a) && has(claims.a.b) && claims.a.b == 1'],
  ['has(claims.a.b) && has(claims.a.c)', 'claims.a', 'has(claims.a) && (has(claims.a.b) || has(claims.a.c))'],
  ['has(claims.a) && claims.a.b == 1', 'claims.a.b', 'has(claims.a) && has(claims.a.b) && claims.a.b == 1'],
  [
    '(has(claims.a) || has(claims.b)) && claims.a == 1',
    'claims.a',
    '(has(claims.a) && has(claims.b)) && claims.a == 1',
  ],
  [
    '!(has(claims.a) && has(claims.b)) || claims.a == 1 || claims.c == 1',
    'claims.c',
    '!(has(claims.a) && has(claims.b)) || claims.a == 1',
  ],
  ['"x" in claims.groups', 'claims.groups', 'has(claims.groups) && "x" in claims.groups'],
  [
    'has(claims.orgs) && claims.orgs.exists(o, o.role == "x")',
    'o.role',
    'has(claims.orgs) && claims.orgs.exists(o, has(o.role) && o.role == "x")',
  ],
  [
    'request.headers["x-a"] == "1"',
    'request.headers["x-a"]',
    '"x-a" in request.headers && request.headers["x-a"] == "1"',
  ],
  ['request.query.q[0] == "1"', 'request.query.q', 'has(request.query.q) && request.query.q[0] == "1"'],
  [
    'claims[request.path] == 1',
    'claims[request.path]',
    'request.path in claims && claims[request.path] == 1',
  ],
];

export const GUARDS: readonly Case[] = [
  ...READS.map(([bad, field, good]): Case => ({
    name: bad,
    rule: 'condition-unguarded',
    bad: ruled(bad),
    good: ruled(good),
    names: field,
  })),
  {
    name: 'a parameter that only some templates have',
    rule: 'condition-unguarded',
    bad: ruled('request.parameters.id == "1"', { acr: 'loa2' }, 'GET /a/*'),
    good: ruled('request.parameters.id == "1"', { acr: 'loa2' }, 'GET /a/*'),
    input: { routes: methods('GET /a/{id}', 'GET /a/b') },
    goodInput: { routes: methods('GET /a/{id}', 'GET /a/{id}/b') },
  },
  {
    name: 'a parameter that only some routes of the group have',
    rule: 'condition-unguarded',
    bad: [
      ...ruled('request.parameters.id == "1"', { acr: 'loa2' }, 'GROUP g'),
      ...one({ group: 'g' }),
      ...one({ group: 'g' }, 'GET /b'),
    ],
    good: [
      ...ruled('request.parameters.id == "1"', { acr: 'loa2' }, 'GROUP g'),
      ...one({ group: 'g' }),
      ...one({ group: 'g' }, 'GET /b/{id+}'),
    ],
  },
  {
    name: 'a claim that the profile has',
    rule: 'condition-unguarded',
    bad: ruled('claims.cid == "a"'),
    good: ruled('claims.cid == "a"'),
    goodInput: { trust: trusting({ profile: 'okta' }) },
  },
  {
    name: 'a claim that only one of two profiles has',
    rule: 'condition-unguarded',
    bad: ruled('claims.client_id == "a"'),
    good: ruled('claims.client_id == "a"'),
    input: { trust: trusting({}, { profile: 'okta' }) },
    goodInput: { trust: trusting({}, { profile: 'cognito', clientsWithoutAudience: [] }) },
  },
  {
    name: 'an audience that tokens of some clients lack',
    rule: 'condition-unguarded',
    bad: ruled('claims.aud == "api"'),
    good: ruled('claims.aud == "api"'),
    input: { trust: trusting({}, { clientsWithoutAudience: ['batch'] }) },
    goodInput: { trust: trusting({}, { profile: 'cognito', clientsWithoutAudience: [] }) },
  },
  {
    name: 'a header that is always absent',
    rule: 'condition-unguarded',
    bad: ruled('request.headers["x-a"] == "1"'),
    good: ruled('request.headers["X-A"] == "1"'),
  },
];

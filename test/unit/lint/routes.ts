/** Items and methods of the API. */
import { at, DAY, methods, one, ORDERED, REORDERED } from '../../support/lint/case.ts';
import type { Case } from '../../support/lint/case.ts';
import { NOW } from '../../support/policies/decision-inputs.ts';

export const ROUTES: readonly Case[] = [
  {
    name: 'a mistyped route',
    rule: 'route-unknown',
    bad: one({}, 'GET /aa'),
    good: one({}, 'GET /a'),
    input: { routes: methods('GET /a') },
  },
  {
    name: 'a method that the resource does not have',
    rule: 'route-unknown',
    bad: one({}, 'POST /a'),
    good: one({}, 'ANY /a'),
    input: { routes: methods('GET /a') },
  },
  {
    name: 'a method of a resource with ANY',
    rule: 'route-unknown',
    bad: one({}, 'POST /b'),
    good: one({}, 'POST /a'),
    input: { routes: methods('ANY /a') },
  },
  {
    name: 'a wildcard above no method',
    rule: 'wildcard-unused',
    bad: one({}, 'GET /a/*'),
    good: one({}, 'GET /*'),
    input: { routes: methods('GET /a') },
  },
  {
    name: 'a method without a policy',
    rule: 'route-without-policy',
    bad: one({}, 'GET /a'),
    good: [...one({}, 'GET /a'), ...one({}, 'ANY /a')],
    input: { routes: methods('GET /a', 'POST /a') },
  },
  {
    name: 'methods of ANY without a policy',
    rule: 'route-without-policy',
    bad: one({}, 'GET /a'),
    good: one({}, 'ANY /*'),
    input: { routes: methods('ANY /a') },
    names: 'HEAD, POST, PUT, PATCH, DELETE',
  },
  {
    name: 'a wildcard below which each route has an item',
    rule: 'shadowed',
    bad: [...one({}, 'ANY /a/*'), ...one({ acr: 'loa1' }, 'GET /a/b')],
    good: [...one({}, 'ANY /a/*'), ...one({ acr: 'loa1' }, 'GET /a/b')],
    input: { routes: methods('GET /a/b') },
    goodInput: { routes: methods('GET /a/b', 'GET /a/c') },
  },
  {
    name: 'an item for any method where each has its own',
    rule: 'shadowed',
    bad: [...one({}, 'ANY /a'), ...one({ acr: 'loa1' }, 'GET /a')],
    good: [...one({}, 'ANY /a'), ...one({ acr: 'loa1' }, 'POST /a')],
    input: { routes: methods('GET /a') },
  },
  {
    name: 'an item that repeats its wildcard',
    rule: 'repeats-wildcard',
    bad: [...one({ acr: 'loa1' }, 'ANY /*'), ...one({ description: 'x', acr: 'loa1', version: 3 })],
    good: [...one({ acr: 'loa1' }, 'ANY /*'), ...one({ acr: 'loa2' })],
    names: 'ANY /*',
  },
  {
    name: 'an item that repeats its wildcard in another order',
    rule: 'repeats-wildcard',
    bad: [...one(ORDERED, 'ANY /*'), ...one(REORDERED)],
    good: [...one(ORDERED, 'ANY /*'), ...one({ ...REORDERED, scopes: ['b'] })],
  },
  {
    name: 'an item that writes the defaults of its wildcard',
    rule: 'repeats-wildcard',
    bad: [...one({ acr: 'loa1' }, 'ANY /*'), ...one({ acr: 'loa1', deny: false, grant: { ttl: 900 } })],
    good: [...one({ acr: 'loa1' }, 'ANY /*'), ...one({ acr: 'loa1', deny: false, grant: { ttl: 899 } })],
  },
  {
    name: 'an item that repeats the change of its wildcard',
    rule: 'repeats-wildcard',
    bad: [...one({ upcoming: { maxAge: 60 } }, 'ANY /*'), ...one({ upcoming: { maxAge: 60 } })],
    good: [
      ...one({ upcoming: { maxAge: 60 } }, 'ANY /*'),
      ...one({ upcoming: { maxAge: 60, effectiveAt: at(NOW + DAY) } }),
    ],
  },
  {
    name: 'an item that repeats its wildcard in a group',
    rule: 'repeats-wildcard',
    bad: [...one({}, 'GROUP g'), ...one({ group: 'g' }, 'ANY /*'), ...one({ group: 'g' })],
    good: [...one({}, 'GROUP g'), ...one({}, 'ANY /*'), ...one({ group: 'g' })],
  },
  {
    name: 'an item that repeats one of two wildcards',
    rule: 'repeats-wildcard',
    bad: [...one({ acr: 'loa1' }, 'ANY /a/*'), ...one({ acr: 'loa1' }, 'ANY /a/b')],
    good: [
      ...one({ acr: 'loa1' }, 'ANY /a/*'),
      ...one({ acr: 'loa2' }, 'POST /a/*'),
      ...one({ acr: 'loa1' }, 'ANY /a/b'),
    ],
  },
  {
    name: 'an item weaker than its wildcard',
    rule: 'weaker-than-wildcard',
    bad: [...one({ acr: 'loa2' }, 'ANY /a/*'), ...one({ acr: 'loa1' })],
    good: [...one({ acr: 'loa1' }, 'ANY /a/*'), ...one({ acr: 'loa2' })],
    names: 'acr asks for less',
  },
  {
    name: 'an item below a deny',
    rule: 'weaker-than-wildcard',
    bad: [...one({ acr: 'loa2' }, 'POST /a/*'), ...one({}, 'ANY /a/{id}')],
    good: [...one({ deny: true }, 'ANY /*'), ...one({ acr: 'loa1' })],
  },
  {
    name: 'an item whose group is weaker than its wildcard',
    rule: 'weaker-than-wildcard',
    bad: [...one({ acr: 'loa2' }, 'ANY /*'), ...one({ acr: 'loa1' }, 'GROUP g'), ...one({ group: 'g' })],
    good: [...one({ acr: 'loa2' }, 'ANY /*'), ...one({ acr: 'loa2' }, 'GROUP g'), ...one({ group: 'g' })],
  },
  {
    name: 'a missing group',
    rule: 'group-missing',
    bad: one({ group: 'g' }),
    good: [...one({ group: 'g' }), ...one({}, 'GROUP g')],
    names: 'GROUP g',
  },
  {
    name: 'a group that no item names',
    rule: 'group-unused',
    bad: one({}, 'GROUP g'),
    good: [...one({}, 'GROUP g'), ...one({ group: 'g' })],
  },
  {
    name: 'a method beside ANY, without a policy',
    rule: 'route-without-policy',
    bad: ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) => one({}, `${method} /a`)),
    good: one({}, 'ANY /a'),
    input: { routes: methods('ANY /a', 'GET /a') },
  },
];

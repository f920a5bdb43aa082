/** Items and methods of the API. */
import { methods, one } from './case.ts';
import type { Case } from './case.ts';

export const ROUTES: readonly Case[] = [
  {
    name: 'a mistyped route',
    rule: 'route-unknown',
    bad: one({}, 'GET /aa'),
    good: one({}, 'GET /a'),
    input: { routes: methods('GET /a') },
  },
  {
    name: 'a method that the resource has not',
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
    name: 'a wildcard above nothing',
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
    name: 'an item whose group makes up for it',
    rule: 'weaker-than-wildcard',
    bad: [...one({ acr: 'loa2' }, 'ANY /*'), ...one({ acr: 'loa1' }, 'GROUP g'), ...one({ group: 'g' })],
    good: [...one({ acr: 'loa2' }, 'ANY /*'), ...one({ acr: 'loa2' }, 'GROUP g'), ...one({ group: 'g' })],
  },
  {
    name: 'a group that is not there',
    rule: 'group-missing',
    bad: one({ group: 'g' }),
    good: [...one({ group: 'g' }), ...one({}, 'GROUP g')],
    names: 'GROUP g',
  },
  {
    name: 'a group that nobody names',
    rule: 'group-unused',
    bad: one({}, 'GROUP g'),
    good: [...one({}, 'GROUP g'), ...one({ group: 'g' })],
  },
];

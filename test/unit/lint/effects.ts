/** Demands without effect. */
import { at, DAY, methods, one, ruled } from '../../support/lint/case.ts';
import type { Case } from '../../support/lint/case.ts';
import { NOW } from '../../support/policies/decision-inputs.ts';

export const EFFECTS: readonly Case[] = [
  {
    name: 'a grant for one use of all routes of a wildcard',
    rule: 'grant-once-shared',
    bad: one({ acr: 'loa2', grant: { use: 'once' } }, 'POST /a/*'),
    good: [...one({ acr: 'loa2', grant: { use: 'once' }, group: 'g' }, 'POST /a/*'), ...one({}, 'GROUP g')],
    names: 'grant.use',
  },
  {
    name: 'a grant for one use of all methods',
    rule: 'grant-once-shared',
    bad: one({ acr: 'loa2', grant: { use: 'once' } }, 'ANY /a'),
    good: one({ acr: 'loa2', grant: { use: 'once' } }, 'POST /a'),
  },
  {
    name: 'a ttl beyond maxAge',
    rule: 'grant-ttl-no-effect',
    bad: one({ maxAge: 60, grant: { ttl: 61 } }),
    good: one({ maxAge: 60, grant: { ttl: 60 } }),
    names: '61',
  },
  {
    name: "a ttl beyond the group's maxAge",
    rule: 'grant-ttl-no-effect',
    bad: [...one({ maxAge: 60 }, 'GROUP g'), ...one({ group: 'g', grant: { ttl: 61 } })],
    good: [...one({ acr: 'loa1' }, 'GROUP g'), ...one({ group: 'g', grant: { ttl: 61 } })],
  },
  {
    name: 'a ttl of a rule beyond maxAge',
    rule: 'grant-ttl-no-effect',
    bad: ruled('risk.score > 1.0', { maxAge: 60, grant: { ttl: 61 } }),
    good: ruled('risk.score > 1.0', { maxAge: 61, grant: { ttl: 61 } }),
    names: 'rules[0].grant.ttl',
  },
  {
    name: 'a ttl beyond the announced maxAge',
    rule: 'grant-ttl-no-effect',
    bad: one({ maxAge: 900, grant: { ttl: 300 }, upcoming: { maxAge: 60 } }),
    good: one({ maxAge: 900, grant: { ttl: 300 }, upcoming: { maxAge: 300 } }),
  },
  {
    name: 'a grant without step-up',
    rule: 'grant-no-effect',
    bad: one({ grant: { ttl: 60 } }),
    good: one({ grant: { ttl: 60 }, rules: [{ when: 'risk.score > 1.0', acr: 'loa2' }] }),
  },
  {
    name: 'a notBefore of tomorrow',
    rule: 'grant-not-yet',
    bad: one({ acr: 'loa2', grant: { notBefore: NOW + DAY } }),
    good: one({ acr: 'loa2', grant: { notBefore: NOW } }),
    names: at(NOW + DAY).slice(0, 10),
  },
  {
    name: 'a notBefore after the change',
    rule: 'grant-not-yet',
    bad: one({ acr: 'loa2', upcoming: { effectiveAt: at(NOW + DAY), grant: { notBefore: NOW + DAY + 1 } } }),
    good: one({ acr: 'loa2', upcoming: { effectiveAt: at(NOW + DAY), grant: { notBefore: NOW + DAY } } }),
    names: 'upcoming.grant.notBefore',
  },
  {
    name: 'bind on a route without parameters',
    rule: 'bind-no-effect',
    bad: one({ acr: 'loa2', grant: { bind: 'path' } }, 'GET /a'),
    good: one({ acr: 'loa2', grant: { bind: 'path' } }),
  },
  {
    name: 'bind of a change on a route without parameters',
    rule: 'bind-no-effect',
    bad: one({ acr: 'loa2', upcoming: { grant: { bind: 'path' } } }, 'GET /a'),
    good: one({ acr: 'loa2', upcoming: { grant: { bind: 'path' } } }),
    names: 'upcoming.grant.bind',
  },
  {
    name: 'bind on a wildcard',
    rule: 'bind-no-effect',
    bad: one({ acr: 'loa2', grant: { bind: 'path' } }, 'GET /a/*'),
    good: one({ acr: 'loa2', grant: { bind: 'path' } }, 'GET /a/*'),
    input: { routes: methods('GET /a/b') },
    goodInput: { routes: methods('GET /a/b', 'GET /a/{id}') },
  },
  {
    name: 'bind of a group',
    rule: 'bind-no-effect',
    bad: [...one({ acr: 'loa2', grant: { bind: 'path' } }, 'GROUP g'), ...one({ group: 'g' }, 'GET /a')],
    good: [
      ...one({ acr: 'loa2', grant: { bind: 'path' } }, 'GROUP g'),
      ...one({ group: 'g' }, 'GET /a'),
      ...one({ group: 'g' }),
    ],
  },
  {
    name: 'deny and an acr',
    rule: 'deny-with-demands',
    bad: one({ deny: true, acr: 'loa2' }),
    good: one({ deny: false, acr: 'loa2' }),
    names: 'acr',
  },
  {
    name: 'deny and rules',
    rule: 'deny-with-demands',
    bad: one({ deny: true, rules: [{ when: 'risk.score > 1.0', acr: 'loa2' }] }),
    good: one({ deny: true, description: 'closed' }),
  },
  {
    name: 'a rule with deny and more',
    rule: 'deny-with-demands',
    bad: ruled('risk.score > 1.0', { deny: true, maxAge: 60 }),
    good: ruled('risk.score > 1.0', { deny: true }),
    names: 'rules[0].deny',
  },
  {
    name: 'a change to deny',
    rule: 'deny-with-demands',
    bad: one({ acr: 'loa2', upcoming: { deny: true, acr: 'loa3' } }),
    good: one({ acr: 'loa2', upcoming: { deny: true } }),
    names: 'upcoming.deny',
  },
  {
    name: 'a ttl beyond the maxAge before the change',
    rule: 'grant-ttl-no-effect',
    bad: one({ maxAge: 60, grant: { ttl: 300 }, upcoming: { maxAge: 300, effectiveAt: at(NOW + 1) } }),
    good: one({ maxAge: 60, grant: { ttl: 300 }, upcoming: { maxAge: 300, effectiveAt: at(NOW) } }),
  },
];

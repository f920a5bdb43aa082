/** Announced changes, of items and of groups. */
import { at, DAY, one, ORDERED, REORDERED } from '../../support/lint/case.ts';
import type { Case } from '../../support/lint/case.ts';
import { NOW } from '../../support/policies/decision-inputs.ts';

const TOMORROW = at(NOW + DAY);
const LATER = at(NOW + 2 * DAY);

/** A group that changes, and a route that does not change with it. */
const GROUP_CHANGES: readonly Case[] = [
  {
    name: 'a ttl beyond the maxAge that the group announces',
    rule: 'grant-ttl-no-effect',
    bad: [
      ...one({ upcoming: { maxAge: 60, effectiveAt: TOMORROW } }, 'GROUP g'),
      ...one({ group: 'g', acr: 'loa1', grant: { ttl: 600 } }),
    ],
    good: [
      ...one({ upcoming: { maxAge: 600, effectiveAt: TOMORROW } }, 'GROUP g'),
      ...one({ group: 'g', acr: 'loa1', grant: { ttl: 600 } }),
    ],
    names: `grant.ttl is 600, longer than the maxAge of 60 (from ${TOMORROW.slice(0, 10)}`,
  },
  {
    name: 'a ttl of a change beyond the maxAge that the group has later',
    rule: 'grant-ttl-no-effect',
    bad: [
      ...one({ maxAge: 3600, upcoming: { maxAge: 60, effectiveAt: LATER } }, 'GROUP g'),
      ...one({ group: 'g', upcoming: { grant: { ttl: 600 }, effectiveAt: TOMORROW } }),
    ],
    good: [
      ...one({ maxAge: 60, upcoming: { maxAge: 3600, effectiveAt: TOMORROW } }, 'GROUP g'),
      ...one({ group: 'g', upcoming: { grant: { ttl: 600 }, effectiveAt: LATER } }),
    ],
    names: `upcoming.grant.ttl is 600, longer than the maxAge of 60 (from ${LATER.slice(0, 10)}`,
  },
  {
    name: 'a ttl beyond the maxAge to which the group has changed',
    rule: 'grant-ttl-no-effect',
    bad: [
      ...one({ maxAge: 3600, upcoming: { maxAge: 60, effectiveAt: at(NOW) } }, 'GROUP g'),
      ...one({ group: 'g', grant: { ttl: 600 } }),
    ],
    good: [
      ...one({ maxAge: 60, upcoming: { maxAge: 3600, effectiveAt: at(NOW) } }, 'GROUP g'),
      ...one({ group: 'g', grant: { ttl: 600 } }),
    ],
    names: 'longer than the maxAge of 60, at which',
  },
  {
    name: 'a ttl beyond a maxAge that a change leaves as it is',
    rule: 'grant-ttl-no-effect',
    bad: one({ maxAge: 60, grant: { ttl: 61 }, upcoming: { acr: 'loa2', effectiveAt: TOMORROW } }),
    good: one({ maxAge: 61, grant: { ttl: 61 }, upcoming: { acr: 'loa2', effectiveAt: TOMORROW } }),
    names: 'longer than the maxAge of 60, at which',
  },
  {
    name: 'a long maxAge of a route whose group becomes once-only',
    rule: 'max-age-no-effect',
    bad: [
      ...one({ upcoming: { grant: { use: 'once' }, effectiveAt: TOMORROW } }, 'GROUP g'),
      ...one({ group: 'g', maxAge: DAY + 1 }),
    ],
    good: [
      ...one({ upcoming: { grant: { use: 'window' }, effectiveAt: TOMORROW } }, 'GROUP g'),
      ...one({ group: 'g', maxAge: DAY + 1 }),
    ],
    names: TOMORROW.slice(0, 10),
  },
];

export const CHANGES: readonly Case[] = [
  {
    name: 'a field that a change in force replaces',
    rule: 'upcoming-shadows',
    bad: one({ acr: 'loa3', upcoming: { acr: 'loa2', effectiveAt: at(NOW) } }),
    good: one({ acr: 'loa3', upcoming: { acr: 'loa2', effectiveAt: at(NOW + 1) } }),
    names: 'acr has no effect',
  },
  {
    name: 'a change that is in force',
    rule: 'upcoming-past',
    bad: one({ upcoming: { acr: 'loa2', effectiveAt: at(NOW) } }),
    good: one({ upcoming: { acr: 'loa2', effectiveAt: at(NOW + 1) } }),
  },
  {
    name: 'a change to the present value',
    rule: 'upcoming-no-effect',
    bad: one({ acr: 'loa2', upcoming: { acr: 'loa2' } }),
    good: one({ acr: 'loa2', upcoming: { acr: 'loa3' } }),
  },
  {
    name: 'a change to the present scopes and rules in another order',
    rule: 'upcoming-no-effect',
    bad: one({ ...ORDERED, upcoming: REORDERED }),
    good: one({ ...ORDERED, upcoming: { ...REORDERED, rules: [] } }),
  },
  {
    name: 'a change to the present acr words',
    rule: 'upcoming-no-effect',
    bad: one({ acrValues: ['loa1', 'loa2'], upcoming: { acrValues: ['loa1', 'loa2'] } }),
    good: one({ acrValues: ['loa1', 'loa2'], upcoming: { acrValues: ['loa2', 'loa1'] } }),
  },
  {
    name: 'a change that names a date alone',
    rule: 'upcoming-no-effect',
    bad: one({ upcoming: { effectiveAt: at(NOW + DAY) } }),
    good: one({ upcoming: { effectiveAt: at(NOW + DAY), maxAge: 60 } }),
  },
  {
    name: 'a route that changes after its group',
    rule: 'upcoming-at-two-dates',
    bad: [
      ...one({ upcoming: { acr: 'loa2', effectiveAt: at(NOW + 1) } }, 'GROUP g'),
      ...one({ group: 'g', upcoming: { maxAge: 60, effectiveAt: at(NOW + 2) } }),
    ],
    good: [
      ...one({ upcoming: { acr: 'loa2', effectiveAt: at(NOW + 2) } }, 'GROUP g'),
      ...one({ group: 'g', upcoming: { maxAge: 60, effectiveAt: at(NOW + 2) } }),
    ],
  },
  {
    name: 'a route that changes after its group has',
    rule: 'upcoming-at-two-dates',
    bad: [
      ...one({ upcoming: { acr: 'loa2', effectiveAt: at(NOW + 1) } }, 'GROUP g'),
      ...one({ group: 'g', upcoming: { maxAge: 60, effectiveAt: at(NOW + 2) } }),
    ],
    good: [
      ...one({ upcoming: { acr: 'loa2', effectiveAt: at(NOW) } }, 'GROUP g'),
      ...one({ group: 'g', upcoming: { maxAge: 60, effectiveAt: at(NOW + 2) } }),
    ],
  },
  ...GROUP_CHANGES,
];

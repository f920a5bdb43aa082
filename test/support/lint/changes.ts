/** Announced changes that are in force already, have no effect, or come at two dates. */
import { at, DAY, one } from './case.ts';
import type { Case } from './case.ts';
import { NOW } from '../policies/decision-inputs.ts';

export const CHANGES: readonly Case[] = [
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
];

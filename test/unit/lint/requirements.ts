/** Demands that no sign-in can meet, and rules that contradict or repeat each other. */
import { at, DAY, one, ruled } from '../../support/lint/case.ts';
import type { Case } from '../../support/lint/case.ts';
import { NOW } from '../../support/policies/decision-inputs.ts';

export const REQUIREMENTS: readonly Case[] = [
  {
    name: 'acr and acrValues without a common word',
    rule: 'unsatisfiable',
    bad: one({ acr: 'loa3', acrValues: ['loa1'] }),
    good: one({ acr: 'loa1', acrValues: ['loa3'] }),
  },
  {
    name: 'a route that asks for other words than its group',
    rule: 'unsatisfiable',
    bad: [...one({ acrValues: ['loa1'] }, 'GROUP g'), ...one({ group: 'g', acr: 'loa2' })],
    good: [...one({ acrValues: ['loa2'] }, 'GROUP g'), ...one({ group: 'g', acr: 'loa2' })],
    names: 'together with its group',
  },
  {
    name: 'a rule that asks for other words than its item',
    rule: 'unsatisfiable',
    bad: one({ acrValues: ['loa1'], rules: [{ when: 'risk.score > 1.0', acr: 'loa2' }] }),
    good: one({ acrValues: ['loa2'], rules: [{ when: 'risk.score > 1.0', acr: 'loa2' }] }),
    names: 'risk.score > 1.0',
  },
  {
    name: 'a rule that excludes its item, in place of a deny',
    rule: 'unsatisfiable',
    bad: one({ acrValues: ['loa1'], rules: [{ when: 'risk.score > 1.0', acrValues: ['loa2'] }] }),
    good: one({ acrValues: ['loa1'], rules: [{ when: 'risk.score > 1.0', deny: true }] }),
  },
  {
    name: 'a change that no sign-in can meet',
    rule: 'unsatisfiable',
    bad: one({ acrValues: ['loa1'], upcoming: { acr: 'loa2', effectiveAt: at(NOW + DAY) } }),
    good: one({ acrValues: ['loa2'], upcoming: { acr: 'loa2', effectiveAt: at(NOW + DAY) } }),
    names: at(NOW + DAY).slice(0, 10),
  },
  {
    name: 'an observed change that no sign-in can meet',
    rule: 'unsatisfiable',
    bad: one({ acrValues: ['loa1'], upcoming: { acr: 'loa2' } }),
    good: one({ acrValues: ['loa1'], upcoming: { acr: 'loa1' } }),
    names: 'observed',
  },
  {
    name: 'a demanded grant without an acr or a maxAge',
    rule: 'unsatisfiable',
    bad: one({ grant: { required: true } }),
    good: one({ grant: { required: true, use: 'once' } }),
    names: 'grant',
  },
  {
    name: 'a grant that its group demands',
    rule: 'unsatisfiable',
    bad: [...one({ grant: { required: true } }, 'GROUP g'), ...one({ group: 'g' })],
    good: [...one({ grant: { required: true } }, 'GROUP g'), ...one({ group: 'g', maxAge: 60 })],
  },
  {
    name: 'a grant that a rule demands',
    rule: 'unsatisfiable',
    bad: ruled('risk.score > 1.0', { grant: { required: true } }),
    good: one({
      rules: [
        { when: 'risk.score > 1.0', grant: { required: true } },
        { when: 'risk.score > 1.0', acr: 'loa2' },
      ],
    }),
  },
  {
    name: 'rules that no sign-in can meet together',
    rule: 'rules-conflict',
    bad: one({
      rules: [
        { when: 'risk.score > 1.0', acrValues: ['loa1'] },
        { when: 'risk.score > 9.0', acrValues: ['loa2'] },
      ],
    }),
    good: one({
      rules: [
        { when: 'risk.score > 1.0', acr: 'loa1' },
        { when: 'risk.score > 9.0', acr: 'loa2' },
      ],
    }),
  },
  {
    name: 'the same condition twice',
    rule: 'rule-repeated',
    bad: one({
      rules: [
        { when: 'risk.score > 1.0', acr: 'loa1' },
        { when: 'risk.score  >  1.0', maxAge: 60 },
      ],
    }),
    good: one({
      rules: [
        { when: 'risk.score > 1.0', acr: 'loa1' },
        { when: 'risk.score > 2.0', maxAge: 60 },
      ],
    }),
  },
  {
    name: "a condition of the group's",
    rule: 'rule-repeated',
    bad: [
      ...ruled('risk.score > 1.0', { acr: 'loa2' }, 'GROUP g'),
      ...one({ group: 'g', rules: [{ when: 'risk.score > 1.0', maxAge: 60 }] }),
    ],
    good: [
      ...ruled('risk.score > 1.0', { acr: 'loa2' }, 'GROUP g'),
      ...one({ group: 'g', rules: [{ when: 'risk.score > 2.0', maxAge: 60 }] }),
    ],
  },
  {
    name: 'a rule that asks for less than its item',
    rule: 'rule-no-effect',
    bad: one({ acr: 'loa3', rules: [{ when: 'risk.score > 1.0', acr: 'loa2' }] }),
    good: one({ acr: 'loa2', rules: [{ when: 'risk.score > 1.0', acr: 'loa3' }] }),
  },
  {
    name: 'a rule that denies, and whose demands exclude each other',
    rule: 'unsatisfiable',
    bad: ruled('risk.score > 1.0', { deny: true, acr: 'loa3', acrValues: ['loa1'] }),
    good: one({ acrValues: ['loa1'], rules: [{ when: 'risk.score > 1.0', deny: true, acr: 'loa3' }] }),
    names: 'risk.score',
  },
];

/** All tables for lint. */
import { FIELDS } from './fields.ts';
import { REQUIREMENTS } from './requirements.ts';
import { EFFECTS } from './effects.ts';
import { ACR } from './acr.ts';
import { ROUTES } from './routes.ts';
import { CONDITIONS } from './conditions.ts';
import { GUARDS } from './guards.ts';
import { CHANGES } from './changes.ts';
import type { Case } from '../../support/lint/case.ts';

export const CASES: readonly Case[] = [
  ...FIELDS,
  ...REQUIREMENTS,
  ...EFFECTS,
  ...CHANGES,
  ...ACR,
  ...ROUTES,
  ...CONDITIONS,
  ...GUARDS,
];

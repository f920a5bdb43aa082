/** A route that asks for the third of four acr words, of the last five minutes, and who calls it. */
import type { PresentedGrant } from '../../../core/decision/decide.ts';
import { atLeast } from '../../../core/policy/acr.ts';
import { grantFor, input, NOW, requirement, VOCABULARY } from './decision-inputs.ts';
import type { GrantFields } from './decision-inputs.ts';

export const NONE: PresentedGrant = { kind: 'none' };
export const strong = requirement({ acr: atLeast('loa3', VOCABULARY), maxAge: 300 });
export const elevated = input({ requirement: strong, claims: { acr: 'loa3' } });
export const ordinary = input({ requirement: strong, claims: { acr: 'loa1', authTime: NOW - 3000 } });

export const found = (fields: GrantFields = {}): PresentedGrant => ({
  kind: 'found',
  grant: grantFor(elevated, fields),
});

/** Items that are wrong in themselves. */
import type { LintRule } from '../lint-rule.ts';
import { closingMistakes } from './closing.ts';

export const ITEM_RULES = [
  {
    id: 'item-invalid',
    scope: 'table',
    severity: 'error',
    meaning: 'A field of the item is unknown or has a wrong value. The route is closed.',
    remedy: 'Correct the field that the message names.',
    check: (world) =>
      closingMistakes(world, 'other', ({ text, given }) => `${text}${given}: correct or remove the field`),
  },
  {
    id: 'item-repeated',
    scope: 'table',
    severity: 'error',
    meaning: 'Two items have the same key.',
    remedy: 'Keep one.',
    check: ({ items }) =>
      items.repeated.map((route) => ({ route, message: 'a second item has this key: keep one' })),
  },
] as const satisfies readonly LintRule[];

/** Messages on the mistakes for which an item does not parse, so that its route is closed. */
import type { ItemMistake } from '../mistakes.ts';
import type { RouteMessage } from '../lint-rule.ts';
import type { World } from '../world.ts';

export function closingMistakes(
  { items }: World,
  about: ItemMistake['about'],
  messageOn: (mistake: ItemMistake) => string,
): RouteMessage[] {
  return items.mistakes
    .filter((one) => one.about === about)
    .map((one) => ({
      route: one.key,
      ...(one.field === '' ? {} : { field: one.field }),
      message: `${messageOn(one)}. The route is closed until this is corrected`,
    }));
}

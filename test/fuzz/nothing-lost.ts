/** What was written in an item has to be in what was understood of it. */
import { isObject } from '../support/fuzz/arbitraries.ts';
import { demand } from '../support/fuzz/target.ts';

type Json = Readonly<Record<string, unknown>>;

export const GRANT_FIELDS = ['required', 'ttl', 'use', 'bind', 'notBefore'];

/** A demand that was written and is not in the item as it was understood is a route that stands open. */
export function demandNothingLost(item: Json, parsed: object): void {
  for (const name of Object.keys(item)) demand(Object.hasOwn(parsed, name), `the field ${name} was ignored`);
  demandRulesKept(item, parsed);
  if (!isObject(item.grant)) return;
  demand(
    Object.prototype.toString.call(item.grant) === '[object Object]',
    'a grant demand that is no object',
  );
  for (const name of Object.keys(item.grant))
    demand(GRANT_FIELDS.includes(name), `the field grant.${name} was ignored`);
}

/** In the item, and in the change to come. */
function demandRulesKept(item: Json, parsed: object): void {
  const kept = 'rules' in parsed ? parsed.rules : undefined;
  if (item.rules !== undefined)
    demand(
      Array.isArray(item.rules) &&
        Array.isArray(kept) &&
        kept.length === item.rules.length &&
        kept.length <= 16,
      'a rule was lost',
    );
  const { upcoming } = item;
  if (!isObject(upcoming)) return;
  demand('upcoming' in parsed && isObject(parsed.upcoming), 'a change to come was lost');
  for (const name of Object.keys(upcoming))
    demand(Object.hasOwn(parsed.upcoming, name), `the field upcoming.${name} was ignored`);
  demand(!('upcoming' in upcoming) && !('group' in upcoming), 'a change of what no change can name');
  demandRulesKept(upcoming, parsed.upcoming);
}

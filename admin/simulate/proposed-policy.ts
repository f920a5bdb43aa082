/** A policy that is not applied yet: its mistakes and its routes. */
import type { AcrVocabulary } from '../../core/policy/acr.ts';
import { parseGroupItem, parsePolicyItem } from '../../core/policy/item.ts';
import { isGroupKey, partsOf } from '../../core/policy/key.ts';
import type { Mistake } from '../../core/parse.ts';
import type { ProtectedRoute } from '../protected-api.ts';
import type { Item } from '../policy/item-fields.ts';
import type { PolicyItems } from '../explain/policy-reading.ts';

/** The mistakes of the items that are not usable. */
export function problemsIn(items: PolicyItems, vocabulary: AcrVocabulary): readonly Mistake[] {
  return [...items].flatMap(([route, item]) => problemsOf(route, item, vocabulary));
}

function problemsOf(route: string, item: Item, vocabulary: AcrVocabulary): Mistake[] {
  const parsed = isGroupKey(route) ? parseGroupItem(item, vocabulary) : parsePolicyItem(item, vocabulary);
  return parsed.ok
    ? []
    : parsed.error.map(({ field, message }) => ({ field: `${route}: ${field}`, message }));
}

/** The routes that the items name, if the API is not known. */
export function routesIn(policy: PolicyItems): readonly ProtectedRoute[] {
  return [...policy.keys()].flatMap((key) => {
    const [method, template] = partsOf(key);
    return isGroupKey(key) || template.endsWith('*') ? [] : [{ method, template }];
  });
}

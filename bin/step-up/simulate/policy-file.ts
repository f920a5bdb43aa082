/** A policy that is not applied, from a file: the whole policy, item by item. */
import type { AcrVocabulary } from '../../../lambda/core/acr.ts';
import { isGroupKey, parseGroupItem, parsePolicyItem } from '../../../lambda/core/policy.ts';
import type { Problem } from '../../../lambda/core/problems.ts';
import type { ProtectedRoute } from '../command.ts';
import { parsePolicyFile } from '../policy-file.ts';
import type { Item } from '../item-fields.ts';
import type { PolicyItems } from '../explain/policy-reading.ts';

/** The items of a policy file as `policy apply` takes it, and what is wrong with each that is not usable. */
export function readPolicyFile(
  text: string,
  name: string,
  vocabulary: AcrVocabulary,
): { readonly items: PolicyItems; readonly problems: readonly Problem[] } {
  const items = parsePolicyFile(text, name);
  return { items, problems: [...items].flatMap(([route, item]) => problemsOf(route, item, vocabulary)) };
}

function problemsOf(route: string, item: Item, vocabulary: AcrVocabulary): Problem[] {
  const parsed = isGroupKey(route) ? parseGroupItem(item, vocabulary) : parsePolicyItem(item, vocabulary);
  return parsed.ok
    ? []
    : parsed.problems.map(({ path, message }) => ({ path: `${route}: ${path}`, message }));
}

/** The routes that items name, for an API that is not known. */
export function routesIn(policy: PolicyItems): readonly ProtectedRoute[] {
  return [...policy.keys()].flatMap((key) => {
    const [method = '', template = ''] = key.split(' ');
    return isGroupKey(key) || template.endsWith('*') ? [] : [{ method, template }];
  });
}

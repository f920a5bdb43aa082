/** A policy that is not applied, from a file: the whole policy, item by item. */
import * as v from 'valibot';
import type { AcrVocabulary } from '../../../lambda/core/acr.ts';
import { isGroupKey, parseGroupItem, parsePolicyItem } from '../../../lambda/core/policy.ts';
import type { Problem } from '../../../lambda/core/problems.ts';
import type { ProtectedRoute } from '../command.ts';
import { readForm } from '../explain/documents.ts';
import type { PolicyItems } from '../explain/policy-reading.ts';

const items = v.array(
  v.looseObject({ route: v.string('expected the route, as text') }, 'expected an object with a route'),
  'expected a list of policy items, or an object with the list as its items or policies',
);

const file = v.union(
  [items, v.looseObject({ items }), v.looseObject({ policies: items })],
  'expected a list of policy items, or an object with the list as its items or policies',
);

/** The items of a policy file, and what is wrong with each that is not usable. */
export function readPolicyFile(
  text: string,
  name: string,
  vocabulary: AcrVocabulary,
): { readonly items: PolicyItems; readonly problems: readonly Problem[] } {
  const found = readForm(file, text, name);
  const list = Array.isArray(found) ? found : 'items' in found ? v.parse(items, found.items) : found.policies;
  const problems = list.flatMap((item) => problemsOf(item, vocabulary));
  const repeated = list.filter(({ route }, index) => list.findIndex((one) => one.route === route) < index);
  return {
    items: new Map(list.map((item) => [item.route, item])),
    problems: [
      ...problems,
      ...repeated.map(({ route }) => ({ path: route, message: 'is in the file twice' })),
    ],
  };
}

function problemsOf(item: { readonly route: string }, vocabulary: AcrVocabulary): Problem[] {
  const parsed = isGroupKey(item.route)
    ? parseGroupItem(item, vocabulary)
    : parsePolicyItem(item, vocabulary);
  return parsed.ok
    ? []
    : parsed.problems.map(({ path, message }) => ({ path: `${item.route}: ${path}`, message }));
}

/** The routes that items name, for an API that is not known. */
export function routesIn(policy: PolicyItems): readonly ProtectedRoute[] {
  return [...policy.keys()].flatMap((key) => {
    const [method = '', template = ''] = key.split(' ');
    return isGroupKey(key) || template.endsWith('*') ? [] : [{ method, template }];
  });
}

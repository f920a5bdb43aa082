/** Routes beside an item that answer the same requests, or nearly the same, and ask for less. */
import { loosenings } from '../../../core/policy/edits/loosening.ts';
import { partsOf } from '../../../core/policy/key.ts';
import { countingKey, policyCandidates } from '../../../core/policy/precedence.ts';
import { parsedLayers } from '../../../core/policy/route-policy.ts';
import type { ItemMessage, LintRule } from '../lint-rule.ts';
import type { Subject } from '../subject.ts';
import type { World } from '../world.ts';

export const SIBLING_RULES = [
  {
    id: 'head-weaker',
    scope: 'item',
    severity: 'warning',
    meaning:
      'HEAD of the route asks for less than GET: it answers the same headers, and tells whether there is something.',
    remedy: 'Give `HEAD …` the same demands, for example by a group.',
    check: (item, world) => {
      const [method, template] = partsOf(item.key);
      if (method !== 'GET' || !hasHead(template, world)) return [];
      const head = countingKey(policyCandidates('HEAD', template), world.items.keys);
      return head === undefined ? [] : weaker(item, head, world);
    },
  },
  {
    id: 'greedy-weaker',
    scope: 'item',
    severity: 'warning',
    meaning:
      'A greedy resource beside the route asks for less. A backend may take one of its paths for one of the route, such as `/files//17`.',
    remedy: 'Give the greedy route the same demands, or let the backend refuse such paths.',
    check: (item, world) => greedyBeside(item.key, world).flatMap((greedy) => weaker(item, greedy, world)),
  },
] as const satisfies readonly LintRule[];

/** Whether HEAD is a method of the API, or, where these are not known, has an item. */
function hasHead(template: string, { coverage, items }: World): boolean {
  return coverage?.withHead.has(template) ?? items.keys.has(`HEAD ${template}`);
}

/** The items of greedy routes with the same method, where the route has a parameter: `/files/{x+}` beside `/files/{id}`. */
function greedyBeside(key: string, { items }: World): readonly string[] {
  const [method, template] = partsOf(key);
  const before = /^(.*\/)\{[^{}+]+\}$/.exec(template)?.[1];
  const beside = before === undefined ? [] : (items.greedy.get(before) ?? []);
  return beside.filter((other) => [method, 'ANY'].includes(partsOf(other)[0]));
}

function weaker(item: Subject, otherKey: string, { items, trust, now }: World): ItemMessage[] {
  const layers = parsedLayers(otherKey, items.parsed)?.layers;
  if (layers?.ok !== true || otherKey === item.key) return [];
  const parts = loosenings(item.layers, layers.value, trust.acr, now);
  return parts.length === 0
    ? []
    : [
        `${otherKey} asks for less (${parts.slice(0, 3).join('; ')}): give both the same demands, for example by a group`,
      ];
}

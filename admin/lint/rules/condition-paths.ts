/** Paths in conditions that no request has. */
import { ruledPath } from '../../../core/answer/urls.ts';
import { greedyName, segmentsOf } from '../../../core/gateway/match.ts';
import { nodesOf } from '../../../core/condition/tree.ts';
import { comparedWords } from '../condition/compared-words.ts';
import type { ItemMessage, LintRule } from '../lint-rule.ts';
import type { Subject } from '../subject.ts';

export const CONDITION_PATH_RULES = [
  {
    id: 'condition-path-unmatched',
    scope: 'item',
    severity: 'warning',
    meaning:
      'The condition compares `request.path` with a text that it never is: one that ends with a slash, has slashes in a row, or has another spelling of percent-encoding.',
    remedy:
      'Write the path as rules read it (docs/policy.md, "Rules on paths"), or use an item for the template.',
    check: ({ conditions, templates }) =>
      conditions.flatMap(({ at, tree }) => {
        const words = [...nodesOf(tree)].flatMap((node) => comparedWords(node, 'request.path') ?? []);
        const paths = [...new Set(words)].filter((word) => typeof word === 'string');
        return paths.flatMap((path) => messagesOn(at, path, templates));
      }),
  },
] as const satisfies readonly LintRule[];

function messagesOn(at: string, path: string, templates: Subject['templates']): ItemMessage[] {
  const compares = `${at} compares request.path with ${JSON.stringify(path)}, which it never is`;
  const read = ruledPath(path.startsWith('/') ? path : `/${path}`);
  if (read !== path) return [{ field: at, message: `${compares}: write ${JSON.stringify(read)}` }];
  if (!path.includes('//') || templates?.some(hasGreedy) !== false) return [];
  return [
    {
      field: at,
      message: `${compares}: slashes in a row stay in the value of a greedy parameter alone. Write ${JSON.stringify(path.replace(/\/+/g, '/'))}`,
    },
  ];
}

function hasGreedy(template: string): boolean {
  return segmentsOf(template).some((part) => greedyName(part) !== undefined);
}

/** Names in conditions that no request has. */
import { REQUEST_FIELDS } from '../condition/absent-names.ts';
import type { AbsentName } from '../condition/absent-names.ts';
import type { ItemMessage, LintRule } from '../lint-rule.ts';
import type { Subject } from '../subject.ts';

export const CONDITION_NAME_RULES = [
  {
    id: 'condition-unknown-field',
    scope: 'item',
    severity: 'error',
    meaning:
      'The condition uses `has()` with a field of the request that does not exist. The result is always false.',
    remedy: 'Write one of the fields that docs/policy.md lists.',
    check: (item) =>
      absentNamesIn(
        item,
        'unknown field',
        (name) => `asks for request.${name}, which does not exist: write one of ${REQUEST_FIELDS.join(', ')}`,
      ),
  },
  {
    id: 'condition-parameter-unknown',
    scope: 'item',
    severity: 'error',
    meaning: 'The condition reads a path parameter that no template of the item has.',
    remedy: 'Write the name that stands in the braces of the template.',
    check: (item) => {
      const some = [...(item.parameters?.some ?? [])];
      const known =
        some.length === 0 ? 'the templates have none' : `the templates have ${some.slice(0, 16).join(', ')}`;
      return absentNamesIn(
        item,
        'unknown parameter',
        (name) =>
          `reads the path parameter ${name}, which no template has (${known}): write the name that stands in the braces of the template`,
      );
    },
  },
  {
    id: 'condition-header-case',
    scope: 'item',
    severity: 'error',
    meaning:
      'The condition names a header with capital letters. Header names are in lower case here, so the header is never found.',
    remedy: 'Write the name in lower case.',
    check: (item) =>
      absentNamesIn(
        item,
        'header with capitals',
        (name) =>
          `reads the header ${name}, but header names are in lower case here: write "${name.toLowerCase()}"`,
      ),
  },
  {
    id: 'condition-header-unseen',
    scope: 'item',
    severity: 'error',
    meaning: 'The condition reads a header that holds credentials. Rules never see such a header.',
    remedy: 'Read a claim of the token instead.',
    check: (item) =>
      absentNamesIn(
        item,
        'secret header',
        (name) =>
          `reads the header ${name}, which holds credentials, so that rules never see it: read a claim of the token instead`,
      ),
  },
] as const satisfies readonly LintRule[];

/** `messageOn` says of a name what the condition does with it, and what to write. */
function absentNamesIn(
  { conditions }: Subject,
  reason: AbsentName['reason'],
  messageOn: (name: string) => string,
): ItemMessage[] {
  return conditions.flatMap(({ at, absent }) =>
    absent
      .filter((one) => one.reason === reason)
      .map(({ name }) => ({ field: at, message: `${at} ${messageOn(name)}` })),
  );
}

/** The conditions of an item's rules, and what is known of them without a request. */
import { treeOf } from '../../../core/condition/condition.ts';
import type { Condition } from '../../../core/condition/condition.ts';
import type { ASTNode } from '../../../core/condition/tree.ts';
import type { GroupPolicy } from '../../../core/policy/item.ts';
import type { Parameters } from '../parameters.ts';
import { absentNames } from './absent-names.ts';
import type { AbsentName } from './absent-names.ts';
import { constantOf } from './constant.ts';
import type { Given } from './constant.ts';

export interface WrittenCondition {
  /** The field of the item in which the condition stands: `rules[0].when`. */
  readonly at: string;
  readonly text: string;
  readonly tree: ASTNode;
  /** Names in it that no request has. */
  readonly absent: readonly AbsentName[];
  /** Whether it holds always (true) or never (false); undefined if it depends on the request. */
  readonly constant: boolean | undefined;
}

export function writtenConditionsOf(
  { rules = [], upcoming }: Pick<GroupPolicy, 'rules' | 'upcoming'>,
  parameters: Parameters | undefined,
  given: Given,
): readonly WrittenCondition[] {
  const written = (when: Condition, at: string): WrittenCondition => {
    const tree = treeOf(when);
    return {
      at,
      text: when.text,
      tree,
      absent: absentNames(tree, parameters),
      constant: constantOf(tree, given),
    };
  };
  return [
    ...rules.map(({ when }, index) => written(when, `rules[${index}].when`)),
    ...(upcoming?.rules ?? []).map(({ when }, index) => written(when, `upcoming.rules[${index}].when`)),
  ];
}

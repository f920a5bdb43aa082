/** Shows the change of an item, line by line of its YAML. */
import { diffLines } from 'diff';
import { TABLES } from '../../core/contract.ts';
import { content, inOrder } from './item-fields.ts';
import type { Item } from './item-fields.ts';
import { yamlOf } from '../files/yaml-text.ts';

/** If more lines differ, the whole old and the whole new text are shown: a shortest difference takes too long to find. */
const MOST_EDITS = 500;

/** A line as it is printed, and what it stands for. */
export interface DifferenceLine {
  readonly mark: '+' | '-' | '~' | ' ';
  readonly line: string;
}

/** Such as `~ POST /payments`, and below it the lines that are removed (`-`), added (`+`) and kept. */
export function differenceOf(
  key: string,
  before: Item | undefined,
  after: Item | undefined,
): readonly DifferenceLine[] {
  const sign = before === undefined ? '+' : after === undefined ? '-' : '~';
  const [old, young] = [textOf(before), textOf(after)];
  const parts = diffLines(old, young, { maxEditLength: MOST_EDITS }) ?? [
    { value: old, removed: true, added: false },
    { value: young, removed: false, added: true },
  ];
  return [
    { mark: sign, line: `${sign} ${key}` },
    ...parts.flatMap(({ value, added, removed }) => {
      const mark = added ? '+' : removed ? '-' : ' ';
      const lines = value.split('\n').filter((line) => line !== '');
      return lines.map((line): DifferenceLine => ({ mark, line: `  ${mark} ${line}` }));
    }),
  ];
}

/** The YAML of an item without its route, which stands above it. */
function textOf(item: Item | undefined): string {
  if (item === undefined) return '';
  const fields = Object.fromEntries(
    Object.entries(inOrder(content(item))).filter(([name]) => name !== TABLES.policy.partitionKey),
  );
  return Object.keys(fields).length === 0 ? '(any valid token)\n' : yamlOf(fields);
}

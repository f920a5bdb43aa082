/** Finds the lines of fields in a text. */
import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { partsOfField } from '../../core/parse.ts';

/**
 * Reads the text, and returns how to find lines in it: the line (from 1) of a field, or of the nearest field around it;
 * undefined where the text has none of them.
 */
export function fieldLines(text: string): (field: string) => number | undefined {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines });
  return (field) => {
    let node: unknown = contents;
    let start: number | undefined;
    for (const part of partsOfField(field)) {
      const step = stepInto(node, part);
      if (step === undefined) break;
      ({ node, start } = step);
    }
    return start === undefined ? undefined : lines.linePos(start).line;
  };
}

function stepInto(node: unknown, part: string): { node: unknown; start: number | undefined } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part);
    return pair === undefined || !isScalar(pair.key)
      ? undefined
      : { node: pair.value, start: pair.key.range?.[0] };
  }
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(part)];
  const range = isMap(item) || isSeq(item) || isScalar(item) ? item.range : undefined;
  return item === undefined ? undefined : { node: item, start: range?.[0] };
}

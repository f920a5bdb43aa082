/** Finds the line of a mistake in a text: messages of the command line begin with the path of a field. */
import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';

const PATH = /^[A-Za-z_]\w*(?:\.\w+|\[\d+\])*/;

/** The line (from 1) of the field that a message names, or of the nearest field around it; undefined when it names no field. */
export function lineOfField(text: string, message: string): number | undefined {
  const path = PATH.exec(message)?.[0];
  if (path === undefined) return undefined;
  const lines = new LineCounter();
  let node: unknown = parseDocument(text, { lineCounter: lines }).contents;
  let start: number | undefined;
  for (const part of path.split(/[.[\]]+/).filter((one) => one !== '')) {
    const step = stepInto(node, part);
    if (step === undefined) break;
    ({ node, start } = step);
  }
  return start === undefined ? undefined : lines.linePos(start).line;
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

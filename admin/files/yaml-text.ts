/** Reads YAML within bounds: a large file in parts, so that memory does not grow with it. */
import { LineCounter, parseDocument, stringify } from 'yaml';
import { AdminRefusal } from '../refusal.ts';
import type { Facts } from '../refusal.ts';

/** References to anchors in one part, at most. Many of them make a small file large in memory. */
const MOST_ALIASES = 100;

/** Characters above which a text is read in parts, and of each part: the time to parse a map grows with its square. */
const LARGE = 1_000_000;
const PART = 100_000;

/**
 * The values of a text: of a small text its one document, of a large text its parts, each with some entries of the
 * list or map. In a large text an anchor works only within its part. Throws an AdminRefusal with the line.
 */
export function parseYaml(text: string, source: string): unknown[] {
  if (text.length <= LARGE) return [parsePart(text, source, 0)];
  const values: unknown[] = [];
  for (const { part, line } of partsOf(text)) values.push(parsePart(part, source, line));
  return values;
}

/** YAML for readers: long texts stay on their line, and there are no anchors. */
export function yamlOf(value: unknown): string {
  return stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });
}

function parsePart(text: string, source: string, line: number): unknown {
  const lineCounter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter, schema: 'core', prettyErrors: false });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) {
      const at = lineCounter.linePos(problem.pos[0]);
      const where = { line: line + at.line, column: at.col };
      const message = `${source}, line ${where.line}, column ${where.column}: ${problem.message}`;
      throw invalid(message, { ...where, reason: problem.message });
    }
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return value;
  } catch (error) {
    if (error instanceof AdminRefusal) throw error;
    // The parser calls itself for each level of nesting.
    const deep = error instanceof RangeError;
    throw invalid(`${source}: ${deep ? 'it is nested too deep' : textOf(error)}`);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Cuts before lines that begin an entry at the left margin. The first such line shows whether the text is a list. */
function* partsOf(text: string): Generator<{ part: string; line: number }> {
  const isList = /^-(\s|$)/m.exec(text) !== null && !/^[^\s#-]/m.test(text.replace(/^(---|%).*$/gm, ''));
  const begins = isList ? /^-(\s|$)/ : /^[^\s#-]/;
  let [start, line, position, count] = [0, 0, 0, 0];
  while (position < text.length) {
    const end = text.indexOf('\n', position) + 1 || text.length;
    if (position - start >= PART && begins.test(text.slice(position, position + 2))) {
      yield { part: text.slice(start, position), line };
      [start, line] = [position, count];
    }
    count += 1;
    position = end;
  }
  yield { part: text.slice(start), line };
}

function invalid(message: string, facts: Facts = {}): AdminRefusal {
  return new AdminRefusal('policy_file_invalid', message, facts);
}

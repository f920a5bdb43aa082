/** Reads YAML within bounds: a large file in parts, so that memory does not grow with it. */
import { CST, Lexer, LineCounter, parseDocument, stringify } from 'yaml';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { Facts } from '../refusals/refusal.ts';

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

/** Cuts a list or map between its entries. The first entry shows which of both it is. */
function* partsOf(text: string): Generator<{ part: string; line: number }> {
  let [start, line] = [0, 0];
  let entry: EntryKind | undefined;
  for (const { token, at, lines, isAtMargin } of tokensOf(text)) {
    const kind = isAtMargin ? entryKind(token) : undefined;
    entry ??= kind;
    if (kind === undefined || kind !== entry || at - start < PART) continue;
    yield { part: text.slice(start, at), line };
    [start, line] = [at, lines];
  }
  yield { part: text.slice(start), line };
}

type EntryKind = 'of a list' | 'of a map';

/** What a key of a map begins with. */
const KEY_TOKENS: readonly unknown[] = [
  'scalar',
  'single-quoted-scalar',
  'double-quoted-scalar',
  'explicit-key-ind',
  'anchor',
  'tag',
  'alias',
];

/** The kind of entry that a token at the left margin begins, if it begins one. */
function entryKind(token: string): EntryKind | undefined {
  const type = CST.tokenType(token);
  if (type === 'seq-item-ind') return 'of a list';
  return KEY_TOKENS.includes(type) ? 'of a map' : undefined;
}

interface Placed {
  readonly token: string;
  /** Characters and line breaks before it. */
  readonly at: number;
  readonly lines: number;
  readonly isAtMargin: boolean;
}

/** Tokens of the lexer that stand for no character of the text. */
const WITHOUT_WIDTH: readonly string[] = [CST.DOCUMENT, CST.FLOW_END, CST.SCALAR];

function* tokensOf(text: string): Generator<Placed> {
  let [at, lines, isAtMargin] = [0, 0, true];
  for (const token of new Lexer().lex(text)) {
    yield { token, at, lines, isAtMargin };
    if (WITHOUT_WIDTH.includes(token)) continue;
    at += token.length;
    for (let end = token.indexOf('\n'); end !== -1; end = token.indexOf('\n', end + 1)) lines += 1;
    isAtMargin = token.endsWith('\n');
  }
}

function invalid(message: string, facts: Facts = {}): AdminRefusal {
  return new AdminRefusal('policy_file_invalid', message, facts);
}

/** What docs/security.md and docs/policy.md promise: the names of the promises, and the table of their tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

/** The section of docs/security.md with the table. */
const TABLE = 'How each promise is tested';

/** Words in lower case. In the documents a name is code, in brackets. */
const NAME = '[a-z0-9-]+';
const NAMED = new RegExp(`\`\\[(${NAME})\\]\``, 'g');
const ROW = new RegExp(`^\\| \`\\[(${NAME})\\]\` +\\| \`(\\S+)\` +\\|$`);

/** A row of the table: a promise, and the file of its test. */
export interface Row {
  readonly promise: string;
  readonly file: string;
}

export interface Section {
  readonly heading: string;
  readonly text: string;
}

export interface Documented {
  readonly security: readonly Section[];
  readonly policy: readonly Section[];
  /** The names in the text of both documents, as often as they stand there. */
  readonly names: readonly string[];
  readonly rows: readonly Row[];
}

/** Reads both documents. */
export function documented(): Documented {
  const sections = sectionsOf('security.md');
  const security = sections.filter(({ heading }) => heading !== TABLE);
  const policy = sectionsOf('policy.md');
  const table = sections.find(({ heading }) => heading === TABLE)?.text ?? '';
  return {
    security,
    policy,
    names: [...security, ...policy].flatMap(({ text }) => namesIn(text)),
    rows: table.split('\n').flatMap(rowOf),
  };
}

/** The names of the promises in a text. */
export function namesIn(text: string): readonly string[] {
  return [...text.matchAll(NAMED)].map(([, name = '']) => name);
}

/** The part of a document before its first section has no heading. */
function sectionsOf(page: string): readonly Section[] {
  const [first = '', ...rest] = readFileSync(join(ROOT, 'docs', page), 'utf8').split(/^## /m);
  const sections = rest.map((text) => {
    const end = text.indexOf('\n');
    return { heading: text.slice(0, end), text: text.slice(end + 1) };
  });
  return [{ heading: '', text: first }, ...sections];
}

function rowOf(line: string): readonly Row[] {
  const [, promise, file] = ROW.exec(line) ?? [];
  return promise === undefined || file === undefined ? [] : [{ promise, file }];
}

/**
 * Parts of a token and of the trust config as they are shown to operators, in a log and on a terminal: in safe characters, and
 * of bounded length. A token that is refused may be anybody's text.
 */
import { holdsCredential } from './credential.ts';

/** In characters: of one value, and of a list of them. */
const LONGEST_VALUE = 100;
const LONGEST_LIST = 400;

/**
 * Printable ASCII without comma, quotation mark, backslash and brackets: a value cannot be taken for several, end what it
 * stands in, or be taken for our words about it.
 */
const UNSAFE = /[^ !#-'*+\--Z^-z|~]/gu;

/** What a claim or a header member holds: a text, or a list with its texts. Of anything else, only the type. */
export function shown(value: unknown): string {
  return Array.isArray(value) ? `[${shownList(value)}]` : shownItem(value);
}

/** Values, as many as fit. */
export function shownList(values: readonly unknown[]): string {
  let length = 0;
  const texts = values.map(shownItem);
  const fitting = texts.filter((text) => (length += text.length + 2) <= LONGEST_LIST);
  const left = texts.length - fitting.length;
  return left === 0 ? fitting.join(', ') : `${fitting.join(', ')} (and ${left} more)`;
}

function shownItem(value: unknown): string {
  return typeof value === 'string' && value !== '' ? safe(value) : kindOf(value);
}

/** The type of a value whose text must not be shown. */
export function kindOf(value: unknown): string {
  if (value === undefined) return '(missing)';
  if (value === null) return '(null)';
  if (value === '') return '(an empty text)';
  if (Array.isArray(value)) return '(a list)';
  return KINDS[typeof value];
}

const KINDS = {
  string: '(a text)',
  number: '(a number)',
  boolean: '(true or false)',
  object: '(an object)',
  undefined: '(missing)',
  // JSON has no others.
  bigint: '(unreadable)',
  symbol: '(unreadable)',
  function: '(unreadable)',
} as const;

function safe(text: string): string {
  if (holdsCredential(text)) return '(hidden: it looks like a grant or a token)';
  const short = text.slice(0, LONGEST_VALUE).replace(UNSAFE, '?');
  return text.length > LONGEST_VALUE ? `${short}(...)` : short;
}

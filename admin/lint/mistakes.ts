/** The mistakes of items that do not parse, and what each mistake is about. */
import { partsOfField } from '../../core/parse.ts';
import type { Mistake } from '../../core/parse.ts';
import { SHORTEST_MAX_AGE } from '../../core/policy/fields.ts';

export interface ItemMistake {
  readonly key: string;
  /** Which rule reports it. */
  readonly about: 'acr word' | 'condition' | 'short maxAge' | 'other';
  /** Empty for the item as a whole. */
  readonly field: string;
  /** The field, and what is wrong with it. */
  readonly text: string;
  /** The value of the field, as ` (it is 10)`. Empty for a value that is a list, an object or absent. */
  readonly given: string;
}

type Item = Readonly<Record<string, unknown>>;

export function itemMistake(key: string, item: Item, { field, message }: Mistake): ItemMistake {
  const parts = partsOfField(field);
  const value = valueAt(item, parts);
  const text = field === '' ? message : `${field}: ${message}`;
  return { key, about: topicOf(parts, value), field, text, given: givenText(value) };
}

/** An acr word that is text can only be unknown. A condition that is text can only be invalid. */
function topicOf(parts: readonly string[], value: unknown): ItemMistake['about'] {
  const [list, , name] = parts.slice(-3);
  const [last, before] = parts.toReversed();
  if ((last === 'acr' || before === 'acrValues') && typeof value === 'string') return 'acr word';
  if (list === 'rules' && name === 'when' && typeof value === 'string') return 'condition';
  const short = last === 'maxAge' && Number.isSafeInteger(value) && Number(value) < SHORTEST_MAX_AGE;
  return short ? 'short maxAge' : 'other';
}

function givenText(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return '';
  return ` (it is ${JSON.stringify(typeof value === 'string' ? value.slice(0, 128) : value)})`;
}

/** The value of the field that a mistake names; undefined where the item has no such field. */
function valueAt(item: Item, parts: readonly string[]): unknown {
  let value: unknown = item;
  for (const part of parts) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Object.getOwnPropertyDescriptor(value, part)?.value;
  }
  return value;
}

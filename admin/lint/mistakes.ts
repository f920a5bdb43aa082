/** The mistakes of items that do not parse, and what each mistake is about. */
import type { Mistake } from '../../core/parse.ts';
import { SHORTEST_MAX_AGE } from '../../core/policy/fields.ts';

export interface ItemMistake {
  readonly key: string;
  /** Which rule reports it. */
  readonly about: 'acr word' | 'condition' | 'short maxAge' | 'other';
  /** The field, and what is wrong with it. */
  readonly text: string;
  /** The value of the field, as ` (it is 10)`. Empty for a value that is a list, an object or absent. */
  readonly given: string;
}

type Item = Readonly<Record<string, unknown>>;

export function itemMistake(key: string, item: Item, { field, message }: Mistake): ItemMistake {
  const value = valueAt(item, field);
  const text = field === '' ? message : `${field}: ${message}`;
  return { key, about: topicOf(field, value), text, given: givenText(value) };
}

/** An acr word that is text can only be unknown. A condition that is text can only be invalid. */
function topicOf(field: string, value: unknown): ItemMistake['about'] {
  if (/(^|\.)(acr|acrValues\[\d+\])$/.test(field) && typeof value === 'string') return 'acr word';
  if (/(^|\.)rules\[\d+\]\.when$/.test(field) && typeof value === 'string') return 'condition';
  const short =
    /(^|\.)maxAge$/.test(field) && Number.isSafeInteger(value) && Number(value) < SHORTEST_MAX_AGE;
  return short ? 'short maxAge' : 'other';
}

function givenText(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return '';
  return ` (it is ${JSON.stringify(typeof value === 'string' ? value.slice(0, 128) : value)})`;
}

/** The value of the field that a mistake names; undefined where the item has no such field. */
function valueAt(item: Item, field: string): unknown {
  let value: unknown = item;
  for (const [, name, index] of field.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    const key = index ?? name ?? '';
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Object.getOwnPropertyDescriptor(value, key)?.value;
  }
  return value;
}

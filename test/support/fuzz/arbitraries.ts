/** What fuzz inputs are made of: hostile texts and values, and edits of something that was valid. */
import fc from 'fast-check';

const words = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    'null',
    'true',
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'length',
  ],
  ...[
    '\u0000',
    '\n',
    '\r\nX: y',
    '"',
    '\\',
    '%',
    '%00',
    '%zz',
    '%2F',
    '/',
    '*',
    ',',
    ';',
    '=',
    '\ud800',
    '\udfff',
    '\ufeff',
    'é',
    '😀',
  ],
  ...[
    'loa1',
    'loa2',
    'loa3',
    'alice',
    'app',
    'admin',
    'once',
    'window',
    'route',
    'at+jwt',
    'JWT',
    'none',
    'HS256',
    'ES256',
    'key-0',
  ],
];

/** Short and long, plain and hostile. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...words) },
  { weight: 2, arbitrary: fc.string() },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('a', '/', '%2F', '.', '"', '=', 'é', '['), fc.nat(12_000))
      .map(([one, count]) => one.repeat(count)),
  },
);

const numbers = fc.oneof(
  fc.constantFrom(0, -0, -1, 1, 1.5, 30, 299, 300, 900, 1e10, 1e15, 2 ** 53, 1e300, -1e300, Number.MIN_VALUE),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const leaves = fc.oneof(fc.constant(null), fc.boolean(), numbers, texts);

/** Any JSON value, with hostile names and texts in it. */
export const jsonValues: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaves,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 5 }),
  ),
})).value;

/** One change of a document: of the value at one of its places, counted over the whole document. */
export interface Edit {
  readonly at: number;
  readonly change: 'remove' | 'replace' | 'add';
  readonly name: string;
  readonly value: unknown;
}

/** Changes of a document. `values` are offered beside all others. */
export function edits(
  values: fc.Arbitrary<unknown> = jsonValues,
  names: readonly string[] = [],
): fc.Arbitrary<Edit[]> {
  const edit = fc.record({
    at: fc.nat(60),
    change: fc.constantFrom('remove' as const, 'replace' as const, 'add' as const),
    name: names.length === 0 ? texts : fc.oneof(fc.constantFrom(...names), texts),
    value: fc.oneof(values, jsonValues),
  });
  return fc.array(edit, { maxLength: 3 });
}

/** The document with these changes; it itself stays as it is. */
export function edited(document: unknown, changes: readonly Edit[]): unknown {
  const root = { document: structuredClone(document) };
  for (const { at, change, name, value: given } of changes) {
    // A copy: the same edit is tried again, and another edit may change what this one has put in.
    const value: unknown = structuredClone(given);
    const places = placesIn(root);
    const place = places[at % places.length];
    if (place === undefined) continue;
    if (change === 'remove') remove(place);
    else if (change === 'replace') define(place.parent, place.key, value);
    else if (isObject(place.value))
      define(place.value, Array.isArray(place.value) ? String(place.value.length) : name, value);
  }
  return root.document;
}

/** A list has no holes afterwards: JSON knows none. */
function remove({ parent, key }: Place): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

/** Also `__proto__` as a property like any other, which is what JSON.parse makes of it. */
function define(parent: object, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

interface Place {
  readonly parent: object;
  readonly key: string;
  readonly value: unknown;
}

function placesIn(parent: object): Place[] {
  return Object.entries(parent).flatMap(([key, value]: [string, unknown]) => [
    { parent, key, value },
    ...(isObject(value) ? placesIn(value) : []),
  ]);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** One change of a text. */
export interface TextEdit {
  readonly at: number;
  readonly cut: number;
  readonly insert: string;
}

export const textEdits: fc.Arbitrary<TextEdit[]> = fc.array(
  fc.record({ at: fc.nat(), cut: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(300)), insert: texts }),
  { maxLength: 3 },
);

/** The text with these changes. */
export function editedText(text: string, changes: readonly TextEdit[]): string {
  return changes.reduce((current, { at, cut, insert }) => {
    const start = at % (current.length + 1);
    return current.slice(0, start) + insert + current.slice(start + cut);
  }, text);
}

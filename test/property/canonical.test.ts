/** Canonical texts: equal for equal values, and for images byte for byte what earlier records of the audit contain. */
import * as fc from 'fast-check';
import { textOfImage } from '../../adapters/dynamodb/item-image.ts';
import { fingerprint } from '../../admin/policy/item-fields.ts';
import { canonical } from '../../core/canonical.ts';
import { runs } from '../support/effort.ts';

const names = fc.oneof(fc.string(), fc.constantFrom('0', '7', '10', '01', '-1', 'a', 'Z', '__proto__', 'é'));

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(names, tie('json'), { maxKeys: 6 }),
  ),
}));

/** The text as the audit has always written it. */
function storedText(value: unknown): string {
  return JSON.stringify(reordered(value, (entries) => entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function reordered(value: unknown, order: (entries: [string, unknown][]) => [string, unknown][]): unknown {
  if (Array.isArray(value)) return value.map((one) => reordered(one, order));
  if (typeof value !== 'object' || value === null) return value;
  const entries = order(Object.entries(value));
  return Object.fromEntries(entries.map(([name, one]) => [name, reordered(one, order)]));
}

test('the text of an image is the one that earlier records contain', () => {
  fc.assert(
    fc.property(json, (image) => {
      expect(textOfImage(image)).toBe(storedText(image));
    }),
    runs(400, 1_000),
  );
});

test('the order of members does not count, and each other difference does', () => {
  fc.assert(
    fc.property(json, json, (value, other) => {
      expect(canonical(reordered(value, (entries) => entries.toReversed()))).toBe(canonical(value));
      expect(canonical(value) === canonical(other)).toBe(storedText(value) === storedText(other));
    }),
    runs(400, 1_000),
  );
});

test('a member that is undefined is as good as absent, and a set is no list', () => {
  expect(canonical({ b: undefined, a: [1, { d: 2, c: undefined }] })).toBe('{"a":[1,{"d":2}]}');
  expect(canonical({ scopes: new Set(['b', 'a']) })).toBe('{"scopes":set["a","b"]}');
  expect(canonical(new Set(['a']))).not.toBe(canonical(['a']));
  const item = { route: 'GET /a', scopes: new Set(['b', 'a']), version: 1 };
  expect(fingerprint(item)).toBe(fingerprint({ scopes: new Set(['a', 'b']), route: 'GET /a', version: 2 }));
  expect(fingerprint(item)).not.toBe(fingerprint({ ...item, scopes: ['a', 'b'] }));
});

test('an image that is nested too deep is named as such, at the depth of DynamoDB', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 'x' : { L: nested(levels - 1) });
  expect(textOfImage(nested(66))).toBe(JSON.stringify(nested(66)));
  expect(textOfImage(nested(67))).toBe('"nested deeper than DynamoDB nests, and not kept"');
});

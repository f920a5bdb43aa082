import { parseYaml } from '../../../admin/files/yaml-text.ts';
import { parsePolicyFile } from '../../../admin/files/policy-file.ts';

const items = (text: string) => Object.fromEntries(parsePolicyFile(text, 'FILE'));

describe('a policy file', () => {
  const expected = { 'GET /a': { route: 'GET /a', acr: 'x', maxAge: 30 }, 'GET /b': { route: 'GET /b' } };
  test.each([
    ['a list', '# all\n- route: GET /a\n  acr: x\n  maxAge: 30\n- route: GET /b\n'],
    ['a map', '---\nGET /a: # comment\n  acr: x\n  maxAge: 30\n"GET /b": {}\n'],
    ['JSON', '[{"route": "GET /a", "acr": "x", "maxAge": 30}, {"route": "GET /b"}]'],
    ['a map in JSON', '{"GET /a": {"acr": "x", "maxAge": 30}, "GET /b": {"route": "GET /b"}}'],
    ['YAML in braces', '{GET /a: {acr: x, maxAge: 30}, GET /b: {}}'],
    ['YAML with an anchor', 'GET /a: &a\n  acr: x\n  maxAge: 30\nGET /b: {}\n'],
  ])('is %s', (_what, text) => {
    expect(items(text)).toEqual(expected);
  });

  test('may be empty', () => {
    expect([items(''), items('# nothing\n'), items('[]')]).toEqual([{}, {}, {}]);
  });

  test.each([
    ['a field that is there twice', 'GET /a:\n  acr: x\n  acr: y\n', /FILE, line 3, column 3: .*unique/],
    ['a field that is there twice in JSON', '{"GET /a": {"acr": "x", "acr": "y"}}', /twice/],
    ['a route that is there twice', '- route: GET /a\n- route: GET /a\n', /GET \/a is there twice/],
    ['an item without a route', '- acr: x\n', /item 1 has no route/],
    [
      'a route without fields, which may be a slip',
      'GET /a:\nGET /b: {}\n',
      /GET \/a has no fields: write \{\}/,
    ],
    ['a route that says to be another', 'GET /a: {route: GET /b}', /says that it is for "GET \/b"/],
    ['something that is no list and no map', 'hello', /expected a list of items/],
    ['a tag', 'GET /a: !!js/function x', /Unresolved tag/],
    ['two documents', 'GET /a: {}\n---\nGET /b: {}\n', /multiple documents/],
    ['broken YAML', 'GET /a: [', /FILE, line 1/],
    [
      'an item that DynamoDB does not take',
      `GET /a: {description: "${'x'.repeat(420_000)}"}`,
      /takes items of/,
    ],
    ['nesting without end', `GET /a: ${'['.repeat(100_000)}`, /nested too deep|line 1/],
    ['nesting without end in JSON', `{"GET /a": {"x": ${'['.repeat(50_000)}${']'.repeat(50_000)}}}`, /deep/],
    [
      'aliases of aliases, that a small file would make a huge one of',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
        .split('')
        .map((name, index) => {
          const before = 'abcdefgh'.charAt(index);
          return `${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`;
        })
        .join('\n')}`,
      /alias/,
    ],
  ])('is refused for %s', (_what, text, message) => {
    expect(() => items(text)).toThrow(message);
  });

  test('is refused for an anchor that contains itself', () => {
    const text = '- route: GET /a\n  description: &x [*x, *x]\n';
    expect(() => items(text)).toThrow('nested deeper than');
  });

  test('takes the name of a prototype as any other field, which lint then refuses', () => {
    const { 'GET /a': item = {} } = items('GET /a:\n  __proto__: {deny: true}\n');
    expect(Object.keys(item)).toContain('__proto__');
    expect(item.deny).toBeUndefined();
  });
});

describe('a large policy file, which is read in parts,', () => {
  const description = 'x'.repeat(800);
  const route = (index: number) => `GET /route-${String(index).padStart(5, '0')}`;
  const COUNT = 2_000;
  const list = Array.from(
    { length: COUNT },
    (_, index) =>
      `- route: ${route(index)}\n  description: >-\n    ${description}\n\n    - no item\n  scopes:\n  - a\n`,
  );
  const map = Array.from(
    { length: COUNT },
    (_, index) => `# ${index}\n${route(index)}:\n  description: ${description}\n  scopes:\n  - a\n`,
  );

  test.each([
    ['list', list],
    ['map', map],
  ])('has the same items as in one part (%s)', (_what, entries) => {
    expect(entries.join('').length).toBeGreaterThan(1_500_000);
    const found = parsePolicyFile(`---\n# all\n${entries.join('')}`, 'FILE');
    expect(found.size).toBe(COUNT);
    expect(found.get(route(COUNT - 1))).toMatchObject({ route: route(COUNT - 1), scopes: ['a'] });
  });

  test('is cut between its entries alone, where a list stands at the margin too', () => {
    const entries = Array.from(
      { length: 3_000 },
      (_, index) => `key-${index}:\n- ${index}\n- "- b"\n- ${description}\n`,
    );
    const parts = parseYaml(entries.join(''), 'FILE');
    expect(parts.length).toBeGreaterThan(5);
    expect(parts.filter((part) => Array.isArray(part))).toEqual([]);
    const keys = parts.flatMap((part) =>
      typeof part === 'object' && part !== null ? Object.keys(part) : [],
    );
    expect(keys).toHaveLength(3_000);
  });

  test('is refused with the line of the whole file', () => {
    const wrong = [...map.slice(0, -1), '"GET /wrong": {a: 1, a: 2}\n'].join('');
    const line = wrong.split('\n').length - 1;
    expect(() => parsePolicyFile(wrong, 'FILE')).toThrow(new RegExp(`line ${line},`));
    expect(() => parsePolicyFile(`${map.join('')}${map[0] ?? ''}`, 'FILE')).toThrow(/is there twice/);
  });
});

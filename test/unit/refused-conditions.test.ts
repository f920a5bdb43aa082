import { LONGEST_LIST } from '../../core/condition/limits.ts';
import { answer, mistakeIn } from '../support/cel/conditions.ts';

describe('a condition is refused when it is written', () => {
  test.each([
    ['longer than 512 characters', `claims.a == "${'x'.repeat(512)}"`, 'at most 512 characters'],
    ['of very many terms', Array(80).fill('true').join('||'), 'maxAstNodes'],
    ['of terms without end', 'true&&'.repeat(60), 'Unexpected token'],
    [
      'of a list too long',
      `1 in [${Array(LONGEST_LIST + 1)
        .fill(1)
        .join()}]`,
      'maxListElements',
    ],
    ['of lists too many', `1 in [${Array(140).fill(1).join()}]`, 'maxListElements'],
    ['in deep parentheses', '('.repeat(250) + 'true' + ')'.repeat(250), 'maxDepth'],
    ['in parentheses that do not close', '('.repeat(500), 'maxDepth'],
    ['in deep brackets', '['.repeat(250) + ']'.repeat(250), 'maxDepth'],
    ['in a deep path', `claims${'.a'.repeat(200)}`, 'maxDepth'],
    ['in deep indices', 'claims[claims'.repeat(36) + ']'.repeat(36), 'maxDepth'],
    ['of a deep ternary', 'true?'.repeat(50) + 'true' + ':true'.repeat(50), 'maxDepth'],
    ['of a chain of !', `${'!'.repeat(500)}true`, 'maxAstNodes'],
    ['of a chain of -', `1 > ${'-'.repeat(500)}1`, 'maxAstNodes'],
    ['of a few minuses', '1 > --1', 'a minus stands before a number'],
    ['of macros in macros', 'claims.a.exists(x, x.exists(y, y == 1))', 'would multiply'],
    ['of macros in other macros', 'claims.a.all(x, claims.a.exists_one(y, y == 1))', 'would multiply'],
    ['of a macro over all else', 'claims.a.exists(x, x in claims.b)', 'only its own variable'],
    ['of a macro with two variables', 'claims.a.exists(i, x, x == 1)', 'only its own variable'],
    ['of a macro without a variable', 'claims.a.exists(1, true)', 'invalid predicate iteration variable'],
    ['with a regular expression', 'claims.a.matches("(a+)+$")', 'can run for ever'],
    ['with one as a function', 'matches(claims.a, "(a+)+$")', 'can run for ever'],
    ['that builds lists', 'size(claims.a.map(x, x)) > 1', 'it builds a list'],
    ['that filters', 'claims.a.filter(x, x == 1) == claims.b', 'it builds a list'],
    ['that names values', 'cel.bind(x, claims.a, x == x)', 'it names a value'],
    ['that replaces text', 'claims.a.replace("a", "aaaa") == ""', 'is not accepted'],
    ['that joins', 'claims.a.join(",") == ""', 'is not accepted'],
    ['of a map', '{"a": 1}.a == 1', 'a map literal is not accepted'],
    ['of bytes', 'b"a" == b"a"', 'bytes (b"…")'],
    ['of unsigned numbers', '1u == 1u', 'unsigned numbers (1u)'],
    ['of a number too large', 'claims.a == 99999999999999999999', 'at most 64 bits'],
    ['of a number no claim can hold', 'claims.a > 9007199254740993', '2^53'],
    ['of lists compared', 'claims.a == [1, 2]', 'ask in, exists, all or size'],
    [
      'of lists compared in disguise',
      'claims.a != (claims.b ? [1] : [2]) + []',
      'ask in, exists, all or size',
    ],
    ['that divides by zero', '1 / 0 == 1', 'above 0'],
    ['that divides by a claim', '100 / int(claims.a) > 1', 'above 0'],
    ['of a time that does not exist', 'now > timestamp("2026-02-31T00:00:00Z")', 'timestamp() takes'],
    ['of a time without an offset', 'now > timestamp("2026-02-01T00:00:00")', 'timestamp() takes'],
    ['of a time that JavaScript takes', 'now > timestamp("Tue Mar 01 2022 00:00:00")', 'timestamp() takes'],
    ['of a time without end', 'now > timestamp("99999999999999999999999999")', 'timestamp() takes'],
    ['of another text for a duration', 'now - now > duration("1 day")', 'duration() takes'],
    ['of an empty duration', 'now - now > duration("")', 'duration() takes'],
    ['of a fraction of a second', 'now - now > duration("0.5s")', 'duration() takes'],
    ['of a long duration', `now - now > duration("${'9h'.repeat(99)}")`, 'duration() takes'],
    ['of an empty text for a number', 'int("") == 0', 'int() takes'],
    ['of another base', 'int("0b11") == 3', 'int() takes'],
    ['of not-a-number', 'double("NaN") < 1.0', 'double() takes'],
    ['of a time zone that does not exist', 'now.getHours("Mars/Base") > 1', 'no such time zone'],
    ['of a time zone from a claim', 'now.getHours(claims.zone) > 1', 'has to be written out'],
    ['of an unknown variable', 'user.name == "x"', 'Unknown variable'],
    ['of an unknown field', 'request.body == "x"', 'No such key: body'],
    ['that is neither true nor false', 'size(claims.a)', 'write a comparison'],
    ['of nothing', '', 'not an expression'],
    ['of a comment', '// true', 'not an expression'],
    ['of unicode outside of text', 'claims.ключ == 1', 'Unexpected character'],
    ['of half a surrogate', '\ud800 == 1', 'Unexpected character'],
    ['of a null byte', 'true\u0000', 'Unexpected character'],
    ['with our name of a conversion', 'strict_int("1") == 1', 'strict_int() is not accepted'],
    ['with our name of a clock', 'now.strict_getHours("UTC") == 1', 'is not accepted'],
  ])('%s [costly-conditions-refused]', (_, text, mistake) => {
    expect(mistakeIn(text)).toContain(mistake);
    expect(mistakeIn(text)?.length).toBeLessThan(400);
  });

  test.each([
    ['falls with the age', 'claims.a ? signIn.age > 60 : signIn.age < 30'],
    ['falls with the age first', 'claims.a ? 60 >= signIn.age : signIn.age >= 30'],
    ['falls with the age behind another choice', 'claims.a ? true : (claims.b ? false : signIn.age < 60)'],
    ['is made by the age', 'signIn.age > 60 ? claims.a == 1 : claims.b == 1'],
    ['is made by the age, to hold for older ones', 'signIn.age > 60 ? true : false'],
    ['is of the number that is compared', '(claims.a ? signIn.age : 0) == 1'],
  ])('a choice that %s, since a newer sign-in could switch it on', (_, text) => {
    expect(mistakeIn(text)).toContain('a newer sign-in could switch the rule on');
  });

  test.each([
    'claims.a ? signIn.age > 60 : signIn.age >= 30',
    'claims.a ? 60 < signIn.age : false',
    'claims.a ? claims.b == 1 : (claims.b ? signIn.age > 30 : true)',
    'signIn.acr == "loa2" ? signIn.age > 60 : signIn.age > 600',
  ])('but not a choice between ways to rise with the age: %s', (text) => {
    expect(mistakeIn(text)).toBeUndefined();
  });

  const PROTOTYPE = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];

  test.each(PROTOTYPE)('%s as a function, a method, or a variable', (name) => {
    for (const text of [
      `${name}()`,
      `${name}(1)`,
      `claims.a.${name}()`,
      `claims.a.${name}(1)`,
      `"a".${name}() == ""`,
    ])
      expect(mistakeIn(text)).toMatch(/\w+\(\) is not accepted|Reserved identifier/);
    expect(mistakeIn(`${name} == 1`)).toMatch(/Unknown variable|Reserved identifier/);
    expect(mistakeIn(`request.${name} == "x"`)).toBeDefined();
    expect(mistakeIn(`risk.${name} == "x"`)).toBeDefined();
  });

  test.each(PROTOTYPE)(
    '%s as the name of a claim, a header, a parameter, or a query reads only what was sent',
    (name) => {
      const one: unknown = JSON.parse(`{"${name}":"sent"}`);
      const own = Object.fromEntries([[name, 'sent']]);
      if (typeof one !== 'object' || one === null) throw new Error('expected an object');
      for (const [path, claims] of [
        [`claims.${name}`, { ...own }],
        [`claims["${name}"]`, { ...own }],
        [`claims.deep.${name}`, { deep: one }],
      ] as const) {
        expect(answer(`${path} == "sent"`, claims)).toBe(true);
        expect(answer(`${path} == "sent"`, { deep: {} })).toContain('No such key');
      }
      expect(answer(`has(claims.${name})`, own)).toBe(true);
      expect(answer(`has(claims.${name})`, {})).toBe(false);
      expect(answer(`"${name}" in claims`, {})).toBe(false);
      for (const field of ['headers', 'parameters'] as const) {
        expect(answer(`request.${field}.${name} == "sent"`, {}, { [field]: own })).toBe(true);
        expect(answer(`has(request.${field}.${name})`, {})).toBe(false);
      }
      const query = Object.fromEntries([[name, ['sent']]]);
      expect(answer(`request.query.${name}[0] == "sent"`, {}, { query })).toBe(true);
      expect(answer(`"${name}" in request.query`, {})).toBe(false);
    },
  );
});

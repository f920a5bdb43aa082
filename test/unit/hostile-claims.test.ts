import { evaluator } from '../../core/condition/condition.ts';
import { NO_RISK } from '../../core/condition/risk.ts';
import { NO_SIGN_IN } from '../../core/condition/sign-in.ts';
import { accepted, answer, REQUEST } from '../support/cel/conditions.ts';
import { NOW } from '../support/policies/decision-inputs.ts';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
const nestedObject = (depth: number): unknown => JSON.parse('{"a":'.repeat(depth) + '1' + '}'.repeat(depth));

describe('a condition on what a token or a caller wrote', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string, unknown]>([
    ['null', { a: null }, 'claims.a == null', true],
    ['null for a list', { a: null }, '"x" in claims.a', 'no such overload'],
    ['null for a path', { a: null }, 'claims.a.b == 1', 'No such key'],
    ['nothing for a path', {}, 'has(claims.a.b)', 'No such key'],
    ['nothing for the end of a path', { a: {} }, 'has(claims.a.b)', false],
    ['a number as text', { a: '5' }, 'claims.a > 3', 'no such overload'],
    ['a number for a number', { a: 5 }, 'claims.a > 3 && claims.a == 5 && claims.a in [5]', true],
    ['a fraction', { a: 5.5 }, 'claims.a > 5 && claims.a < 6', true],
    ['text that is no number', { a: '' }, 'int(claims.a) == 0', 'int() takes'],
    ['text in another base', { a: '0x10' }, 'double(claims.a) == 16.0', 'double() takes'],
    ['not-a-number', { a: 'NaN' }, 'double(claims.a) < 1.0', 'double() takes'],
    ['a number beyond 64 bits', { a: 1e30 }, 'int(claims.a) > 1', '64 bits'],
    [
      'a date that JavaScript takes',
      { a: 'Tue Mar 01 2022 00:00:00' },
      'timestamp(claims.a) < now',
      'timestamp() takes',
    ],
    ['a time of ten digits', { a: NOW - 60 }, 'now - timestamp(claims.a) == duration("60s")', true],
    ['a time in milliseconds', { a: NOW * 1000 }, 'timestamp(claims.a) > now', 'timestamp() takes'],
    ['a list of several types', { a: [1, 'x', null] }, 'claims.a.exists(e, e == "x")', true],
    ['text where a list was meant', { a: 'admin' }, '"admin" in claims.a', 'no such overload'],
    ['a list where text was meant', { a: ['admin'] }, 'claims.a == "admin"', false],
    [
      'the same members in another order',
      { a: { x: 1, y: 'z' }, b: { y: 'z', x: 1 } },
      'claims.a == claims.b',
      true,
    ],
    ['lists that are the same', { a: [1, { x: [2] }], b: [1, { x: [2] }] }, 'claims.a == claims.b', true],
    ['an empty name', { '': 1 }, 'claims[""] == 1', true],
    ['a name of spaces and dots', { 'a.b c': 1 }, 'claims["a.b c"] == 1', true],
    ['a name of two surrogates', { '😀': '😀' }, 'claims["😀"].size() == 1', true],
    ['half a surrogate', { a: '\ud800' }, 'claims.a == "x"', false],
    ['the last of two members of a name', { a: JSON.parse('{"x":1,"x":2}') }, 'claims.a.x == 2', true],
    ['the first to be false', { a: [1, 'x'] }, 'claims.a.all(e, e > 3)', false],
    ['the first to be true', { a: [1, 'x'] }, 'claims.a.exists(e, e > 0)', true],
    ['an error and no true', { a: [1, 'x'] }, 'claims.a.exists(e, e > 3)', 'no such overload'],
    ['an error and no false', { a: [1, 'x'] }, 'claims.a.all(e, e > 0)', 'no such overload'],
    ['an error at all', { a: [1, 'x'] }, 'claims.a.exists_one(e, e > 0)', 'no such overload'],
    ['an error and a true', {}, 'claims.a == 1 || true', true],
    ['an error and a false', {}, 'claims.a == 1 && false', false],
  ])('takes %s as it is', (_, claims, text, expected) => {
    const found = answer(text, claims);
    if (typeof expected === 'string') expect(found).toContain(expected);
    else expect(found).toBe(expected);
  });

  test.each([
    ['lists', nested],
    ['objects', nestedObject],
  ])(
    'counts as matched when it reads %s nested a thousand deep, and is not disturbed by them elsewhere',
    (_, make) => {
      for (const depth of [9, 100, 1_000, 3_000]) {
        const claims = { deep: make(depth), same: make(depth), name: 'x' };
        expect(answer('claims.name == "x"', claims)).toBe(true);
        expect(answer('claims.name == "y"', claims)).toBe(false);
        for (const text of ['claims.deep == claims.same', 'claims.deep != claims.same'])
          expect(typeof answer(text, claims)).toBe('string');
      }
      expect(answer('claims.deep == claims.same', { deep: make(7), same: make(7) })).toBe(true);
    },
  );

  test('shows the same clock as the wall of the time zone, also in hours that another zone leaves out', () => {
    // 2027-03-28 01:00 UTC: the hour from 2 to 3 does not exist in Vienna.
    const moment = Date.UTC(2027, 2, 28, 1, 30) / 1000;
    const ask = evaluator({ claims: {}, signIn: NO_SIGN_IN, request: REQUEST, risk: NO_RISK, now: moment });
    for (const [zone, hour, minute] of [
      ['Europe/Vienna', 3, 30],
      ['UTC', 1, 30],
      ['Asia/Kolkata', 7, 0],
      ['America/New_York', 21, 30],
      ['Asia/Tokyo', 10, 30],
    ] as const) {
      const text = `now.getHours("${zone}") == ${hour} && now.getMinutes("${zone}") == ${minute}`;
      expect(ask(accepted(text))).toEqual({ holds: true });
    }
    expect(
      ask(accepted('now.getDate("America/New_York") == 27 && now.getDayOfWeek("America/New_York") == 6')),
    ).toEqual({
      holds: true,
    });
  });
});

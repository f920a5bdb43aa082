import { expressionLanguage, runnable } from '../../core/condition/language.ts';
import { LONGEST_LIST, MOST_NODES } from '../../core/condition/limits.ts';
import { nodesOf } from '../../core/condition/tree.ts';
import { answer, mistakeIn } from '../support/cel/conditions.ts';
import { byEffort } from '../support/effort.ts';

/** How many nodes are evaluated: of the macro's body once for each element. */
function stepsOf(text: string, claims: unknown): number {
  let steps = 0;
  const program = runnable(expressionLanguage().registerVariable('claims', 'map<string, dyn>'), text);
  program.check();
  for (const node of nodesOf(program.ast)) {
    let evaluate: unknown = Reflect.get(node, 'evaluate');
    Object.defineProperty(node, 'evaluate', {
      get:
        () =>
        (...args: unknown[]) => {
          steps += 1;
          const result: unknown =
            typeof evaluate === 'function' ? Reflect.apply(evaluate, node, args) : undefined;
          return result;
        },
      set: (value: unknown) => {
        evaluate = value;
      },
    });
  }
  try {
    program({ claims });
  } catch {
    // What counts is how long it took to fail.
  }
  return steps;
}

describe('the work of a condition', () => {
  /** A token has at most 10 KB: so many elements of a list. */
  const ELEMENTS = byEffort({ short: 1_000, long: 5_000, full: 5_000 });
  const long = new Map<string, unknown>([
    ['a', Array.from({ length: ELEMENTS }, () => 1)],
    ['s', 'x'.repeat(10_000)],
  ]);
  const body = (one: string, times: number) => Array(times).fill(one).join('||');

  test.each([
    ['one macro with the longest body', `claims.a.exists(e,${body('e==2', 28)})`],
    ['as many macros as fit', body('claims.a.exists(e,e==2)', 14)],
    ['macros that end in an error', body('claims.a.all(e,e.x==1)', 12)],
    ['macros with a list', `claims.a.exists(e,e in [${Array(LONGEST_LIST).fill('2').join()}])`],
    ['macros over the same list again and again', body('(claims.a+claims.a).exists(e,e==2)', 8)],
  ])('is at most the nodes of the expression times the elements of the token: %s', (_, text) => {
    expect(mistakeIn(text)).toBeUndefined();
    const steps = stepsOf(text, long);
    expect(steps).toBeGreaterThan(ELEMENTS);
    expect(steps).toBeLessThanOrEqual(MOST_NODES * (ELEMENTS + 1));
  });

  test('makes no list or text longer than all that it is made of', () => {
    const doubled = `size(${Array(30).fill('claims.s').join('+')}) == 300000`;
    expect(answer(doubled, { s: 'x'.repeat(10_000) })).toBe(true);
    expect(mistakeIn(`size(${Array(70).fill('claims.s').join('+')}) == 1`)).toBeDefined();
  });

  test('keeps no types for the shapes of claims without end: what is deeper than eight levels is not read', () => {
    const shape = (bits: number): unknown =>
      Array.from({ length: 12 }, (_, level) => (bits >> level) & 1).reduce<unknown>(
        (inner, bit) => (bit === 1 ? [inner] : { a: inner }),
        1,
      );
    for (const bits of [0, 1, 2 ** 11, 2 ** 12 - 1])
      expect(typeof answer('claims.a == claims.b', { a: shape(bits), b: shape(bits) })).toBe('string');
  });
});

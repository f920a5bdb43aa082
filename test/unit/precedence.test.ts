import {
  candidatesOf,
  countingKey,
  keysUncoveredBy,
  neighbourKeys,
  neighbours,
} from '../../core/policy/precedence.ts';
import { METHODS } from '../../core/policy/key.ts';

describe('the item that counts', () => {
  const candidates = candidatesOf('POST /payments/{id}');

  test('is the most specific one that exists [most-specific-counts]', () => {
    expect(candidates[0]).toBe('POST /payments/{id}');
    expect(countingKey(candidates, new Set(['ANY /*', 'POST /payments/*']))).toBe('POST /payments/*');
  });

  test('of HEAD is its own or that of ANY, never that of GET [head-is-separate]', () => {
    const head = candidatesOf('HEAD /payments');
    expect(countingKey(head, new Set(['GET /payments', 'GET /*']))).toBeUndefined();
    expect(countingKey(head, new Set(['GET /payments', 'ANY /*']))).toBe('ANY /*');
  });

  test('is none where no candidate exists', () => {
    expect(countingKey(candidates, new Set(['GET /payments/{id}']))).toBeUndefined();
  });
});

describe('the neighbours of a key', () => {
  test('of one method are the more specific keys above it, and the less specific ones below', () => {
    expect(neighbours('ANY /a')).toContainEqual({
      method: 'POST',
      above: ['POST /a'],
      below: ['POST /*', 'ANY /*'],
    });
    expect(neighbours('POST /a')).toEqual([
      { method: 'POST', above: [], below: ['ANY /a', 'POST /*', 'ANY /*'] },
    ]);
  });

  test('of ANY are those of each method, and of methods that are not protected', () => {
    expect(neighbours('ANY /a').map(({ method }) => method)).toEqual([...METHODS, 'ANY']);
    expect(neighbours('ANY /a').at(-1)).toEqual({ method: 'ANY', above: [], below: ['ANY /*'] });
  });

  test('of a wildcard are below it alone', () => {
    expect(neighbours('GET /a/*')).toEqual([
      { method: 'GET', above: [], below: ['ANY /a/*', 'GET /*', 'ANY /*'] },
    ]);
  });

  test.each([
    ['the key of a group', 'GROUP /a'],
    ['a key without a path', 'GET'],
    ['a path without a slash', 'GET a'],
    ['a template that is longer than any item has', `GET /${'a'.repeat(512)}`],
    ['a template with more candidates than can be looked up', `GET ${'/a'.repeat(50)}`],
  ])('are none for %s', (_, key) => {
    expect(neighbours(key)).toEqual([]);
    expect(neighbourKeys(key)).toEqual([key]);
  });

  test('are there for the longest template, and for as many candidates as can be looked up', () => {
    expect(neighbours(`GET /${'a'.repeat(511)}`)).toHaveLength(1);
    expect(candidatesOf(`GET ${'/a'.repeat(49)}`)).toHaveLength(100);
    expect(neighbours(`GET ${'/a'.repeat(49)}`)).toHaveLength(1);
  });

  test('and the key itself are each read once to assess an edit', () => {
    expect(neighbourKeys('ANY /a')).toEqual([
      'ANY /a',
      ...METHODS.flatMap((method) => [
        `${method} /a`,
        `${method} /*`,
        ...(method === 'GET' ? ['ANY /*'] : []),
      ]),
    ]);
  });
});

describe('the items that count when one is not there any more', () => {
  test('are the next ones below it, each once', () => {
    expect(keysUncoveredBy('ANY /a', new Set(['ANY /*', 'POST /*']))).toEqual(['ANY /*', 'POST /*']);
  });

  test('are none for a method that has an item above it', () => {
    expect(keysUncoveredBy('ANY /a', new Set(['POST /a', 'POST /*', 'GET /*']))).toEqual(['GET /*']);
  });

  test('are none where nothing is below', () => {
    expect(keysUncoveredBy('GET /a', new Set(['GET /a', 'POST /*']))).toEqual([]);
  });
});

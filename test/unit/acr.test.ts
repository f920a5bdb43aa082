import { atLeast, intersectAcr, meetsAcr, oneOf } from '../../core/policy/acr.ts';
import { VOCABULARY } from '../support/policies/decision-inputs.ts';

describe('an acr demand', () => {
  test('of at least a word is that word and each stronger one, the weakest first', () => {
    expect(atLeast('loa3', VOCABULARY)).toEqual(['loa3', 'loa4']);
    expect(atLeast('loa1', VOCABULARY)).toEqual(VOCABULARY);
  });

  test('of at least an unknown word is met by none', () => {
    expect(atLeast('loa9', VOCABULARY)).toEqual([]);
  });

  test('of one of some words has each once, in the order of preference', () => {
    expect(oneOf(['loa4', 'loa2', 'loa4'])).toEqual(['loa4', 'loa2']);
  });
});

describe('two acr demands together', () => {
  test.each([
    ['with none, are the other one', 'any', ['loa4', 'loa2'], ['loa4', 'loa2']],
    ['with an order that both have, keep it', ['loa4', 'loa2'], ['loa4', 'loa2'], ['loa4', 'loa2']],
    [
      'with different orders, have that of the vocabulary',
      ['loa4', 'loa2'],
      ['loa2', 'loa4'],
      ['loa2', 'loa4'],
    ],
    [
      'where one begins as the other, have what is in both',
      ['loa4', 'loa2'],
      ['loa4', 'loa2', 'loa1'],
      ['loa2', 'loa4'],
    ],
    ['are what is in both', ['loa1', 'loa3'], ['loa3', 'loa2'], ['loa3']],
    ['without a common word are met by none', ['loa1'], ['loa2'], []],
  ] as const)('%s', (_, a, b, both) => {
    expect(intersectAcr(a, b, VOCABULARY)).toEqual(both);
    expect(intersectAcr(b, a, VOCABULARY)).toEqual(both);
  });

  test('ask for nothing where neither does', () => {
    expect(intersectAcr('any', 'any', VOCABULARY)).toBe('any');
  });
});

test.each([
  ['any acr', 'loa1', 'any', true],
  ['no acr where none is asked for', undefined, 'any', true],
  ['a word of the demand', 'loa3', ['loa3', 'loa4'], true],
  ['another word', 'loa2', ['loa3', 'loa4'], false],
  ['no acr where one is asked for', undefined, ['loa3'], false],
] as const)('%s: %s for %j', (_, acr, demand, met) => {
  expect(meetsAcr(acr, demand)).toBe(met);
});

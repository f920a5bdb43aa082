import { boundParametersOf, isBoundParameters, parameterNames } from '../../core/answer/bound-parameters.ts';

describe('the parameters of a template', () => {
  test.each([
    ['/payments', []],
    ['/payments/{id}', ['id']],
    ['/users/{user}/payments/{id}', ['id', 'user']],
    ['/files/{path+}', ['path']],
    ['/odd/{}/{+}/{a{b}}', ['b']],
  ])('of %s are %j', (template, names) => {
    expect(parameterNames(template)).toEqual(names);
  });
});

describe('the path that a grant is bound to', () => {
  test.each([
    ['has its values, sorted by name', { user: 'bob', id: '17' }, 'id=17&user=bob'],
    [
      'has each character in one spelling',
      { user: 'a&b=c', id: '%3D/ä' },
      'id=%253D%2F%C3%A4&user=a%26b%3Dc',
    ],
    ['has a value that is missing as an empty one', { user: undefined, id: null }, 'id=&user='],
    ['can be of any text', { user: '\ud800', id: '' }, 'id=&user=%EF%BF%BD'],
    ['has no value of what is no parameter', { user: 'bob', id: '17', other: 'x' }, 'id=17&user=bob'],
  ])('%s', (_, values, bound) => {
    expect(boundParametersOf('/users/{user}/payments/{id}', values)).toBe(bound);
  });

  test('has no value of what every object inherits', () => {
    expect(boundParametersOf('/{constructor}', {})).toBe('constructor=');
  });

  test('is empty for a template without parameters', () => {
    expect(boundParametersOf('/payments', { id: '17' })).toBe('');
  });
});

describe('a query', () => {
  const TEMPLATE = '/users/{user}/payments/{id}';

  test('is a path of the template where it is written as the path of a grant is', () => {
    expect(isBoundParameters(TEMPLATE, 'id=17&user=bob')).toBe(true);
    expect(isBoundParameters('/payments', '')).toBe(true);
  });

  test.each(['user=bob&id=17', 'id=17', 'id=17&user=bob&x=1', 'id=%31&user=bob', 'id=17&user=bob&', ''])(
    '%j is none',
    (query) => {
      expect(isBoundParameters(TEMPLATE, query)).toBe(false);
    },
  );

  test('is one up to the length of the longest path that API Gateway takes, and none beyond', () => {
    expect(isBoundParameters('/{id}', `id=${'a'.repeat(4_997)}`)).toBe(true);
    expect(isBoundParameters('/{id}', `id=${'a'.repeat(4_998)}`)).toBe(false);
  });
});

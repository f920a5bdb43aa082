import { evaluate } from '../../../local/gateway/access-policy.ts';

const ARN = 'arn:aws:execute-api:us-east-1:123456789012:abcdefghij/v1/GET/items/a';

const statement = (Effect: string, Resource: unknown, Action: unknown = 'execute-api:Invoke') => ({
  Action,
  Effect,
  Resource,
});
const answer = (statements: unknown, rest: object = {}) => ({
  principalId: 'me',
  policyDocument: { Version: '2012-10-17', Statement: statements },
  ...rest,
});
const kindOf = (...statements: object[]) => evaluate(answer(statements), ARN).kind;

describe('a resource of the policy', () => {
  test.each([
    [ARN, 'allow'],
    ['*', 'allow'],
    ['arn:aws:execute-api:*:*:abcdefghij/v1/*', 'allow'],
    ['arn:aws:execute-api:us-east-1:123456789012:abcdefghij/v1/*/a', 'allow'],
    [`${ARN}*`, 'allow'],
    [`${ARN.slice(0, -1)}?`, 'allow'],
    [`${ARN}?`, 'deny'],
    [`${ARN}/*`, 'deny'],
    [ARN.slice(0, -1), 'deny'],
    [ARN.toUpperCase(), 'deny'],
    [ARN.replace('/a', '.a'), 'deny'],
    [ARN.replace('items', '.....'), 'deny'],
    ['', 'deny'],
  ])('%s: %s', (resource, kind) => {
    expect(kindOf(statement('Allow', resource))).toBe(kind);
  });

  test('may be one of a list', () => {
    expect(kindOf(statement('Allow', ['arn:other', ARN]))).toBe('allow');
  });

  test('has 512 characters at the most', () => {
    expect(kindOf(statement('Allow', '*'.repeat(512)))).toBe('allow');
    expect(kindOf(statement('Allow', '*'.repeat(513)))).toBe('malformed');
  });
});

describe('an action of the policy', () => {
  test.each([
    'execute-api:Invoke',
    'execute-api:invoke',
    'execute-api:*',
    '*',
    ['sns:*', 'execute-api:Inv?ke'],
  ])('%j is the one that counts', (action) => {
    expect(kindOf(statement('Allow', '*', action))).toBe('allow');
  });

  test('another one allows nothing, and denies nothing', () => {
    expect(kindOf(statement('Allow', '*', 'execute-api:ManageConnections'))).toBe('deny');
    expect(kindOf(statement('Allow', '*'), statement('Deny', '*', 's3:GetObject'))).toBe('allow');
  });
});

describe('the policy', () => {
  test('denies explicitly at any position of the Deny, and implicitly by default', () => {
    for (const statements of [
      [statement('Deny', ARN), statement('Allow', '*')],
      [statement('Allow', '*'), statement('Deny', ARN)],
    ]) {
      expect(evaluate(answer(statements), ARN)).toMatchObject({ kind: 'deny', explicit: true });
    }
    expect(evaluate(answer([statement('Allow', 'arn:other')]), ARN)).toMatchObject({
      kind: 'deny',
      explicit: false,
    });
  });

  test.each(['Condition', 'NotResource', 'NotAction', 'Principal'])(
    'is not evaluated without its %s: that would open what it closes',
    (element) => {
      const statements = [{ ...statement('Allow', '*'), [element]: {} }];
      expect(() => evaluate(answer(statements), ARN)).toThrow(element);
    },
  );

  test.each([
    ['a principal that is no text', answer([statement('Allow', '*')], { principalId: {} })],
    ['no policy', { principalId: 'me' }],
    ['a policy without statements', answer([])],
    ['an effect in small letters', answer([statement('allow', '*')])],
    ['no resource', answer([{ Effect: 'Allow', Action: '*' }])],
    ['a context that is a list', answer([statement('Allow', '*')], { context: ['a'] })],
    ['a context with a list', answer([statement('Allow', '*')], { context: { a: [] } })],
    ['a context with null', answer([statement('Allow', '*')], { context: { a: null } })],
  ])('with %s is malformed', (_, malformed) => {
    expect(evaluate(malformed, ARN)).toEqual({ kind: 'malformed' });
  });
});

// Measured by MiniStack for authorizers of both kinds.
test.each([{}, { principalId: '' }])('a policy without a principal is evaluated (MiniStack)', (rest) => {
  const policyDocument = { Statement: [statement('Allow', '*')] };
  expect(evaluate({ policyDocument, ...rest }, ARN)).toEqual({ kind: 'allow', context: {} });
});

test('context values become texts, also those of a refusal', () => {
  const context = { text: 'a', number: 1.5, truth: false };
  for (const effect of ['Allow', 'Deny']) {
    expect(evaluate(answer([statement(effect, '*')], { context }), ARN)).toMatchObject({
      context: { text: 'a', number: '1.5', truth: 'false', principalId: 'me' },
    });
  }
});

import { takeApart } from '../../core/answer/sent-path.ts';

const apart = (template: string, path: string, values: Record<string, string | null> = {}) =>
  takeApart({ path, template, values });

describe('the base and the resource in a path', () => {
  test.each([
    ['with the stage of the default endpoint', '/payments/{id}', '/v1/payments/7', ['v1'], '/payments/7'],
    ['with the base path of a custom domain', '/payments', '/bank/v2/payments', ['bank', 'v2'], '/payments'],
    ['behind a custom domain without base path', '/payments', '/payments', [], '/payments'],
    ['of the root', '/', '/v1', ['v1'], '/'],
    ['of the root, with a slash', '/', '/v1/', ['v1'], '/'],
    ['with a slash at the end', '/payments/{id}', '/v1/payments/7/', ['v1'], '/payments/7/'],
    ['with slashes at its start', '/payments/{id}', '/v1//payments/7', ['v1'], '//payments/7'],
    ['that is shorter than its template', '/payments/{id}', '/payments', [], '/payments'],
  ])('are found from its end: a path %s', (_, template, path, before, below) => {
    const isSure = path !== '/payments' || template === path;
    expect(apart(template, path, { id: '7' })).toMatchObject({ before, below, isSure });
  });

  test.each([
    ['as it was sent', 'a/b/c', '/v1/files/a/b/c', '/files/a/b/c'],
    ['encoded', 'a%2Fb', '/v1/files/a%2Fb', '/files/a%2Fb'],
    ['decoded', 'a/b', '/v1/files/a%2Fb', '/files/a%2Fb'],
    ['decoded, with another encoding in it', '%2541/b', '/v1/files/%252541%2Fb', '/files/%252541%2Fb'],
    ['without its last slash', 'a/b', '/v1/files/a/b/', '/files/a/b/'],
    ['with slashes in a row', 'a//b', '/v1/files/a//b', '/files/a//b'],
    ['after slashes in a row', '/a', '/v1/files//a', '/files//a'],
    ['without its last slash, after slashes in a row', 'a', '/v1//files/a/', '//files/a/'],
  ])('are found where a greedy parameter is handed over %s', (_, rest, path, below) => {
    expect(apart('/files/{rest+}', path, { rest })).toMatchObject({ before: ['v1'], below, isSure: true });
  });
});

describe('slashes in a row, of which nobody knows whether API Gateway counts them,', () => {
  test.each([
    ['before a parameter', '/payments/{id}', '/v1/payments//7', { id: '7' }],
    ['before a part without one', '/payments/{id}/approval', '/v1/payments/7//approval', { id: '7' }],
    [
      'before a greedy value that does not have them',
      '/files/{rest+}',
      '/v1/files//export',
      { rest: 'export' },
    ],
    ['the same, with a slash at its end', '/files/{rest+}', '/v1/files//export/', { rest: 'export' }],
    ['of three', '/files/{rest+}', '/v1/files///export', { rest: '/export' }],
  ])('leave the path unclear: %s', (_, template, path, values) => {
    expect(apart(template, path, values)).toMatchObject({ before: ['v1'], isSure: false });
  });
});

describe('a greedy parameter that is no end of the path', () => {
  test.each([
    ['has another spelling', 'a/c', '/v1/files/a/b', ['v1'], '/files/a/b'],
    ['has more segments than the path', 'a/b/c/d/e', '/v1/files/a', [], '/v1/files/a'],
    ['is not said', undefined, '/v1/files', ['v1'], '/files'],
  ])('counts for as many segments as it has: one that %s', (_, rest, path, before, below) => {
    const values = rest === undefined ? {} : { rest };
    const { parameters, ...found } = apart('/files/{rest+}', path, { ...values });
    expect(found).toEqual({ before, below, isSure: false });
    expect(parameters).toBeUndefined();
  });

  test('may be named as a member that every object has', () => {
    expect(apart('/{constructor+}', '/v1/7', {})).toMatchObject({ parameters: undefined });
  });
});

test('a path may have as many slashes as a caller likes', () => {
  const slashes = '/'.repeat(200_000);
  const { parameters } = apart('/files/{rest+}', `/v1/files/${slashes}a`, { rest: `${slashes}b` });
  expect(parameters).toBeUndefined();
});

describe('the parameters of a path', () => {
  test.each([
    ['as they were sent', '%317', { id: '%317' }, '17'],
    ['decoded', '%317', { id: '17' }, '17'],
    ['once only', '%2531', { id: '%2531' }, '%31'],
    ['once only, where the gateway has decoded them', '%2531', { id: '%31' }, '%31'],
    ['with a slash', 'a%2Fb', { id: 'a%2Fb' }, 'a/b'],
    ['in UTF-8', '%C3%A9', { id: '%C3%A9' }, 'é'],
  ])('are decoded, %s', (_, sent, values, id) => {
    expect(apart('/payments/{id}/approval', `/v1/payments/${sent}/approval`, values).parameters).toEqual({
      id,
    });
  });

  test.each([
    ['no UTF-8', '%ff', { id: '%ff' }],
    ['no encoding', '%zz', { id: '%zz' }],
    ['not what the gateway says', '17', { id: '18' }],
    ['not said by the gateway', '17', {}],
    ['said to be nothing', '17', { id: null }],
  ])('cannot be told where one is %s', (_, sent, values) => {
    expect(apart('/payments/{id}', `/v1/payments/${sent}`, { ...values }).parameters).toBeUndefined();
  });

  test('are those of all segments, the greedy one last', () => {
    expect(apart('/a/{x}/{y+}', '/v1/a/1/2/%33/', { x: '1', y: '2/%33' }).parameters).toEqual({
      x: '1',
      y: '2/3',
    });
    expect(apart('/a/{x}/{y+}', '/v1/a/1/2', { x: '1', y: '3' }).parameters).toBeUndefined();
    expect(apart('/a', '/v1/a').parameters).toEqual({});
  });

  test('may be named as a member that every object has', () => {
    expect(apart('/{constructor}', '/v1/7', { constructor: '7' }).parameters).toEqual({ constructor: '7' });
    expect(apart('/{constructor}', '/v1/7').parameters).toBeUndefined();
  });
});

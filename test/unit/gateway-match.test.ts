/** Which method of an API answers a verb and a path, and which paths two resources share. */
import { match, matches } from '../../core/gateway/match.ts';
import { overlap } from '../../core/gateway/overlap.ts';

const methodsOf = (...routes: readonly string[]) =>
  routes.map((route) => {
    const [httpMethod = '', resourcePath = ''] = route.split(' ');
    return { httpMethod, resourcePath };
  });

const written = ({ method }: { method: { httpMethod: string; resourcePath: string } }) =>
  `${method.httpMethod} ${method.resourcePath}`;

describe('a verb that a resource lacks', () => {
  const api = methodsOf('POST /payments', 'GET /users/me', 'PUT /users/{id}', 'ANY /{proxy+}');

  test.each([
    ['POST', '/payments', 'POST /payments'],
    ['PUT', '/payments', 'ANY /{proxy+}'],
    ['GET', '/users/me', 'GET /users/me'],
    ['PUT', '/users/me', 'PUT /users/{id}'],
    ['DELETE', '/users/me', 'ANY /{proxy+}'],
    ['GET', '/users/7', 'ANY /{proxy+}'],
  ])('falls through to a less specific one that has it: %s %s', (verb, path, expected) => {
    const found = match(api, verb, path);
    expect(found && written(found)).toBe(expected);
  });

  test('has every resource that could answer, the most specific first', () => {
    expect(matches(api, 'PUT', '/users/me').map(written)).toEqual(['PUT /users/{id}', 'ANY /{proxy+}']);
  });

  test('is answered by nothing where no other resource has it', () => {
    expect(match(methodsOf('POST /payments', 'GET /{proxy+}'), 'PUT', '/payments')).toBeUndefined();
  });

  test('comes with the parameters of the resource that answers', () => {
    expect(match(api, 'PUT', '/users/me')?.pathParameters).toEqual({ id: 'me' });
  });
});

describe('the slashes of a path', () => {
  const api = methodsOf('GET /', 'GET /a', 'GET /items/{id}', 'GET /files/{rest+}');

  test.each([
    ['/a/', 'GET /a'],
    ['//a', 'GET /a'],
    ['/a//', 'GET /a'],
    ['//', 'GET /'],
    ['/items/7/', 'GET /items/{id}'],
    ['/items/7//', 'GET /items/{id}'],
    ['/files/a//b/', 'GET /files/{rest+}'],
  ])('at its start and its end are not counted: %s', (path, expected) => {
    const found = match(api, 'GET', path);
    expect(found && written(found)).toBe(expected);
  });

  test.each([['/items//7'], ['/items/'], ['/files/'], ['/files//'], ['/items//']])(
    'further in are counted: nothing answers %s',
    (path) => {
      expect(match(api, 'GET', path)).toBeUndefined();
    },
  );

  test('are in a greedy value, but for those at its end', () => {
    expect(match(api, 'GET', '/files/a//b//')?.pathParameters).toEqual({ rest: 'a//b' });
    expect(match(api, 'GET', '/files//a')?.pathParameters).toEqual({ rest: '/a' });
  });
});

describe('the paths that two resources share', () => {
  test.each([
    ['/payments', '/{proxy+}', '/payments'],
    ['/users/me', '/users/{id}', '/users/me'],
    ['/users/{id}', '/users/me', '/users/me'],
    ['/users/{id}', '/{proxy+}', '/users/{id}'],
    ['/a/{proxy+}', '/{proxy+}', '/a/{proxy+}'],
    ['/a/{proxy+}', '/{x}/b', '/a/b'],
    ['/a/{x}', '/{y}/{z}', '/a/{x}'],
  ])('%s and %s share %s', (a, b, expected) => {
    expect(overlap(a, b)).toBe(expected);
  });

  test.each([
    ['/payments', '/orders'],
    ['/payments', '/payments/{proxy+}'],
    ['/payments/{id}', '/payments/{id}/approval'],
    ['/', '/{proxy+}'],
    ['/{x}', '/'],
  ])('%s and %s share none', (a, b) => {
    expect(overlap(a, b)).toBeUndefined();
    expect(overlap(b, a)).toBeUndefined();
  });
});

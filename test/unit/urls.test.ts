import * as fc from 'fast-check';
import { baseUrl, encodePath, metadataUrl, requirementUri, routeOf } from '../../core/answer/urls.ts';
import { METHODS } from '../../core/policy/key.ts';
import { parseExchange, TOKEN_EXCHANGE_GRANT_TYPE } from '../../core/answer/exchange-request.ts';

const BASE = 'https://api.example.com/v1';

describe('the base URL', () => {
  test('is the host that was called, with its stage or base path', () => {
    const at = (...before: string[]) => baseUrl(undefined, { domainName: 'host', before });
    expect(at('v1')).toBe('https://host/v1');
    expect(at('bank', 'v1')).toBe('https://host/bank/v1');
    expect(at()).toBe('https://host');
  });

  test('is the configured one when there is one, whatever host was called', () => {
    expect(baseUrl(BASE, { domainName: 'x', before: ['other'] })).toBe(BASE);
  });
});

describe('the URL of the metadata', () => {
  test.each(['/payments/7', '/a%2Cb', '/a,b', '/payments/', '/a//b', '/%C3%A9'])(
    'repeats the path as it was sent: %s',
    (path) => {
      expect(metadataUrl(BASE, path)).toBe(`${BASE}/.well-known/oauth-protected-resource${path}`);
    },
  );

  test('is that of the whole API for its root', () => {
    expect(metadataUrl(BASE, '/')).toBe(`${BASE}/.well-known/oauth-protected-resource`);
  });

  test.each([
    '/a"b',
    "/a'b",
    '/a$b',
    '/a b',
    '/a\\b',
    '/é',
    '/a%zz',
    '/%',
    '/a\r\nb',
    `/${'a'.repeat(2000)}`,
  ])('is left out for a path that cannot be repeated: %j', (path) => {
    expect(metadataUrl(BASE, path)).toBeUndefined();
  });
});

describe('the path that rules see', () => {
  test('needs no escaping, for every path', () => {
    expect(encodePath('/a"b\\c\r\nd\u0000é\'$%zz')).toMatch(/^[A-Za-z0-9%/]+$/);
    expect(encodePath('/\ud800')).toBe('/%EF%BF%BD');
  });
});

describe('a requirement URI', () => {
  test('names one route, in one spelling', () => {
    const uri = requirementUri(BASE, 'POST', '/payments/{id}');
    expect(uri).toBe(`${BASE}/step-up/requirements/POST/payments/%7Bid%7D`);
    expect(routeOf(uri, BASE)).toEqual({ method: 'POST', template: '/payments/{id}', boundParameters: '' });
  });

  test('has no slash that is encoded or follows another, and is one for each route', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9._:,$-]{1,8}$/);
    const segment = fc.oneof(
      name,
      name.map((one) => `{${one}}`),
      name.map((one) => `{${one}+}`),
    );
    const route = fc.record({
      method: fc.constantFrom(...METHODS),
      template: fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`),
    });
    const uriOf = ({ method, template }: { readonly method: string; readonly template: string }) =>
      requirementUri(BASE, method, template);
    fc.assert(
      fc.property(route, route, (one, other) => {
        expect(uriOf(one).slice('https://'.length)).not.toMatch(/%2F|\/\/|\/$/i);
        expect(routeOf(uriOf(one), BASE)).toEqual({ ...one, boundParameters: '' });
        const isOneRoute = one.method === other.method && one.template === other.template;
        expect(uriOf(one) === uriOf(other)).toBe(isOneRoute);
      }),
    );
  });

  test.each([
    ['POST', '/payments/{id}', 'POST/%2Fpayments%2F%7Bid%7D', ''],
    ['GET', '/', 'GET/%2F', ''],
    ['PUT', '/files/{path+}', 'PUT/%2Ffiles%2F%7Bpath%2B%7D', 'path=a%2Fb'],
  ])('of version 0.1 names %s %s', (method, template, former, boundParameters) => {
    const query = boundParameters === '' ? '' : `?${boundParameters}`;
    const uri = `${BASE}/step-up/requirements/${former}${query}`;
    expect(routeOf(uri, BASE)).toEqual({ method, template, boundParameters });
  });

  test('names one path of it, in one spelling', () => {
    const uri = requirementUri(BASE, 'POST', '/payments/{id}', 'id=17');
    expect(routeOf(uri, BASE)).toEqual({
      method: 'POST',
      template: '/payments/{id}',
      boundParameters: 'id=17',
    });
    for (const other of ['?id=%31', '?id=1&id=2', '?other=1', '?id=1&x=2', '?', '?id=1?', '?id'])
      expect(routeOf(uri.replace('?id=17', other), BASE)).toBeUndefined();
  });

  test.each([
    ['of another API', 'https://evil.example.com/step-up/requirements/POST/%2Fpayments'],
    ['spelt otherwise', `${BASE}/step-up/requirements/POST/%70ayments`],
    ['with a slash at its end', `${BASE}/step-up/requirements/POST/payments/`],
    ['with two slashes', `${BASE}/step-up/requirements/POST//payments`],
    ['of the root, with a slash at its end', `${BASE}/step-up/requirements/POST/`],
    ['for any method', `${BASE}/step-up/requirements/ANY/payments`],
    ['with a query', `${BASE}/step-up/requirements/POST/payments?x=1`],
    ['with an asterisk', `${BASE}/step-up/requirements/GET/*`],
    ['of a group', `${BASE}/step-up/requirements/GROUP/payments`],
    ['with a space', `${BASE}/step-up/requirements/POST/a%20b`],
    ['in lower case, in the form of version 0.1', `${BASE}/step-up/requirements/POST/%2fpayments`],
    ['encoded in part, in that form', `${BASE}/step-up/requirements/POST/%2Fpayments/%7Bid%7D`],
    ['with an asterisk, in that form', `${BASE}/step-up/requirements/GET/%2F*`],
    ['with a space, in that form', `${BASE}/step-up/requirements/POST/%2Fa%20b`],
    ['of two slashes, in that form', `${BASE}/step-up/requirements/POST/%2F%2Fpayments`],
  ])('%s is none', (_, uri) => {
    expect(routeOf(uri, BASE)).toBeUndefined();
  });
});

describe('an exchange request', () => {
  const valid: Record<string, string> = {
    grant_type: TOKEN_EXCHANGE_GRANT_TYPE,
    subject_token: 'a.b.c',
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    resource: requirementUri(BASE, 'POST', '/payments'),
  };
  const parse = (form: readonly (readonly [string, string])[]) => parseExchange(form, [], BASE);
  const withFields = (fields: Record<string, string>) => parse(Object.entries({ ...valid, ...fields }));
  const without = (name: string) => parse(Object.entries(valid).filter(([key]) => key !== name));

  test('gives the token and the route', () => {
    expect(withFields({ client_id: 'app' })).toEqual({
      ok: true,
      value: {
        subjectToken: 'a.b.c',
        method: 'POST',
        template: '/payments',
        boundParameters: '',
        clientId: 'app',
        client: undefined,
        scopes: [],
      },
    });
  });

  test('may have a parameter we do not know (RFC 6749 §3.2)', () => {
    expect(withFields({ foo: 'bar' }).ok).toBe(true);
  });

  test.each(['grant_type', 'subject_token', 'subject_token_type', 'resource'])(
    'without %s is invalid',
    (name) => {
      expect(without(name)).toMatchObject({ ok: false, error: { error: 'invalid_request' } });
    },
  );

  test.each([
    ['another grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['an actor', { actor_token: 'x' }, 'invalid_request'],
    ['an audience', { audience: 'x' }, 'invalid_target'],
    ['a grant as the subject token', { subject_token: `sug_${'a'.repeat(43)}` }, 'invalid_request'],
    ['an ID token', { subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' }, 'invalid_request'],
    [
      'another requested type',
      { requested_token_type: 'urn:ietf:params:oauth:token-type:access_token' },
      'invalid_request',
    ],
    ['a resource elsewhere', { resource: 'https://evil.example.com/' }, 'invalid_target'],
  ])('with %s is refused', (_, fields, error) => {
    expect(withFields(fields)).toMatchObject({ ok: false, error: { error } });
  });

  test('with a parameter sent twice is refused', () => {
    expect(parse([...Object.entries(valid), ['resource', valid.resource ?? '']]).ok).toBe(false);
  });
});

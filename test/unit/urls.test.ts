import {
  baseUrl,
  encodePath,
  metadataUrl,
  pathBelow,
  requirementUri,
  routeOf,
} from '../../core/answer/urls.ts';
import { parseExchange, TOKEN_EXCHANGE_GRANT_TYPE } from '../../core/answer/exchange-request.ts';

const BASE = 'https://api.example.com/v1';

describe('the base URL', () => {
  test.each([
    [
      'with the stage of the default endpoint',
      '/v1/payments/7',
      '/payments/{id}',
      undefined,
      'https://host/v1',
    ],
    ['with the base path of a custom domain', '/bank/payments', '/payments', undefined, 'https://host/bank'],
    ['bare, behind a custom domain without base path', '/payments', '/payments', undefined, 'https://host'],
    ['for a greedy resource', '/v1/files/a/b/c', '/files/{proxy+}', 'a/b/c', 'https://host/v1'],
    [
      'for an encoded slash in a greedy resource',
      '/v1/files/a%2Fb',
      '/files/{proxy+}',
      'a/b',
      'https://host/v1',
    ],
    ['for one that is handed over encoded', '/v1/files/a%2Fb', '/files/{proxy+}', 'a%2Fb', 'https://host/v1'],
    ['for the root', '/v1', '/', undefined, 'https://host/v1'],
  ])('is found from the request: %s', (_, path, template, proxy, expected) => {
    expect(baseUrl(undefined, { domainName: 'host', path, template, proxy })).toBe(expected);
  });

  test('is the configured one when there is one', () => {
    expect(baseUrl(BASE, { domainName: 'x', path: '/', template: '/', proxy: undefined })).toBe(BASE);
  });
});

describe('the URL of the metadata', () => {
  test('is the path of the request behind the well-known one', () => {
    const location = {
      domainName: 'api.example.com',
      path: '/v1/payments/7',
      template: '/payments/{id}',
      proxy: undefined,
    };
    expect(metadataUrl(BASE, pathBelow(location, BASE))).toBe(
      `${BASE}/.well-known/oauth-protected-resource/payments/7`,
    );
  });

  test('needs no escaping, for every path', () => {
    expect(encodePath('/a"b\\c\r\nd\u0000é\'$%zz')).toMatch(/^[A-Za-z0-9%/]+$/);
    expect(encodePath('/\ud800')).toBe('/%EF%BF%BD');
  });

  test('is left out when the path is too long for a header', () => {
    expect(metadataUrl(BASE, `/${'a'.repeat(2000)}`)).toBeUndefined();
  });
});

describe('a requirement URI', () => {
  test('names one route, in one spelling', () => {
    const uri = requirementUri(BASE, 'POST', '/payments/{id}');
    expect(uri).toBe(`${BASE}/step-up/requirements/POST/%2Fpayments%2F%7Bid%7D`);
    expect(routeOf(uri, BASE)).toEqual({ method: 'POST', template: '/payments/{id}', boundParameters: '' });
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
    ['spelt otherwise', `${BASE}/step-up/requirements/POST/%2fpayments`],
    ['unencoded', `${BASE}/step-up/requirements/POST//payments`],
    ['for any method', `${BASE}/step-up/requirements/ANY/%2Fpayments`],
    ['with a query', `${BASE}/step-up/requirements/POST/%2Fpayments?x=1`],
    ['with an asterisk', `${BASE}/step-up/requirements/GET/%2F*`],
    ['of a group', `${BASE}/step-up/requirements/GROUP/payments`],
    ['with a space', `${BASE}/step-up/requirements/POST/%2Fa%20b`],
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
  const parse = (form: readonly (readonly [string, string])[]) => parseExchange(form, BASE);
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

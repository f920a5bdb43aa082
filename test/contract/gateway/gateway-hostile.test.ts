/** Requests that are written to get past the authorizer, or to stop the run: byte by byte, as no HTTP client sends them. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { ECHO, methodOf, startGatewayOf } from '../../support/gateway/parts.ts';
import type { RunningGateway } from '../../support/gateway/parts.ts';

/** Refuses everybody. */
const DENY = `exports.handler = async () => ({
  principalId: 'nobody',
  policyDocument: { Statement: [{ Action: '*', Effect: 'Deny', Resource: '*' }] },
});`;

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayOf(
    { Backend: ECHO, Authorizer: DENY },
    {
      methods: [
        methodOf('ANY', '/payments', true),
        methodOf('ANY', '/payments/{id}', true),
        methodOf('ANY', '/admin/{proxy+}', true),
        methodOf('ANY', '/{proxy+}'),
      ],
    },
  );
});
afterAll(() => gateway.close());

/** Sends the bytes, and returns all that comes back until the server has closed the connection. */
async function raw(bytes: string): Promise<string> {
  const { port } = new URL(gateway.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => undefined);
  // A server that has read the end of the connection answers nothing more. Every other request asks it to close.
  if (bytes === '') socket.end();
  else socket.write(Buffer.from(bytes, 'latin1'));
  return text(socket).catch(() => '');
}

const request = (line: string, headers: readonly string[] = [], body = '') =>
  [line, 'Host: a', 'Connection: close', ...headers, '', body].join('\r\n');

/** Requests on one connection. */
const inRow = (...requests: readonly string[]) =>
  requests
    .map((one, index) => (index === requests.length - 1 ? one : one.replace('Connection: close', 'X-A: b')))
    .join('');

const statusesIn = (answer: string) =>
  [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, one]) => Number(one));

/** No backend behind the authorizer has answered, nothing of the gateway has failed, and it still answers. */
async function expectClosed(answer: string) {
  expect(answer).not.toMatch(/"resource":"\/(?:payments|admin)/);
  expect(gateway.faults).toEqual([]);
  expect((await fetch(`${gateway.url}/open`)).status).toBe(200);
}

// Node.js ends the connection itself (HPE_INVALID_METHOD), before the gateway sees a request.
test.each(['FOO', 'PAY', 'get'])('%s, a verb that Node.js does not know, gets a bare 400', async (verb) => {
  const answer = await raw(request(`${verb} /v1/payments HTTP/1.1`));
  expect(answer).toBe('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
});

describe('the authorizer is asked for every spelling that reaches a protected resource', () => {
  test.each([
    '/v1/payments',
    '//v1//payments',
    '/v1///payments//',
    '/v1/%70ayments',
    '/v1/payments?a=/../open',
    '/v1/payments/..',
    '/v1/payments/%2e%2e',
    '/v1/payments/..%2fopen',
    '/v1/payments/%00',
    '/v1/payments/%zz',
    '/v1/payments/a;b',
    '/v1/payments/a\\b',
    '/v1/payments/%252e',
    '/v1/payments/__proto__',
    '/v1/payments/17#a',
    '/v1/admin/../open',
    '/v1/admin//../../open',
    '/v1/admin/%2e%2e/open',
    '/v1/admin/..;/open',
  ])('GET %s', async (path) => {
    const answer = await raw(request(`GET ${path} HTTP/1.1`));
    expect(statusesIn(answer)).toEqual([403]);
    await expectClosed(answer);
  });

  test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s', async (verb) => {
    const answer = await raw(request(`${verb} /v1/payments HTTP/1.1`));
    expect(statusesIn(answer)).toEqual([403]);
    await expectClosed(answer);
  });
});

describe('what is no request for a resource reaches none', () => {
  test.each<[string, string]>([
    ['the absolute form', request('GET http://a/v1/payments HTTP/1.1')],
    ['the absolute form of another host', request('GET http://user@[::1]:9/v1/payments HTTP/1.1')],
    ['OPTIONS of the server', request('OPTIONS * HTTP/1.1')],
    ['a tunnel', request('CONNECT a:443 HTTP/1.1')],
    ['no path', request('GET  HTTP/1.1')],
    ['a path without a slash', request('GET v1/payments HTTP/1.1')],
    ['a stage in another spelling', request('GET /%76%31/payments HTTP/1.1')],
    ['dots before the stage', request('GET /../v1/payments HTTP/1.1')],
    ['another verb', request('TRACE /v1/payments HTTP/1.1')],
    ['another verb of WebDAV', request('PROPFIND /v1/payments HTTP/1.1')],
    ['a verb that nobody knows', request('PAY /v1/payments HTTP/1.1')],
    ['a verb in lower case', request('get /v1/payments HTTP/1.1')],
    ['a long path', request(`GET /v1/payments/${'a'.repeat(9_000)} HTTP/1.1`)],
    ['a path that is too long to read', request(`GET /v1/payments/${'a'.repeat(200_000)} HTTP/1.1`)],
    ['large headers', request('GET /v1/payments HTTP/1.1', [`X-A: ${'a'.repeat(20_000)}`])],
    ['a request without a host', 'GET /v1/payments HTTP/1.1\r\n\r\n'],
    ['two hosts', request('GET /v1/payments HTTP/1.1', ['Host: b'])],
    [
      'a length and chunks',
      request('POST /v1/payments HTTP/1.1', ['Content-Length: 3', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
    ],
    [
      'two lengths',
      request('POST /v1/payments HTTP/1.1', ['Content-Length: 3', 'Content-Length: 4'], 'abcd'),
    ],
    ['a length that is no number', request('POST /v1/payments HTTP/1.1', ['Content-Length: +3'], 'abc')],
    [
      'a bad chunk',
      request('POST /v1/payments HTTP/1.1', ['Transfer-Encoding: chunked'], 'zz\r\nabc\r\n0\r\n\r\n'),
    ],
    ['a header with a space in its name', request('GET /v1/payments HTTP/1.1', ['X Bad: a'])],
    ['a header that is folded', request('GET /v1/payments HTTP/1.1', ['X-A: a\r\n b'])],
    [
      'an expectation that nobody knows',
      request('POST /v1/payments HTTP/1.1', ['Expect: magic', 'Content-Length: 0']),
    ],
    ['HTTP/0.9', 'GET /v1/payments\r\n\r\n'],
    ['bytes that are no text', request('GET /v1/payments/\xff\xfe HTTP/1.1')],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['nothing', ''],
  ])('%s', async (_, bytes) => {
    const answer = await raw(bytes);
    for (const status of statusesIn(answer)) expect([400, 403, 413, 417, 431, 505]).toContain(status);
    await expectClosed(answer);
  });
});

describe('the authorizer is asked, too, by', () => {
  test.each<[string, string, readonly number[]]>([
    ['HTTP/1.0', 'GET /v1/payments HTTP/1.0\r\n\r\n', [403]],
    [
      'requests in a row',
      inRow(
        request('GET /v1/open HTTP/1.1'),
        request('GET /v1/payments HTTP/1.1'),
        request('GET /v1/open HTTP/1.1'),
      ),
      [200, 403, 200],
    ],
    [
      'a request behind a body that is as long as it says',
      inRow(
        request('POST /v1/open HTTP/1.1', ['Content-Length: 3'], 'abc'),
        request('GET /v1/payments HTTP/1.1'),
      ),
      [200, 403],
    ],
    [
      'chunks, with a trailer',
      request(
        'POST /v1/payments HTTP/1.1',
        ['Transfer-Encoding: chunked', 'Trailer: Authorization'],
        '3\r\nabc\r\n0\r\nAuthorization: Bearer a\r\n\r\n',
      ),
      [403],
    ],
    [
      'an expectation',
      request('POST /v1/payments HTTP/1.1', ['Expect: 100-continue', 'Content-Length: 3'], 'abc'),
      [100, 403],
    ],
    [
      'an upgrade',
      request('GET /v1/payments HTTP/1.1', ['Connection: Upgrade', 'Upgrade: websocket']),
      [403],
    ],
    [
      'a verb in a header',
      request('POST /v1/payments HTTP/1.1', ['X-HTTP-Method-Override: GET', 'Content-Length: 0']),
      [403],
    ],
    [
      'a path in a header',
      request('GET /v1/payments HTTP/1.1', ['X-Original-URL: /v1/open', 'X-Rewrite-URL: /v1/open']),
      [403],
    ],
    [
      'two credentials',
      request('GET /v1/payments HTTP/1.1', ['Authorization: Bearer a', 'Authorization: Basic b']),
      [403],
    ],
    [
      'names that every object has',
      request('GET /v1/payments?__proto__=1&constructor=2 HTTP/1.1', [
        '__proto__: 1',
        'constructor: 2',
        'x-amzn-RequestId: __proto__',
      ]),
      [403],
    ],
    [
      'types of no kind',
      request('POST /v1/payments HTTP/1.1', ['Content-Type: ;;/', 'Accept: ,', 'Content-Length: 1'], '\xff'),
      [403],
    ],
    ['a request id of bytes', request('GET /v1/payments HTTP/1.1', ['x-amzn-RequestId: \xff"<>']), [403]],
  ])('%s', async (_, bytes, statuses) => {
    const answer = await raw(bytes);
    expect(statusesIn(answer)).toEqual(statuses);
    await expectClosed(answer);
  });
});

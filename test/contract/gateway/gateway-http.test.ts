import type { ApiResource } from '../../../local/template/api.ts';
import { ECHO, methodOf, startGatewayOf, stageOf } from '../../support/gateway/parts.ts';
import type { RunningGateway } from '../../support/gateway/parts.ts';

/** Denies what has the header X-Deny. */
const AUTHORIZER = `exports.handler = async (event) => ({
  principalId: 'me',
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: '*', Effect: event.headers['X-Deny'] ? 'Deny' : 'Allow', Resource: '*' }] },
  context: { header: decodeURIComponent(event.headers['X-Echo'] ?? '') },
});`;

/** Answers with what is in the query, as JSON. */
const ANSWER = `exports.handler = async (event) => JSON.parse(event.queryStringParameters.answer);`;

const gateways: RunningGateway[] = [];
async function start(code: Record<string, string>, api: Partial<ApiResource>): Promise<RunningGateway> {
  const gateway = await startGatewayOf(code, api);
  gateways.push(gateway);
  return gateway;
}
afterAll(() => Promise.all(gateways.map((gateway) => gateway.close())));

describe('the answer of a function', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await start({ Backend: ANSWER }, { methods: [methodOf('GET', '/')] });
  });
  const answered = (answer: unknown) =>
    fetch(`${gateway.url}/?answer=${encodeURIComponent(JSON.stringify(answer))}`);

  test('keeps every value of a header, and merges both ways to write it', async () => {
    const { headers } = await answered({
      statusCode: 200,
      headers: { Link: '<0>', Vary: 'Origin' },
      multiValueHeaders: { Link: ['<1>', '<2>'], vary: ['Origin'] },
    });
    expect(headers.get('link')).toBe('<1>, <2>, <0>');
    expect(headers.get('vary')).toBe('Origin');
  });

  test.each([
    'Authorization',
    'Connection',
    'Content-Length',
    'Content-MD5',
    'Date',
    'Host',
    'Server',
    'TE',
    'Transfer-Encoding',
    'Via',
    'WWW-Authenticate',
  ])('has %s renamed', async (name) => {
    const { headers } = await answered({ statusCode: 200, headers: { [name]: 'own' } });
    expect(headers.get(`x-amzn-remapped-${name}`)).toBe('own');
    expect(headers.get(name)).not.toBe('own');
  });

  test.each([
    ['is null', null],
    ['is a text', 'ok'],
    ['has a body that is no text', { statusCode: 200, body: {} }],
    ['has a header that is no text', { statusCode: 200, headers: { a: [] } }],
    ['has an interim status', { statusCode: 101 }],
    ['has no status of HTTP', { statusCode: 1000 }],
  ])('that %s is a 502', async (_, answer) => {
    const response = await answered(answer);
    expect([response.status, await response.json()]).toEqual([502, { message: 'Internal server error' }]);
  });

  test.each([
    ['a name', 'X Bad', 'a'],
    ['a value', 'X-Bad', 'a\nb'],
  ])('with %s that HTTP does not allow is a 500, without its headers', async (_, name, value) => {
    const response = await answered({
      statusCode: 200,
      multiValueHeaders: { 'Set-Cookie': ['a=1'], [name]: [value] },
    });
    expect([response.status, response.headers.get('set-cookie')]).toEqual([500, null]);
    expect(gateway.faults.at(-1)).toMatch(/header/i);
  });
});

describe('gateway responses', () => {
  const responses = [
    {
      responseType: 'ACCESS_DENIED',
      statusCode: 401,
      parameters: {
        'gatewayresponse.header.X-Echo': 'context.authorizer.header',
        'gatewayresponse.header.X-Origin': 'method.request.header.Origin',
        'gatewayresponse.header.X-Query': 'method.request.querystring.q',
        'gatewayresponse.header.X-Path': 'method.request.path.id',
        'gatewayresponse.header.X-Request': 'context.extendedRequestId',
        'gatewayresponse.header.content-type': "'application/problem+json'",
      },
      bodyTemplate:
        '{"who":"$context.authorizer.principalId","v":"$stageVariables.x","none":"$context.authorizer.none."}',
    },
    {
      responseType: 'DEFAULT_4XX',
      statusCode: undefined,
      parameters: {},
      bodyTemplate: '{"type":"$context.error.responseType","text":$context.error.messageString}',
    },
  ];
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await start(
      { Authorizer: AUTHORIZER, Backend: ECHO },
      { methods: [methodOf('GET', '/items/{id}', true)], gatewayResponses: responses },
    );
  });
  const denied = (headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/items/a%20b?q=1`, { headers: { 'X-Deny': '1', ...headers } });

  test('map headers, query, path and context of the request into headers', async () => {
    const { headers } = await denied({ Origin: 'http://o', 'X-Echo': 'Bearer%20a%3D%22b%22' });
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-echo': 'Bearer a="b"',
      'x-origin': 'http://o',
      'x-query': '1',
      'x-path': 'a%20b',
      'x-request': headers.get('x-amz-apigw-id'),
      'content-type': 'application/problem+json',
      'x-amzn-errortype': 'AccessDeniedException',
    });
  });

  test('substitute what is there, and nothing for what is not', async () => {
    expect(await (await denied()).json()).toEqual({ who: 'me', v: '', none: '.' });
  });

  test('stand in for all of their class, with the type and the text of the refusal', async () => {
    const response = await fetch(`${gateway.url}/nowhere`);
    expect([response.status, await response.json()]).toEqual([
      403,
      { type: 'MISSING_AUTHENTICATION_TOKEN', text: 'Missing Authentication Token' },
    ]);
  });

  test('answer 500 when what is mapped cannot be a header', async () => {
    expect((await denied({ 'X-Echo': 'a%0d%0aSet-Cookie:%20b' })).status).toBe(500);
  });

  test('with a mapping that is not known here do not start', async () => {
    const parameters = { 'gatewayresponse.header.X': 'method.request.body.a' };
    const start = startGatewayOf(
      {},
      {
        gatewayResponses: [
          { responseType: 'THROTTLED', statusCode: undefined, parameters, bodyTemplate: undefined },
        ],
      },
    );
    await expect(start).rejects.toThrow(/THROTTLED.*method\.request\.body\.a.*gatewayresponse\.header\.X/);
  });
});

describe('the access log', () => {
  test('has times, lengths and the status that was sent', async () => {
    const gateway = await start(
      { Authorizer: AUTHORIZER, Backend: ECHO },
      {
        methods: [methodOf('GET', '/items/{id}', true)],
        stages: [
          stageOf({
            accessLogFormat:
              '$context.status|$context.responseLength|$context.responseLatency|$context.authorizer.latency|$context.authorizer.principalId|$context.requestTime|$context.error.responseType',
          }),
        ],
      },
    );
    const response = await fetch(`${gateway.url}/items/1`);
    const length = (await response.text()).length;
    expect(gateway.accessLog.at(-1)).toMatch(
      new RegExp(`^200\\|${length}\\|\\d+\\|\\d+\\|me\\|\\d\\d/\\w{3}/\\d{4}:.*\\|-$`),
    );
    await fetch(`${gateway.url}/items/1`, { headers: { 'X-Deny': '1' } });
    expect(gateway.accessLog.at(-1)).toMatch(/^403\|.*\|ACCESS_DENIED$/);
  });
});

describe('throttling', () => {
  test('of an ANY method counts its requests together; others go on', async () => {
    const gateway = await start(
      { Backend: ECHO },
      {
        methods: [methodOf('ANY', '/any'), methodOf('GET', '/other')],
        stages: [
          stageOf({ throttling: [{ httpMethod: 'ANY', resourcePath: '/any', rate: 0.001, burst: 2 }] }),
        ],
      },
    );
    const statusOf = async (path: string, method: string) =>
      (await fetch(`${gateway.url}${path}`, { method })).status;
    expect(await statusOf('/any', 'GET')).toBe(200);
    expect(await statusOf('/any', 'POST')).toBe(200);
    expect(await statusOf('/any', 'PUT')).toBe(429);
    expect(await statusOf('/other', 'GET')).toBe(200);
  });
});

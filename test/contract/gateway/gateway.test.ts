import { createConnection } from 'node:net';
import * as v from 'valibot';
import { startSmallGateway, STAGE } from './small-gateway.ts';
import { methodOf } from '../../support/gateway/parts.ts';
import type { RunningGateway } from '../../support/gateway/parts.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startSmallGateway();
});
afterAll(() => gateway.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}${path}`, { headers });
const mode = (value: string) => get('/guarded', { 'X-Mode': value });

const echo = v.object({
  event: v.looseObject({
    resource: v.string(),
    path: v.string(),
    pathParameters: v.nullable(v.record(v.string(), v.string())),
    multiValueHeaders: v.record(v.string(), v.array(v.string())),
    requestContext: v.looseObject({ authorizer: v.optional(v.record(v.string(), v.unknown())) }),
  }),
  environment: v.record(v.string(), v.string()),
  timerRanAt: v.nullable(v.number()),
  pid: v.number(),
});
const echoed = async (response: Response) => v.parse(echo, await response.json());

describe('the method for a request', () => {
  test.each([
    ['/items/7', '/items/{id}', { id: '7' }],
    ['/items/special', '/items/special', null],
    ['/items/a%2Fb%20c', '/items/{id}', { id: 'a%2Fb%20c' }],
    ['/files/a/b', '/files/{proxy+}', { proxy: 'a/b' }],
  ])('%s is %s', async (path, resource, pathParameters) => {
    expect((await echoed(await get(path))).event).toMatchObject({ resource, pathParameters });
  });

  test.each([['/nowhere'], ['/items'], ['/items/'], ['/files'], ['/items/1/2'], ['/OPEN']])(
    '%s has none',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(403);
      expect(await response.json()).toEqual({ message: 'Missing Authentication Token' });
    },
  );

  test('may be that of a less specific resource, where a more specific one lacks the verb', async () => {
    const own = await startSmallGateway({
      methods: [methodOf('POST', '/items/special', true), methodOf('ANY', '/{proxy+}')],
    });
    const response = await fetch(`${own.url}/items/special`, { method: 'PUT' });
    expect((await echoed(response)).event).toMatchObject({ resource: '/{proxy+}' });
    await own.close();
  });

  test('outside the stage no method is found', async () => {
    expect((await fetch(gateway.url.replace('/v1', '/v10'))).status).toBe(403);
  });
});

describe('the event', () => {
  test('keeps the case of header names, and every value of a repeated one', async () => {
    const { port } = new URL(gateway.url);
    const text = await new Promise<string>((resolve) => {
      let received = '';
      const socket = createConnection(Number(port), '127.0.0.1');
      socket.on('data', (chunk) => (received += chunk.toString()));
      socket.on('end', () => {
        resolve(received);
      });
      socket.write(
        'GET /v1/open HTTP/1.1\r\nHost: h\r\nX-TwiCe: 1\r\nX-TwiCe: 2\r\n__proto__: x\r\nConnection: close\r\n\r\n',
      );
    });
    expect(text).toContain('\\"X-TwiCe\\":[\\"1\\",\\"2\\"]'.replaceAll('\\', ''));
    expect(text).toMatch(/^HTTP\/1\.1 200/);
  });

  test('of the authorizer has the method ARN with the raw path, and the stage in the context’s path', async () => {
    const { event } = await echoed(await get('/items/a%20b?q=1'));
    const authorizerEvent: unknown = JSON.parse(String(event.requestContext.authorizer?.event));
    expect(authorizerEvent).toMatchObject({
      type: 'REQUEST',
      methodArn: 'arn:aws:execute-api:us-east-1:123456789012:abcdefghij/v1/GET/items/a%20b',
      resource: '/items/{id}',
      queryStringParameters: { q: '1' },
      requestContext: { path: '/v1/items/a%20b', stage: 'v1', apiId: 'abcdefghij' },
    });
  });

  test('of the integration has the authorizer’s context as strings', async () => {
    const { event } = await echoed(await get('/guarded'));
    expect(event.requestContext.authorizer).toMatchObject({
      principalId: 'me',
      text: 'a',
      number: '1',
      truth: 'true',
    });
  });
});

describe('the policy of the authorizer', () => {
  test.each([
    ['allow', 200, undefined],
    ['wildcard', 200, undefined],
    [
      'deny',
      403,
      {
        Message:
          'User is not authorized to access this resource with an explicit deny in an identity-based policy',
      },
    ],
    [
      'both',
      403,
      {
        Message:
          'User is not authorized to access this resource with an explicit deny in an identity-based policy',
      },
    ],
    ['other', 403, { Message: 'User is not authorized to access this resource' }],
    ['nested', 500, { message: 'Internal server error' }],
    ['no-principal', 200, undefined],
    ['nothing', 500, { message: 'Internal server error' }],
    ['unauthorized', 401, { message: 'Unauthorized' }],
    ['throw', 500, { message: null }],
    ['crash', 500, { message: null }],
    ['slow', 500, { message: null }],
  ])('%s gives %i', async (value, status, body) => {
    const response = await mode(value);
    expect(response.status).toBe(status);
    if (body !== undefined) expect(await response.json()).toEqual(body);
  });

  test('is asked anew after a crash and a time-out', async () => {
    await mode('crash');
    expect((await mode('allow')).status).toBe(200);
  });
});

describe('the answer of a function', () => {
  test('has its challenge header renamed, unlike a gateway response', async () => {
    const response = await get('/open?mode=challenge');
    expect(response.headers.get('www-authenticate')).toBeNull();
    expect(response.headers.get('x-amzn-remapped-www-authenticate')).toBe('Bearer');
  });

  test('may repeat a header', async () => {
    expect((await get('/open')).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  test.each([
    ['malformed', 502],
    ['header', 500],
  ])('that is %s is a %i', async (value, status) => {
    expect((await get(`/open?mode=${value}`)).status).toBe(status);
  });
});

describe('an instance of a function', () => {
  test('sees nothing of the environment around it', async () => {
    process.env.SECRET_OF_THE_TEST = 'x';
    const { environment } = await echoed(await get('/open'));
    expect(environment).toMatchObject({ OWN: 'yes', AWS_LAMBDA_FUNCTION_NAME: 'Backend', TZ: ':UTC' });
    expect(environment).not.toHaveProperty('SECRET_OF_THE_TEST');
    expect(environment).not.toHaveProperty('HOME');
  });

  test('is frozen between two requests: unfinished work continues with the next one', async () => {
    const first = await echoed(await get('/open?mode=timer'));
    // Longer than the function's timer of 2 s, which would have run by then if the instance were not frozen. The timer
    // is long, so that a busy machine freezes the instance before it runs.
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    const thawed = Date.now();
    const second = await echoed(await get('/open'));
    expect(second.pid).toBe(first.pid);
    const third = await echoed(await get('/open'));
    expect(second.timerRanAt ?? third.timerRanAt).toBeGreaterThanOrEqual(thawed);
  });

  test('serves one request at a time: others get instances of their own, up to the limit', async () => {
    const answers = await Promise.all(Array.from({ length: 9 }, () => get('/open?mode=pause').then(echoed)));
    expect(new Set(answers.map(({ pid }) => pid)).size).toBe(3);
  });
});

describe('limits', () => {
  test('headers of more than 10,240 bytes and bodies of more than 10 MB are refused', async () => {
    expect((await get('/open', { 'X-Large': 'x'.repeat(11_000) })).status).toBe(413);
    const large = await fetch(`${gateway.url}/files/a`, {
      method: 'POST',
      body: 'x'.repeat(10 * 1024 * 1024 + 1),
    });
    expect(large.status).toBe(413);
  });

  test('a method ARN that is too long finds no method', async () => {
    expect((await get(`/files/${'x'.repeat(2_000)}`)).status).toBe(403);
  });
});

describe('mock methods and the access log', () => {
  test.each([
    ['https://a.example.com', 'https://a.example.com'],
    ['https://b.example.com', 'https://b.example.com'],
    ['https://c.example.com', 'https://a.example.com'],
  ])('OPTIONS from %s is answered without a function, for %s', async (origin, allowed) => {
    const response = await fetch(`${gateway.url}/open`, { method: 'OPTIONS', headers: { Origin: origin } });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, allowed]);
  });

  test('the log has what the format asks for, and a dash for what is not there', async () => {
    await get('/guarded');
    expect(gateway.accessLog.at(-1)).toBe('{"status":"200","who":"a","nothing":"-"}');
  });
});

describe('gateway responses of the API', () => {
  const parameters = {
    'gatewayresponse.header.X-Literal': "'yes'",
    'gatewayresponse.header.WWW-Authenticate': 'context.authorizer.text',
    'gatewayresponse.header.X-None': 'context.authorizer.none',
  };
  const denied = {
    responseType: 'ACCESS_DENIED',
    statusCode: 401,
    parameters,
    bodyTemplate:
      '{"a":"$context.authorizer.text","b":$context.authorizer.number,"c":"$context.authorizer.none","d":$context.error.messageString}',
  };
  const others = { responseType: 'DEFAULT_5XX', statusCode: 503, parameters: {}, bodyTemplate: undefined };
  let own: RunningGateway;
  beforeAll(async () => {
    own = await startSmallGateway({
      gatewayResponses: [denied, others],
      stages: [{ ...STAGE, throttling: [{ httpMethod: '*', resourcePath: '*', rate: 0.001, burst: 3 }] }],
    });
  });
  afterAll(() => own.close());

  test('set status, headers from the context, and a body by plain substitution; a default stands in for its class', async () => {
    const response = await fetch(`${own.url}/guarded`, { headers: { 'X-Mode': 'deny' } });
    expect(response.status).toBe(401);
    expect(response.headers.get('x-literal')).toBe('yes');
    expect(response.headers.get('www-authenticate')).toBe('a');
    expect(response.headers.has('x-none')).toBe(false);
    expect(await response.json()).toEqual({
      a: 'a',
      b: 1,
      c: '',
      d: 'User is not authorized to access this resource with an explicit deny in an identity-based policy',
    });
    expect((await fetch(`${own.url}/guarded`, { headers: { 'X-Mode': 'throw' } })).status).toBe(503);
  });

  test('throttling answers 429', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 4 }, async () => (await fetch(`${own.url}/guarded`)).status),
    );
    expect(statuses).toContain(429);
  });
});

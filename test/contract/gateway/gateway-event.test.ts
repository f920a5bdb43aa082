import { createConnection } from 'node:net';
import * as v from 'valibot';
import { ECHO, methodOf, startGatewayOf } from '../../support/gateway/parts.ts';
import type { RunningGateway } from '../../support/gateway/parts.ts';

/** Allows every request, and returns the event in its context. */
const AUTHORIZER = `exports.handler = async (event) => ({
  principalId: 'me',
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: '*', Effect: 'Allow', Resource: '*' }] },
  context: { event: JSON.stringify(event) },
});`;

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayOf(
    { Authorizer: AUTHORIZER, Backend: ECHO },
    { methods: [methodOf('GET', '/open'), methodOf('POST', '/open'), methodOf('GET', '/guarded', true)] },
  );
});
afterAll(() => gateway.close());

const eventSchema = v.looseObject({
  queryStringParameters: v.unknown(),
  requestContext: v.looseObject({ authorizer: v.optional(v.looseObject({ event: v.string() })) }),
});

describe('the events', () => {
  const eventOf = async (path: string, headers: Record<string, string> = {}) =>
    v.parse(eventSchema, await (await fetch(`${gateway.url}${path}`, { headers })).json());

  test('have the whole query, question marks too', async () => {
    const { queryStringParameters } = await eventOf('/open?to=http://h/?x=1&to=%3F&empty=&y');
    expect(queryStringParameters).toEqual({ to: '?', empty: '', y: '' });
  });

  // As observed on AWS: events of aws-powertools/powertools-lambda-typescript, packages/parser/tests/events/apigw-rest.
  test('have null for a missing part; the authorizer’s event has an empty object', async () => {
    const event = await eventOf('/guarded');
    const nothing = {
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      stageVariables: null,
    };
    expect(event).toMatchObject({ ...nothing, body: null, isBase64Encoded: false });
    const asked: unknown = JSON.parse(event.requestContext.authorizer?.event ?? '');
    expect(asked).toMatchObject(Object.fromEntries(Object.keys(nothing).map((key) => [key, {}])));
    expect(asked).not.toHaveProperty('body');
  });

  test('have the request context of the caller', async () => {
    const { requestContext } = await eventOf('/open', { 'User-Agent': 'me/1', 'X-Amzn-RequestId': 'mine' });
    expect(requestContext).toMatchObject({
      path: '/v1/open',
      resourcePath: '/open',
      protocol: 'HTTP/1.1',
      requestId: 'mine',
      requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      requestTimeEpoch: expect.any(Number),
      domainName: new URL(gateway.url).host,
      identity: { sourceIp: '127.0.0.1', userAgent: 'me/1', accountId: null, userArn: null },
    });
    expect(requestContext).not.toHaveProperty('authorizer');
  });

  test('have the principal, and the latency of the authorizer', async () => {
    const { requestContext } = await eventOf('/guarded');
    expect(requestContext.authorizer).toMatchObject({
      principalId: 'me',
      integrationLatency: expect.any(Number),
    });
  });
});

describe('a client', () => {
  test('that closes the connection in the middle of its request is no fault of the gateway', async () => {
    const { port } = new URL(gateway.url);
    await new Promise<void>((resolve) => {
      const socket = createConnection(Number(port), '127.0.0.1', () => {
        socket.write('POST /v1/open HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc');
        // By then the gateway reads the body: it gives no sign of that.
        setTimeout(() => {
          socket.destroy();
          resolve();
        }, 50);
      });
    });
    const response = await fetch(`${gateway.url}/open`, { method: 'POST', body: 'x' });
    expect([response.status, gateway.faults]).toEqual([200, []]);
  });
});

/**
 * What API Gateway makes of the answers of functions and of binary data, as others measured it on AWS. LS: answers that
 * LocalStack recorded on AWS (tests/aws/services/apigateway/test_apigateway_lambda.py); MS: comments of MiniStack that are
 * marked as measured (services/apigateway_v1.py).
 */
import { methodOf, mockOf, startGatewayOf } from '../../support/gateway/parts.ts';
import type { RunningGateway } from '../../support/gateway/parts.ts';
import { send } from '../../support/send.ts';

/** Answers with the JSON in the header X-Answer, or with its event. */
const BACKEND = `exports.handler = async (event) =>
  event.headers['X-Answer'] === undefined
    ? { statusCode: 200, body: JSON.stringify({ body: event.body, isBase64Encoded: event.isBase64Encoded }) }
    : JSON.parse(event.headers['X-Answer']);`;

const gateways: RunningGateway[] = [];
async function start(binaryMediaTypes: readonly string[] = []): Promise<RunningGateway> {
  const methods = [
    methodOf('POST', '/'),
    { ...methodOf('OPTIONS', '/'), integration: mockOf({}) },
    { ...methodOf('OPTIONS', '/text'), integration: mockOf({ readsText: true }) },
    {
      ...methodOf('GET', '/template'),
      integration: mockOf({ readsText: true }, { bodyTemplates: { 'application/json': '{}' } }),
    },
    {
      ...methodOf('GET', '/written'),
      integration: mockOf(
        { readsText: true },
        { bodyTemplates: { 'application/json': '{}' }, writesText: true },
      ),
    },
  ];
  const gateway = await startGatewayOf({ Backend: BACKEND }, { methods, binaryMediaTypes });
  gateways.push(gateway);
  return gateway;
}

let plain: RunningGateway;
let images: RunningGateway;
let all: RunningGateway;
beforeAll(async () => {
  plain = await start();
  images = await start(['image/png', '*/test', 'audio/*']);
  all = await start(['*/*']);
});
afterAll(() => Promise.all(gateways.map((gateway) => gateway.close())));

type Pairs = [string, string][];

const answered = (answer: unknown, more: Pairs = [], gateway = plain) =>
  send('POST', `${gateway.url}/`, [['X-Answer', JSON.stringify(answer)], ...more]);

describe('the answer of a function (LS test_lambda_aws_proxy_response_format, test_aws_proxy_response_payload_format_validation)', () => {
  test.each([
    ['is empty', {}, 200],
    ['has headers only', { headers: { 'test-header': 'value' } }, 200],
    ['has a status only', { statusCode: 200 }, 200],
    ['has its status as text', { statusCode: '201' }, 201],
    ['has null for its headers', { statusCode: 200, headers: null }, 200],
    ['has a list of values', { statusCode: 200, multiValueHeaders: { 'test-multi': ['1', '2'] } }, 200],
    ['has an unknown member', { statusCode: 200, wrongValue: 'value' }, 502],
    ['has text for its status', { statusCode: 'test' }, 502],
    ['is a text', 'justAString', 502],
    ['has one value as a list', { statusCode: 200, multiValueHeaders: { a: 'value1' } }, 502],
  ])('that %s', async (_, answer, status) => {
    const response = await answered(answer);
    expect(response.status).toBe(status);
    expect(response.body).toEqual(status === 502 ? { message: 'Internal server error' } : undefined);
  });

  test('may have a boolean for a header', async () => {
    const { headers } = await answered({ statusCode: 200, headers: { 'header-bool': true } });
    expect(headers).toMatchObject({ 'header-bool': 'true', 'content-type': 'application/json' });
  });

  test('has its lists before its single headers, whatever the case of their names', async () => {
    const { headers } = await answered({
      statusCode: 200,
      multiValueHeaders: { 'tesT-Multi': ['value-multi'] },
      headers: { 'test-multi': 'value-solo' },
    });
    expect(headers['test-multi']).toBe('value-multi, value-solo');
  });
});

describe('the header X-Amzn-Trace-Id (LS test_invocation_trace_id)', () => {
  test('comes with the answer of a function', async () => {
    const { headers } = await answered({});
    expect(headers['x-amzn-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  });

  test('comes with no mock and no error', async () => {
    const { headers } = await answered('no answer');
    expect(headers).not.toHaveProperty('x-amzn-trace-id');
    expect((await send('OPTIONS', `${plain.url}/`)).headers).not.toHaveProperty('x-amzn-trace-id');
  });
});

describe('an answer in base64 (LS test_aws_proxy_binary_response, MS)', () => {
  const encoded = { statusCode: 200, body: Buffer.from('bytes').toString('base64'), isBase64Encoded: true };
  const bodyFor = async (accept: string | undefined, gateway: RunningGateway) =>
    (await answered(encoded, accept === undefined ? [] : [['Accept', accept]], gateway)).text;

  test.each([
    ['image/png'],
    ['image/png, text/html;q=0.9'],
    ['image/png;v=1'],
    ['IMAGE/PNG'],
    ['audio/ogg'],
    ['audio/*'],
  ])('is decoded where its first Accept type is one of the API: %s', async (accept) => {
    expect(await bodyFor(accept, images)).toBe('bytes');
  });

  test.each([[undefined], ['image/jpg'], ['image/*'], ['*/*'], ['random/test'], ['text/html, image/png']])(
    'stays text where it is not: %s',
    async (accept) => {
      expect(await bodyFor(accept, images)).toBe(encoded.body);
    },
  );

  test('stays text on an API without binary types, and is decoded for every type on one with */*', async () => {
    expect(await bodyFor('image/png', plain)).toBe(encoded.body);
    expect(await bodyFor('application/json', all)).toBe('bytes');
    expect(await bodyFor('*/*', all)).toBe('bytes');
  });
});

describe('the body of a request (MS)', () => {
  const received = async (type: string, gateway: RunningGateway) =>
    (await send('POST', `${gateway.url}/`, [['Content-Type', type]], 'é')).body;

  test('comes in base64 where its type is one of the API', async () => {
    expect(await received('image/png; a=b', images)).toEqual({ body: 'w6k=', isBase64Encoded: true });
    expect(await received('application/json', all)).toEqual({ body: 'w6k=', isBase64Encoded: true });
  });

  test('comes as text where it is not', async () => {
    expect(await received('application/json', images)).toEqual({ body: 'é', isBase64Encoded: false });
    expect(await received('image/png', plain)).toEqual({ body: 'é', isBase64Encoded: false });
  });

  test('is null where there is none, on every API', async () => {
    expect((await send('POST', `${all.url}/`)).body).toEqual({ body: null, isBase64Encoded: false });
  });
});

// Reports of users, and Serverless Land, "Disable Content-Type conversion in Mock integration".
describe('a mock on an API with */*', () => {
  test('is a 500 without CONVERT_TO_TEXT, preflights among them (R)', async () => {
    const { status, body } = await send('OPTIONS', `${all.url}/`);
    expect([status, body]).toEqual([500, { message: 'Internal server error' }]);
  });

  test('answers with it, and so does one on an API with other binary types', async () => {
    expect((await send('OPTIONS', `${all.url}/text`)).status).toBe(200);
    expect((await send('OPTIONS', `${images.url}/`)).status).toBe(200);
  });

  // AWS: "Content type conversions in API Gateway": the table for integration responses.
  test('that writes a body needs it in the response, too', async () => {
    const accept: Pairs = [['Accept', '*/*']];
    expect((await send('GET', `${all.url}/template`, accept)).status).toBe(500);
    expect((await send('GET', `${all.url}/written`, accept)).status).toBe(200);
  });
});

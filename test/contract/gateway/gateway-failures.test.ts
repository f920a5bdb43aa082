/**
 * Headers that API Gateway drops, and what it says itself, as others measured it on AWS. LS: answers that LocalStack recorded
 * on AWS; MS: comments of MiniStack that are marked as measured (services/apigateway_v1.py); R: reports of users.
 */
import * as v from 'valibot';
import { ECHO, methodOf, startGatewayOf, stageOf } from '../../support/gateway/parts.ts';
import type { RunningGateway } from '../../support/gateway/parts.ts';
import { send } from '../../support/send.ts';
import type { HeaderPairs } from '../../support/send.ts';

/** By the header X-Mode: throws, answers with no policy, or denies. Its event is in the context. */
const AUTHORIZER = `exports.handler = async (event) => {
  if (event.headers['X-Mode'] === 'throw') throw new Error('boom');
  if (event.headers['X-Mode'] === 'malformed') return { principalId: 'me' };
  const Effect = event.headers['X-Mode'] === 'deny' ? 'Deny' : 'Allow';
  const policyDocument = { Version: '2012-10-17', Statement: [{ Action: '*', Effect, Resource: '*' }] };
  return { policyDocument, context: { headers: JSON.stringify(event.headers), variables: JSON.stringify(event.stageVariables) } };
};`;

const METHODS = [methodOf('GET', '/guarded', true), methodOf('POST', '/open')];

const gateways: RunningGateway[] = [];
async function start(
  ...gatewayResponses: { responseType: string; bodyTemplate?: string; parameters?: object }[]
) {
  const gateway = await startGatewayOf(
    { Authorizer: AUTHORIZER, Backend: ECHO },
    {
      methods: METHODS,
      stages: [stageOf({ variables: { colour: 'blue' } })],
      gatewayResponses: gatewayResponses.map(({ responseType, bodyTemplate, parameters }) => ({
        responseType,
        statusCode: undefined,
        parameters: { ...parameters },
        bodyTemplate,
      })),
    },
  );
  gateways.push(gateway);
  return gateway;
}
afterAll(() => Promise.all(gateways.map((gateway) => gateway.close())));

let plain: RunningGateway;
beforeAll(async () => {
  plain = await start();
});

const asked = (gateway: RunningGateway, mode: string) =>
  send('GET', `${gateway.url}/guarded`, [['X-Mode', mode]]);

const event = v.object({
  headers: v.record(v.string(), v.string()),
  stageVariables: v.unknown(),
  requestContext: v.object({ authorizer: v.object({ headers: v.string(), variables: v.string() }) }),
});

/** Of headers that Node.js reads, too. */
const VALUES: Readonly<Record<string, string>> = {
  Connection: 'close',
  'Content-Length': '0',
  Expect: '100-continue',
  Trailer: 'X-T',
  'Transfer-Encoding': 'chunked',
};

describe('headers of the request', () => {
  test.each([
    'Connection',
    'Content-Length',
    'Content-MD5',
    'Expect',
    'Max-Forwards',
    'Proxy-Authenticate',
    'Server',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'WWW-Authenticate',
  ])('%s comes to neither authorizer nor function (LS execute_api/header_utils.py)', async (name) => {
    const headers: HeaderPairs = [
      [name, VALUES[name] ?? 'x'],
      ...(name === 'Trailer' ? [['Transfer-Encoding', 'chunked'] as const] : []),
      ['X-Kept', 'yes'],
    ];
    const { requestContext, headers: got } = v.parse(
      event,
      (await send('GET', `${plain.url}/guarded`, headers)).body,
    );
    for (const seen of [
      got,
      v.parse(v.record(v.string(), v.string()), JSON.parse(requestContext.authorizer.headers)),
    ]) {
      expect(Object.keys(seen).map((one) => one.toLowerCase())).not.toContain(name.toLowerCase());
      expect(seen).toMatchObject({ 'X-Kept': 'yes' });
    }
  });
});

test('of a parameter that is repeated, the last value counts, and a plus is a space (LS test_lambda_aws_proxy_integration)', async () => {
  const { body } = await send('POST', `${plain.url}/open?plus=test+alias&a=1&a=2`);
  expect(body).toMatchObject({ queryStringParameters: { plus: 'test alias', a: '2' } });
});

describe('the failure of an authorizer (MS)', () => {
  test('that throws is a 500 without a text', async () => {
    const { status, headers, text } = await asked(plain, 'throw');
    expect([status, headers['x-amzn-errortype'], text]).toEqual([
      500,
      'AuthorizerConfigurationException',
      '{"message":null}',
    ]);
  });

  test('whose answer is malformed renders another type, and a space before its text', async () => {
    const own = await start({
      responseType: 'AUTHORIZER_CONFIGURATION_ERROR',
      bodyTemplate: '$context.error.responseType:$context.error.messageString:$context.error.message',
    });
    const { headers, text } = await asked(own, 'malformed');
    expect(text).toBe('API_CONFIGURATION_ERROR: "Internal server error":Internal server error');
    expect(headers['x-amzn-errortype']).toBe('AuthorizerConfigurationException');
    expect((await asked(plain, 'malformed')).text).toBe('{"message": "Internal server error"}');
  });
});

describe('a gateway response', () => {
  test('without a status of an integration has an empty $context.status (MS)', async () => {
    const own = await start({ responseType: 'ACCESS_DENIED', bodyTemplate: '[$context.status]' });
    expect((await asked(own, 'deny')).text).toBe('[]');
  });

  test('has no header whose source is absent (MS)', async () => {
    const own = await start({
      responseType: 'ACCESS_DENIED',
      parameters: {
        'gatewayresponse.header.X-Absent': 'method.request.header.X-Nothing',
        'gatewayresponse.header.X-Mode-Was': 'method.request.header.X-Mode',
        'gatewayresponse.header.X-Colour': 'stageVariables.colour',
        'gatewayresponse.header.X-None': 'stageVariables.none',
      },
    });
    const { headers } = await asked(own, 'deny');
    expect(headers).toMatchObject({ 'x-mode-was': 'deny', 'x-colour': 'blue' });
    expect(headers).not.toHaveProperty('x-absent');
    expect(headers).not.toHaveProperty('x-none');
  });

  test('of a denial has a capital key, unless its type or its class was customised without a template (MS, not marked as measured)', async () => {
    const text =
      'User is not authorized to access this resource with an explicit deny in an identity-based policy';
    expect((await asked(plain, 'deny')).body).toEqual({ Message: text });
    for (const responseType of ['ACCESS_DENIED', 'DEFAULT_4XX'])
      expect((await asked(await start({ responseType }), 'deny')).body).toEqual({ message: text });
  });
});

test('stage variables come to the authorizer and the function, and into gateway responses', async () => {
  const { stageVariables, requestContext } = v.parse(event, (await asked(plain, 'allow')).body);
  expect([stageVariables, requestContext.authorizer.variables]).toEqual([
    { colour: 'blue' },
    '{"colour":"blue"}',
  ]);
  const own = await start({ responseType: 'ACCESS_DENIED', bodyTemplate: '$stageVariables.colour' });
  expect((await asked(own, 'deny')).text).toBe('blue');
});

describe('what is too large', () => {
  test('for API Gateway gets no gateway response, but plain text (R: koki-develop/lgtm-generator issue 10)', async () => {
    const own = await start({ responseType: 'DEFAULT_4XX', bodyTemplate: '{}' });
    const { status, text, headers } = await send(
      'POST',
      `${own.url}/open`,
      [],
      'x'.repeat(10 * 1024 * 1024 + 1),
    );
    expect([status, text, headers['content-type']]).toEqual([
      413,
      'HTTP content length exceeded 10485760 bytes.',
      'text; charset=utf-8',
    ]);
    expect(headers).not.toHaveProperty('x-amzn-errortype');
  });

  test('for Lambda is a JSON text (R: koki-develop/lgtm-generator issue 10)', async () => {
    const { status, text, headers } = await send(
      'POST',
      `${plain.url}/open`,
      [],
      'x'.repeat(7 * 1024 * 1024),
    );
    expect([status, text, headers['x-amzn-errortype']]).toEqual([
      413,
      '{"message": "Request Too Long"}',
      'BadRequestException',
    ]);
  });

  test('in its headers is named so (R; the status is a guess)', async () => {
    const { status, text } = await send('GET', `${plain.url}/guarded`, [['X-Large', 'x'.repeat(10_240)]]);
    expect([status, text]).toEqual([413, 'HTTP header is larger than 10240 bytes.']);
  });
});

describe('a route that the API does not have', () => {
  test('is a 403 that asks for a token, with any path and verb (LS test_routing_not_found)', async () => {
    for (const [verb, path] of [
      ['GET', '/nowhere'],
      ['DELETE', '/guarded'],
    ] as const) {
      const { status, body, headers } = await send(verb, `${plain.url}${path}`);
      expect([status, body, headers['x-amzn-errortype']]).toEqual([
        403,
        { message: 'Missing Authentication Token' },
        'MissingAuthenticationTokenException',
      ]);
    }
  });

  test('is another 403 with a bearer token, which the type for missing tokens does not shape (R, MS)', async () => {
    const own = await start({ responseType: 'MISSING_AUTHENTICATION_TOKEN', bodyTemplate: 'shaped' });
    const url = `${own.url}/nowhere`;
    expect((await send('GET', url)).text).toBe('shaped');
    const { status, body, headers, text } = await send('GET', url, [['Authorization', 'Bearer secret']]);
    expect([status, headers['x-amzn-errortype']]).toEqual([403, 'IncompleteSignatureException']);
    expect(body).toEqual({
      message: expect.stringMatching(
        /^Invalid key=value pair \(missing equal-sign\) in Authorization header \(hashed with SHA-256 and encoded with Base64\): '[^']+'\.$/,
      ),
    });
    expect(text).not.toContain('secret');
  });

  test.each([
    [
      'Basic Zm9vOmJhcg==',
      /^Authorization header requires 'Credential' parameter\. .*'Signature' .*'SignedHeaders' .*'Date' header\. /,
    ],
    ['Bearer', /^Authorization header requires 'Credential' parameter\. /],
    [
      'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b',
      /^Authorization header requires 'Signature' parameter\. [^']*'X-Amz-Date'/,
    ],
    ['Digest username="me", opaque', /^Invalid key=value pair/],
  ])(
    'says what the credentials lack for a signature, and does not repeat them (R): %s',
    async (sent, expected) => {
      const url = `${plain.url}/nowhere`;
      const { status, body, text } = await send('GET', url, [['Authorization', sent]]);
      expect([status, body]).toEqual([403, { message: expect.stringMatching(expected) }]);
      for (const secret of ['Zm9vOmJhcg', 'username', 'opaque']) expect(text).not.toContain(secret);
    },
  );

  test('is shaped by DEFAULT_4XX with a bearer token (MS)', async () => {
    const own = await start({ responseType: 'DEFAULT_4XX', bodyTemplate: '$context.error.responseType' });
    const { text } = await send('GET', `${own.url}/nowhere`, [['Authorization', 'Bearer secret']]);
    expect(text).toBe('DEFAULT_4XX');
  });
});

test('a path without a stage is a 403 of no gateway response (MS)', async () => {
  const own = await start({ responseType: 'DEFAULT_4XX', bodyTemplate: '{}' });
  const { status, body, headers } = await send('GET', `${new URL(own.url).origin}/nowhere`);
  expect([status, body, headers['x-amzn-errortype']]).toEqual([
    403,
    { message: 'Forbidden' },
    'ForbiddenException',
  ]);
});

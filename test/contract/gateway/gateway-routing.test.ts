/**
 * Which method a request reaches, as others measured it on AWS. LS: answers that LocalStack recorded on AWS
 * (tests/aws/services/apigateway); MS: comments of MiniStack that are marked as measured (services/apigateway_v1.py); R:
 * reports of users.
 */
import * as v from 'valibot';
import { ECHO, methodOf, stageOf, startGatewayOf } from '../../support/gateway/parts.ts';
import type { RunningGateway } from '../../support/gateway/parts.ts';
import { send } from '../../support/send.ts';

const DENY = `exports.handler = async () => ({
  principalId: 'me',
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: '*', Effect: 'Deny', Resource: '*' }] },
});`;

let gateway: RunningGateway;
let origin: string;
beforeAll(async () => {
  gateway = await startGatewayOf(
    { Authorizer: DENY, Backend: ECHO },
    {
      methods: [
        methodOf('POST', '/payments', true),
        methodOf('GET', '/users/me', true),
        methodOf('GET', '/users/{id}'),
        methodOf('GET', '/part1'),
        methodOf('GET', '/part1/hardcoded-value'),
        methodOf('OPTIONS', '/preflight'),
        methodOf('ANY', '/{proxy+}'),
      ],
    },
  );
  origin = new URL(gateway.url).origin;
});
afterAll(() => gateway.close());

const eventSchema = v.object({
  resource: v.string(),
  path: v.string(),
  pathParameters: v.nullable(v.record(v.string(), v.string())),
  requestContext: v.object({ path: v.string() }),
});

/** What the backend gets, or the status where it gets nothing. The path is sent as it is, with its slashes. */
async function reached(method: string, path: string) {
  const { status, body } = await send(method, `${origin}${path}`);
  return status === 200 ? v.parse(eventSchema, body) : status;
}

describe('a verb that a resource lacks', () => {
  test('reaches an open greedy sibling, whatever guards the resource (MS, LS test_proxy_routing_with_hardcoded_resource_sibling)', async () => {
    expect(await reached('POST', '/v1/payments')).toBe(403);
    expect(await reached('PUT', '/v1/payments')).toMatchObject({
      resource: '/{proxy+}',
      pathParameters: { proxy: 'payments' },
    });
  });

  test('reaches it past a resource that has an OPTIONS alone (MS)', async () => {
    expect(await reached('GET', '/v1/preflight')).toMatchObject({ resource: '/{proxy+}' });
  });

  test('is taken from no resource that has it, an OPTIONS included (MS)', async () => {
    expect(await reached('OPTIONS', '/v1/preflight')).toMatchObject({ resource: '/preflight' });
  });
});

test('a path below a static resource that has no such child reaches the greedy sibling (LS test_routing_with_hardcoded_resource_sibling_order)', async () => {
  expect(await reached('GET', '/v1/part1/hardcoded-value')).toMatchObject({
    resource: '/part1/hardcoded-value',
  });
  expect(await reached('GET', '/v1/part1/random-value')).toMatchObject({
    resource: '/{proxy+}',
    pathParameters: { proxy: 'part1/random-value' },
  });
});

describe('a slash at the end', () => {
  test('is not counted: /x/ reaches /x (R)', async () => {
    expect(await reached('POST', '/v1/payments/')).toBe(403);
    expect(await reached('GET', '/v1/users/7/')).toMatchObject({
      resource: '/users/{id}',
      pathParameters: { id: '7' },
      path: '/users/7/',
    });
    // Several, too, are taken for one (unsettled).
    expect(await reached('POST', '/v1/payments//')).toBe(403);
    expect(await reached('GET', '/v1/users/7///')).toMatchObject({
      resource: '/users/{id}',
      pathParameters: { id: '7' },
      path: '/users/7///',
    });
  });

  test('is lost by a greedy value, and kept by the paths (LS test_lambda_aws_proxy_integration, with-trailing-slash)', async () => {
    expect(await reached('GET', '/v1/proxy-value/')).toEqual({
      resource: '/{proxy+}',
      path: '/proxy-value/',
      pathParameters: { proxy: 'proxy-value' },
      requestContext: { path: '/v1/proxy-value/' },
    });
  });
});

// LS: the cases prepended-slash-to-stage, prepended-slash, hardcoded and double-slash of test_lambda_aws_proxy_integration.
describe('slashes in a row', () => {
  test('before the stage are one (LS)', async () => {
    expect(await reached('GET', '//v1/proxy-value')).toMatchObject({
      path: '/proxy-value',
      pathParameters: { proxy: 'proxy-value' },
      requestContext: { path: '/v1/proxy-value' },
    });
  });

  test('after the stage are one, but for the path in the context (LS)', async () => {
    expect(await reached('GET', '/v1//proxy-value')).toMatchObject({
      path: '/proxy-value',
      pathParameters: { proxy: 'proxy-value' },
      requestContext: { path: '/v1//proxy-value' },
    });
    expect(await reached('GET', '/v1//users/7')).toMatchObject({ resource: '/users/{id}' });
    expect(await reached('POST', '/v1//payments')).toBe(403);
  });

  test('further in are kept (LS)', async () => {
    expect(await reached('GET', '/v1/proxy-value//double-slash')).toMatchObject({
      path: '/proxy-value//double-slash',
      pathParameters: { proxy: 'proxy-value//double-slash' },
    });
  });
});

test('a path comes as it was sent, with its percent-encoding, and so do its parameters (LS test_lambda_aws_proxy_integration, path-encoded-email)', async () => {
  const value = 'proxy-value/api/user/test%2Balias@gmail.com/plus/test+alias@gmail.com';
  expect(await reached('GET', `/v1/${value}`)).toMatchObject({
    path: `/${value}`,
    pathParameters: { proxy: value },
    requestContext: { path: `/v1/${value}` },
  });
});

describe('what nobody has measured', () => {
  // npm run smoke asks it on a first deployment.
  test('an encoded static part is taken for the part (unsettled)', async () => {
    expect(await reached('POST', '/v1/p%61yments')).toBe(403);
  });

  test('slashes in a row before a static part or a single parameter reach neither (unsettled)', async () => {
    const own = await startGatewayOf(
      { Backend: ECHO },
      { methods: [methodOf('GET', '/a/{id}'), methodOf('GET', '/a/b/c')] },
    );
    for (const path of ['/a//b', '/a//b/c', '/a/b//c'])
      expect((await send('GET', `${own.url}${path}`)).status).toBe(403);
    await own.close();
  });

  test('a verb that API Gateway does not have reaches no method, ANY included (AWS; the answer is a guess)', async () => {
    const own = await startGatewayOf({ Backend: ECHO }, { methods: [methodOf('ANY', '/{proxy+}')] });
    for (const verb of ['TRACE', 'PROPFIND', 'PURGE', 'LINK'])
      expect((await send(verb, `${own.url}/a`)).status).toBe(403);
    for (const verb of ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])
      expect((await send(verb, `${own.url}/a`)).status).toBe(200);
    await own.close();
  });

  test('throttling comes before the authorizer (unsettled)', async () => {
    const throttling = [{ httpMethod: 'GET', resourcePath: '/a', rate: 1, burst: 0 }];
    const own = await startGatewayOf(
      { Backend: ECHO, Authorizer: 'exports.handler = () => Promise.reject(new Error("Unauthorized"));' },
      {
        methods: [methodOf('GET', '/a', true), methodOf('GET', '/b', true)],
        stages: [stageOf({ throttling })],
      },
    );
    const statuses = ['/a', '/b'].map(async (path) => (await send('GET', `${own.url}${path}`)).status);
    expect(await Promise.all(statuses)).toEqual([429, 401]);
    await own.close();
  });

  test('the type of a 502 is INTEGRATION_FAILURE (unsettled)', async () => {
    const shaped = { statusCode: undefined, parameters: {}, bodyTemplate: 'shaped' };
    const own = await startGatewayOf(
      { Backend: 'exports.handler = async () => "text";' },
      {
        methods: [methodOf('GET', '/a')],
        gatewayResponses: [{ responseType: 'INTEGRATION_FAILURE', ...shaped }],
      },
    );
    expect(await send('GET', `${own.url}/a`)).toMatchObject({ status: 502, text: 'shaped' });
    await own.close();
  });

  test('of several less specific resources, the most specific answers (unsettled)', async () => {
    const own = await startGatewayOf(
      { Backend: ECHO },
      { methods: [methodOf('GET', '/a/b'), methodOf('ANY', '/a/{id}'), methodOf('ANY', '/{proxy+}')] },
    );
    const { body } = await send('PUT', `${own.url}/a/b`);
    expect(body).toMatchObject({ resource: '/a/{id}' });
    await own.close();
  });
});

/**
 * What API Gateway asks of a request beside the authorizer. LS: answers that LocalStack recorded on AWS
 * (tests/aws/services/apigateway/test_apigateway_common.py); MS: MiniStack (services/apigateway_v1.py).
 */
import { ECHO, methodOf, startGatewayOf, stageOf } from '../../support/gateway/parts.ts';
import { method, read, ROOT } from '../../support/gateway/template.ts';
import { send } from '../../support/send.ts';

describe('what is enforced', () => {
  const text = async (url: string, headers: [string, string][] = []) => {
    const { status, body } = await send('GET', url, headers);
    return [status, status === 200 ? undefined : body];
  };

  test('an API key, from a usage plan of the stage (MS; LS test_api_key_required_for_methods)', async () => {
    const key = (Value: string, Enabled = true) => ({
      Type: 'AWS::ApiGateway::ApiKey',
      Properties: { Value, Enabled },
    });
    const member = (KeyId: string) => ({
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: { KeyId: { Ref: KeyId }, UsagePlanId: { Ref: 'Plan' }, KeyType: 'API_KEY' },
    });
    const { api } = read({
      Mine: key('mine'),
      Off: key('off', false),
      Alone: key('alone'),
      Plan: {
        Type: 'AWS::ApiGateway::UsagePlan',
        Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' } }] },
      },
      OfMine: member('Mine'),
      OfOff: member('Off'),
      Get: method(ROOT, { ApiKeyRequired: true }),
    });
    expect(api.methods).toMatchObject([{ needsApiKey: true }]);
    const gateway = await startGatewayOf(
      { Backend: ECHO },
      {
        methods: [{ ...methodOf('GET', '/'), needsApiKey: true }],
        stages: [stageOf(), stageOf({ name: 'other' })],
        apiKeys: api.apiKeys,
      },
    );
    const forbidden = [403, { message: 'Forbidden' }];
    expect(await text(`${gateway.url}/`)).toEqual(forbidden);
    for (const wrong of ['', 'off', 'alone', 'MINE'])
      expect(await text(`${gateway.url}/`, [['x-api-key', wrong]])).toEqual(forbidden);
    expect(await text(`${gateway.url}/`, [['X-Api-Key', 'mine']])).toEqual([200, undefined]);
    expect(await text(gateway.url.replace('/v1', '/other/'), [['X-Api-Key', 'mine']])).toEqual(forbidden);
    await gateway.close();
  });

  test('a validator of parameters (MS; LS test_api_gateway_request_validator)', async () => {
    const validator = {
      Type: 'AWS::ApiGateway::RequestValidator',
      Properties: { ValidateRequestParameters: true },
    };
    const RequestParameters = {
      'method.request.querystring.qs1': true,
      'method.request.header.x-header-param': true,
      'method.request.path.issuer': true,
      'method.request.querystring.optional': false,
    };
    const { api } = read({
      Validator: validator,
      Get: method(ROOT, { RequestParameters, RequestValidatorId: { Ref: 'Validator' } }),
      Put: method(ROOT, { RequestParameters, HttpMethod: 'PUT' }),
    });
    const [checked, unchecked] = api.methods;
    const requiredParameters = checked?.requiredParameters ?? [];
    expect(unchecked).toMatchObject({ requiredParameters: [] });
    const gateway = await startGatewayOf(
      { Backend: ECHO },
      { methods: [{ ...methodOf('GET', '/{id}'), requiredParameters }] },
    );
    expect(await text(`${gateway.url}/7`)).toEqual([
      400,
      { message: 'Missing required request parameters: [x-header-param, issuer, qs1]' },
    ]);
    await gateway.close();
    const named = await startGatewayOf(
      { Backend: ECHO },
      { methods: [{ ...methodOf('GET', '/{issuer}'), requiredParameters }] },
    );
    expect(await text(`${named.url}/7?qs1=1`, [['X-Header-Param', '1']])).toEqual([200, undefined]);
    // AWS: "Request validation for REST APIs in API Gateway": included, and not blank.
    expect(await text(`${named.url}/7?qs1=`, [['X-Header-Param', '1']])).toMatchObject([400, {}]);
    await named.close();
  });

  test('the end of the default endpoint: custom domains alone answer', async () => {
    const gateway = await startGatewayOf(
      { Backend: ECHO },
      {
        methods: [methodOf('GET', '/')],
        domains: [{ domainName: 'api.example.com', basePath: undefined, stage: 'v1' }],
        hasDefaultEndpoint: read({
          Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { DisableExecuteApiEndpoint: true } },
        }).api.hasDefaultEndpoint,
      },
    );
    expect(await text(`${gateway.url}/`)).toEqual([403, { message: 'Forbidden' }]);
    const { origin } = new URL(gateway.url);
    expect(await text(`${origin}/`, [['Host', 'api.example.com']])).toEqual([200, undefined]);
    await gateway.close();
  });

  test('the time for an integration', async () => {
    const integration = { ...method(ROOT, {}).Properties.Integration, TimeoutInMillis: 300 };
    const [{ integration: short } = {}] = read({ Get: method(ROOT, { Integration: integration }) }).api
      .methods;
    expect(short).toMatchObject({ timeout: 300 });
    const gateway = await startGatewayOf(
      { Backend: 'exports.handler = () => new Promise(() => setInterval(() => 1, 1000));' },
      {
        methods: [
          { ...methodOf('GET', '/'), integration: { kind: 'function', functionId: 'Backend', timeout: 300 } },
        ],
      },
    );
    expect(await text(`${gateway.url}/`)).toEqual([504, { message: 'Endpoint request timed out' }]);
    await gateway.close();
  });
});

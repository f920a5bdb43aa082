/** Properties and values that would change the answers of an API, and that the local run does not imitate. */
import { method, read, resource, ROOT } from '../../support/gateway/template.ts';
import { readWith } from './smallest-resources.ts';

const ARN = 'arn:aws:apigateway:us-east-1:lambda:path/functions/arn:aws:lambda:us-east-1:000000000000';

describe('what would change the answers is refused by its name', () => {
  test.each<[string, string, object, RegExp]>([
    ['a resource policy', 'RestApi', { Policy: {} }, /Api Policy/],
    ['an API in OpenAPI', 'RestApi', { Body: {} }, /Api Body/],
    ['a compression', 'RestApi', { MinimumCompressionSize: 1 }, /MinimumCompressionSize/],
    ['keys from the authorizer', 'RestApi', { ApiKeySourceType: 'AUTHORIZER' }, /ApiKeySourceType/],
    [
      'a private API',
      'RestApi',
      { EndpointConfiguration: { Types: ['PRIVATE'] } },
      /EndpointConfiguration\.Types/,
    ],
    ['a canary', 'Stage', { CanarySetting: {} }, /CanarySetting/],
    ['a cache', 'Stage', { CacheClusterEnabled: true }, /CacheClusterEnabled/],
    [
      'a cache of a method',
      'Stage',
      { MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', CachingEnabled: true }] },
      /CachingEnabled/,
    ],
    ['a stage of a deployment', 'Deployment', { StageName: 'v3' }, /StageName/],
    ['a canary of a deployment', 'Deployment', { DeploymentCanarySettings: {} }, /DeploymentCanarySettings/],
    ['a validator of bodies', 'RequestValidator', { ValidateRequestBody: true }, /ValidateRequestBody/],
    ['a key whose value AWS makes', 'ApiKey', { Value: undefined }, /Value.*write one/],
    ['a quota', 'UsagePlan', { Quota: { Limit: 1, Period: 'DAY' } }, /Quota/],
    ['a throttle of a plan', 'UsagePlan', { Throttle: { RateLimit: 1 } }, /Throttle/],
    ['a certificate of clients', 'DomainName', { MutualTlsAuthentication: {} }, /MutualTlsAuthentication/],
    ['rules of routing', 'DomainName', { RoutingMode: 'ROUTING_RULE_ONLY' }, /RoutingMode/],
    ['a body of another type', 'GatewayResponse', { ResponseTemplates: { 'text/html': '' } }, /text\/html/],
    [
      'a function that is not invoked by POST',
      'Method',
      { Integration: { ...method(ROOT, {}).Properties.Integration, IntegrationHttpMethod: 'GET' } },
      /IntegrationHttpMethod.*POST alone/,
    ],
    [
      'a streamed answer',
      'Method',
      { Integration: { ...method(ROOT, {}).Properties.Integration, ResponseTransferMode: 'STREAM' } },
      /ResponseTransferMode/,
    ],
    [
      'a VPC link',
      'Method',
      { Integration: { ...method(ROOT, {}).Properties.Integration, ConnectionType: 'VPC_LINK' } },
      /ConnectionType/,
    ],
    [
      'mapped parameters',
      'Method',
      { Integration: { ...method(ROOT, {}).Properties.Integration, RequestParameters: { a: 'b' } } },
      /RequestParameters/,
    ],
    ['a validator that is not there', 'Method', { RequestValidatorId: 'gone' }, /validator gone/],
    ['a verb that API Gateway does not have', 'Method', { HttpMethod: 'TRACE' }, /Under HttpMethod/],
    [
      'a version or an alias of a function',
      'Method',
      { Integration: { Type: 'AWS_PROXY', Uri: { 'Fn::Sub': '${Function.Arn}:prod' } } },
      /Under.*Function:prod names a version or an alias/,
    ],
    [
      'an alias by a variable of the stage',
      'Method',
      {
        Integration: {
          Type: 'AWS_PROXY',
          Uri: `${ARN}:function:Function:\${stageVariables.alias}/invocations`,
        },
      },
      /Under.*names a version or an alias/,
    ],
    [
      'a version of an authorizer',
      'Authorizer',
      { AuthorizerUri: { 'Fn::Sub': '${Function.Arn}:7/invocations' } },
      /Under.*Function:7\/invocations names a version or an alias/,
    ],
    [
      'a function of another stack',
      'Method',
      { Integration: { Type: 'AWS_PROXY', Uri: `${ARN}:function:elsewhere/invocations` } },
      /Under.*elsewhere\/invocations names no function/,
    ],
    ...['(?i)2..', '\\p{Alnum}', '2[0-9', '2\\d++'].map(
      (SelectionPattern): [string, string, object, RegExp] => [
        `a pattern of Java: ${SelectionPattern}`,
        'Method',
        {
          Integration: {
            Type: 'MOCK',
            IntegrationResponses: [{ StatusCode: '200', SelectionPattern }],
          },
        },
        /Under Integration\.IntegrationResponses\.0\.SelectionPattern: .*no regular expression/,
      ],
    ),
    ...(
      [
        [{ HttpMethod: '*', ResourcePath: '/~1a' }, /Under.*MethodSettings for \* of \/~1a/],
        [{ HttpMethod: 'GET', ResourcePath: '/*' }, /Under.*MethodSettings for GET of \/\*/],
        [{ HttpMethod: 'GET', ResourcePath: '/a' }, /Under MethodSettings\.0\.ResourcePath: .*~1a~1b/],
        [{ HttpMethod: 'GET', ResourcePath: '/', ThrottlingRateLimit: -1 }, /Under.*no negative limit/],
      ] as const
    ).map(([setting, message]): [string, string, object, RegExp] => [
      `settings for ${setting.HttpMethod} of ${setting.ResourcePath}`,
      'Stage',
      { MethodSettings: [{ ThrottlingBurstLimit: 1, ...setting }] },
      message,
    ]),
  ])('%s', (_, type, properties, message) => {
    expect(() => readWith(`AWS::ApiGateway::${type}`, properties)).toThrow(message);
  });

  test('a throttle of a method that the API does not have: GET where it has ANY alone, or nothing there', () => {
    const limited = (HttpMethod: string, ResourcePath: string) =>
      read({
        Item: resource('a', ROOT),
        Any: method({ Ref: 'Item' }, { HttpMethod: 'ANY' }),
        Stage: {
          Type: 'AWS::ApiGateway::Stage',
          Properties: {
            StageName: 'v1',
            MethodSettings: [{ HttpMethod, ResourcePath, ThrottlingBurstLimit: 1 }],
          },
        },
      });
    expect(() => limited('GET', '/~1a')).toThrow(
      /Stage: MethodSettings for GET of \/~1a limits nothing: the API has ANY there/,
    );
    expect(() => limited('GET', '/~1b')).toThrow(
      /Stage: MethodSettings for GET of \/~1b.*has no method there/,
    );
    expect(limited('ANY', '/~1a').api.stages[0].throttling).toMatchObject([{ httpMethod: 'ANY', burst: 1 }]);
  });

  test('a second API, and a mapping to the API with a base path of several segments', () => {
    const second = { Type: 'AWS::ApiGateway::RestApi', Properties: {} };
    expect(() => read({ Second: second })).toThrow(/one REST API, and the template has Api and Second/);
    const mapping = (ApiId: unknown) => ({ Type: 'AWS::ApiGatewayV2::ApiMapping', Properties: { ApiId } });
    expect(() => read({ Mapping: mapping({ Ref: 'Api' }) })).toThrow(/Mapping.*ApiMapping/);
    expect(() => read({ Mapping: mapping('another') })).not.toThrow();
  });
});

import { AUTHORIZER, FUNCTION, method, read, ROOT } from '../../support/gateway/template.ts';

describe('what cannot be run is refused by name', () => {
  const withVariable = (value: unknown) => ({
    ...FUNCTION,
    Properties: { ...FUNCTION.Properties, Environment: { Variables: { VALUE: value } } },
  });

  test.each([
    [
      'a method under a condition, which may not be there',
      { Get: { ...method(ROOT, {}), Condition: 'IsDev' } },
      /Get.*the condition IsDev/,
    ],
    [
      'a method of another API',
      { Get: method(ROOT, { RestApiId: 'otherapi00' }) },
      /Get.*RestApiId names another API/,
    ],
    ['an unknown intrinsic', { Function: withVariable({ 'Fn::Cidr': [] }) }, /Function.*Fn::Cidr/],
    [
      'a reference to a missing resource',
      { Function: withVariable({ Ref: 'Missing' }) },
      /Function.*Missing/,
    ],
    [
      'a property of another kind',
      { Function: { ...FUNCTION, Properties: { ...FUNCTION.Properties, MemorySize: 'much' } } },
      /Function MemorySize/,
    ],
    [
      'code that is not there',
      {
        Function: {
          ...FUNCTION,
          Properties: { ...FUNCTION.Properties, Code: { S3Bucket: 'b', S3Key: 'd.zip' } },
        },
      },
      /Function.*d\.zip/,
    ],
    [
      'an authorizer with a cache',
      {
        Authorizer: {
          ...AUTHORIZER,
          Properties: { ...AUTHORIZER.Properties, AuthorizerResultTtlInSeconds: 300 },
        },
      },
      /step-up/,
    ],
    [
      'an authorizer with an identity source',
      {
        Authorizer: {
          ...AUTHORIZER,
          Properties: { ...AUTHORIZER.Properties, IdentitySource: 'method.request.header.A' },
        },
      },
      /step-up/,
    ],
    [
      'an authorizer of another kind',
      { Authorizer: { ...AUTHORIZER, Properties: { ...AUTHORIZER.Properties, Type: 'TOKEN' } } },
      /step-up/,
    ],
    [
      'a method of an authorizer that is not there',
      { Get: method(ROOT, { AuthorizationType: 'CUSTOM', AuthorizerId: 'gone' }) },
      /gone/,
    ],
    [
      'another kind of authorization',
      { Get: method(ROOT, { AuthorizationType: 'AWS_IAM' }) },
      /Get AuthorizationType/,
    ],
    [
      'another kind of integration',
      { Get: method(ROOT, { Integration: { Type: 'HTTP', Uri: 'http://x' } }) },
      /Get Integration\.Type/,
    ],
    [
      'a mock method with VTL',
      {
        Get: method(ROOT, {
          Integration: {
            Type: 'MOCK',
            IntegrationResponses: [
              { StatusCode: '204', ResponseTemplates: { 'application/json': '#set($a = 1)' } },
            ],
          },
        }),
      },
      /VTL/,
    ],
    [
      'a domain that is mapped to an API, without its stage',
      {
        Mapping: { Type: 'AWS::ApiGateway::BasePathMapping', Properties: { DomainName: 'api.example.com' } },
      },
      /Mapping Stage/,
    ],
  ])('%s', (_, resources: Record<string, object>, message) => {
    expect(() => read(resources)).toThrow(message);
  });
});

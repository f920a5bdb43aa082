import { join } from 'node:path';
import { AUTHORIZER, method, read, resource, ROOT, TABLE } from '../../support/gateway/template.ts';

describe('what is read of a template', () => {
  test('a function: its code, its settings, and its environment with every reference resolved', () => {
    const { folder, functions, api } = read({});
    expect(functions).toEqual([
      {
        logicalId: 'Function',
        folder: join(folder, 'asset.abc'),
        handler: 'index.handler',
        runtime: 'nodejs24.x',
        timeout: 3,
        memorySize: 512,
        environment: {
          TABLE: 'Table',
          ARN: 'arn:aws:dynamodb:us-east-1:000000000000:Table',
          URL: `https://${api.id}.us-east-1`,
        },
      },
    ]);
    expect(api.id).toMatch(/^[a-z0-9]{10}$/);
  });

  test('a table: its keys and its time to live', () => {
    expect(read({}).tables).toEqual([{ ...TABLE.Properties, name: 'Table' }]);
  });

  test('methods: their resource path, authorizer and integration', () => {
    const { api } = read({
      Authorizer: AUTHORIZER,
      Items: resource('items', ROOT),
      Item: resource('{id}', { Ref: 'Items' }),
      Root: method(ROOT, {}),
      Get: method({ Ref: 'Item' }, { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }),
      Options: method(
        { Ref: 'Item' },
        {
          HttpMethod: 'OPTIONS',
          Integration: {
            Type: 'MOCK',
            RequestTemplates: { 'application/json': '{ statusCode: 204 }' },
            PassthroughBehavior: 'NEVER',
            ContentHandling: 'CONVERT_TO_TEXT',
            IntegrationResponses: [
              {
                StatusCode: '204',
                SelectionPattern: '2..',
                ResponseTemplates: { 'application/json': '{"id":"$context.requestId"}' },
                ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'https://a'" },
              },
            ],
          },
        },
      ),
    });
    const integration = { kind: 'function', functionId: 'Function', timeout: 29_000 };
    const common = { needsApiKey: false, requiredParameters: [] };
    expect(api.methods).toEqual([
      {
        ...common,
        resourcePath: '/',
        resourceId: 'root',
        httpMethod: 'GET',
        authorizer: undefined,
        integration,
      },
      {
        ...common,
        resourcePath: '/items/{id}',
        resourceId: 'Item',
        httpMethod: 'GET',
        authorizer: { name: 'step-up', functionId: 'Function' },
        integration,
      },
      {
        ...common,
        resourcePath: '/items/{id}',
        resourceId: 'Item',
        httpMethod: 'OPTIONS',
        authorizer: undefined,
        integration: {
          kind: 'mock',
          requestTemplates: { 'application/json': '{ statusCode: 204 }' },
          passthrough: 'NEVER',
          readsText: true,
          responses: [
            {
              statusCode: 204,
              selectionPattern: '2..',
              headers: { 'Access-Control-Allow-Origin': "'https://a'" },
              bodyTemplates: { 'application/json': '{"id":"$context.requestId"}' },
              otherOrigins: [],
              writesText: false,
            },
          ],
        },
      },
    ]);
  });

  test('the stage: its throttling and its access log', () => {
    const { api } = read({
      Item: resource('a', ROOT),
      ItemOf: resource('{b}', { Ref: 'Item' }),
      Get: method(ROOT, {}),
      Put: method(ROOT, { HttpMethod: 'PUT' }),
      Post: method({ Ref: 'ItemOf' }, { HttpMethod: 'POST' }),
      Stage: {
        Type: 'AWS::ApiGateway::Stage',
        Properties: {
          StageName: 'live',
          Variables: { colour: 'blue' },
          AccessLogSetting: { Format: '$context.status' },
          MethodSettings: [
            { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
            {
              HttpMethod: 'POST',
              ResourcePath: '/~1a~1{b}',
              ThrottlingRateLimit: 1,
              ThrottlingBurstLimit: 2,
            },
            { HttpMethod: 'GET', ResourcePath: '/~1a', LoggingLevel: 'INFO' },
            { HttpMethod: 'GET', ResourcePath: '/', ThrottlingRateLimit: 3 },
            { HttpMethod: 'PUT', ResourcePath: '/~1', ThrottlingBurstLimit: 0 },
          ],
        },
      },
    });
    expect(api.stages).toEqual([
      {
        name: 'live',
        accessLogFormat: '$context.status',
        variables: { colour: 'blue' },
        throttling: [
          { httpMethod: '*', resourcePath: '*', rate: 10, burst: 20 },
          { httpMethod: 'POST', resourcePath: '/a/{b}', rate: 1, burst: 2 },
          // What is left out is the limit of an account.
          { httpMethod: 'GET', resourcePath: '/', rate: 3, burst: 5_000 },
          { httpMethod: 'PUT', resourcePath: '/', rate: 10_000, burst: 0 },
        ],
      },
    ]);
  });

  test('custom domains, their own or one that is there already, and the stage that each maps to', () => {
    const mapping = (properties: object) => ({
      Type: 'AWS::ApiGateway::BasePathMapping',
      Properties: { RestApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' }, ...properties },
    });
    const { api } = read({
      Domain: { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'api.example.com' } },
      Whole: mapping({ DomainName: { Ref: 'Domain' } }),
      Part: mapping({ DomainName: 'other.example.com', BasePath: 'shop' }),
      None: mapping({ DomainName: 'none.example.com', BasePath: '(none)' }),
    });
    expect(api.domains).toEqual([
      { domainName: 'api.example.com', basePath: undefined, stage: 'v1' },
      { domainName: 'other.example.com', basePath: 'shop', stage: 'v1' },
      { domainName: 'none.example.com', basePath: undefined, stage: 'v1' },
    ]);
  });

  test('gateway responses', () => {
    const { api } = read({
      Denied: {
        Type: 'AWS::ApiGateway::GatewayResponse',
        Properties: {
          ResponseType: 'ACCESS_DENIED',
          StatusCode: '401',
          ResponseParameters: { 'gatewayresponse.header.X': "'a'" },
          ResponseTemplates: { 'application/json': '{}' },
        },
      },
    });
    expect(api.gatewayResponses).toEqual([
      {
        responseType: 'ACCESS_DENIED',
        statusCode: 401,
        parameters: { 'gatewayresponse.header.X': "'a'" },
        bodyTemplate: '{}',
      },
    ]);
  });

  test.each(['Custom::Seeds', 'AWS::CloudFormation::CustomResource'])(
    'a custom resource of type %s, with the token that CloudFormation passes on',
    (Type) => {
      const Properties = { ServiceToken: { 'Fn::GetAtt': ['Function', 'Arn'] }, Seeds: '[]' };
      expect(read({ Seeds: { Type, Properties } }).customResources).toEqual([
        {
          logicalId: 'Seeds',
          type: Type,
          functionId: 'Function',
          properties: { ServiceToken: 'arn:aws:lambda:us-east-1:000000000000:Function', Seeds: '[]' },
        },
      ]);
    },
  );

  test('a function that consumes the stream of a table', () => {
    const consumer = (properties: object) =>
      read({
        Stream: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
            FunctionName: { Ref: 'Function' },
            StartingPosition: 'TRIM_HORIZON',
            FunctionResponseTypes: ['ReportBatchItemFailures'],
            ...properties,
          },
        },
      }).streamConsumers;
    const common = {
      logicalId: 'Stream',
      functionId: 'Function',
      table: 'Table',
      startingPosition: 'TRIM_HORIZON',
    };
    expect(consumer({})).toEqual([{ ...common, batchSize: 100, retries: -1 }]);
    expect(consumer({ BatchSize: 5, MaximumRetryAttempts: 3 })).toEqual([
      { ...common, batchSize: 5, retries: 3 },
    ]);
    expect(() => consumer({ FunctionResponseTypes: [] })).toThrow(/cannot use Stream FunctionResponseTypes/);
    expect(() => consumer({ EventSourceArn: 'arn:aws:sqs:us-east-1:1:queue' })).toThrow('is no stream');
  });

  test('the parts of an ARN, as CDK takes them for its own RequestAuthorizer', () => {
    const arn = { 'Fn::Split': [':', { 'Fn::GetAtt': ['Function', 'Arn'] }] };
    const nameOf = (index: unknown) => {
      const Properties = { StageName: { 'Fn::Select': [index, arn] } };
      return read({ Stage: { Type: 'AWS::ApiGateway::Stage', Properties } }).api.stages[0].name;
    };
    expect([nameOf(1), nameOf('2')]).toEqual(['aws', 'lambda']);
    expect(() => nameOf(99)).toThrow(/Stage.*item 99 of a list that does not have it/);
    expect(() => nameOf('a')).toThrow(/Stage/);
    const IdentitySource = '';
    const Properties = { ...AUTHORIZER.Properties, IdentitySource };
    expect(() => read({ Authorizer: { ...AUTHORIZER, Properties } })).not.toThrow();
  });

  test('nothing of resources that the local run does not need, with any content', () => {
    const Properties = { Arn: { 'Fn::Select': [0, { 'Fn::Cidr': [] }] }, Of: { Ref: 'Missing' } };
    expect(() => read({ Policy: { Type: 'AWS::IAM::Policy', Properties } })).not.toThrow();
  });
});

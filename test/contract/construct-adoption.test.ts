/** What people with an API and stages of their own find when they add the construct. */
import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { foreignApi, warningsOf } from '../support/foreign-api.ts';
import { ofType, onlyOne, synthesizedResources, TRUST } from '../support/synth.ts';
import type { Resources } from '../support/synth.ts';

/** Route → authorization type, without our own endpoints. */
const authorizationOf = (resources: Resources) =>
  Object.fromEntries(
    ofType(resources, 'AWS::ApiGateway::Method')
      .filter(({ id }) => !/stepup(token|requirements)|wellknown/.test(id))
      .map(({ id, Properties }) => [
        id.replace(/^Api/, '').replace(/[0-9A-F]{8}$/, ''),
        Properties.AuthorizationType,
      ]),
  );

const seedsOf = (resources: Resources): unknown =>
  JSON.parse(String(ofType(resources, 'Custom::StepUpPolicySeeds')[0]?.Properties.Seeds));

describe('protecting a resource', () => {
  test('covers its methods, those that come later too, and neither OPTIONS nor the resources below', () => {
    const { app, stack, api, stepUp } = foreignApi();
    const orders = api.root.addResource('orders');
    orders.addMethod('GET');
    stepUp.protect(orders, { acr: 'urn:example:loa:2' });
    orders.addMethod('POST');
    orders.addResource('public').addMethod('GET');
    const resources = synthesizedResources(app, stack);
    expect(authorizationOf(resources)).toEqual({
      ordersGET: 'CUSTOM',
      ordersPOST: 'CUSTOM',
      ordersOPTIONS: 'NONE',
      orderspublicGET: 'NONE',
    });
    expect(seedsOf(resources)).toContainEqual({ route: 'ANY /orders', acr: 'urn:example:loa:2' });
  });

  test('lets one of its methods have a policy of its own', () => {
    const { app, stack, api, stepUp } = foreignApi();
    const orders = api.root.addResource('orders');
    stepUp.protect(orders.addMethod('POST'), { acr: 'urn:example:loa:3' });
    stepUp.protect(orders, {});
    expect(seedsOf(synthesizedResources(app, stack))).toEqual(
      expect.arrayContaining([{ route: 'POST /orders', acr: 'urn:example:loa:3' }, { route: 'ANY /orders' }]),
    );
  });

  test('covers a proxy’s ANY, and warns that CDK has given / the same method', () => {
    const { app, stack, api, stepUp } = foreignApi();
    const proxy = api.root.addProxy({ defaultIntegration: new apigateway.MockIntegration() });
    stepUp.protect(proxy, { maxAge: 300 });
    expect(authorizationOf(synthesizedResources(app, stack))).toEqual({
      ANY: 'NONE',
      OPTIONS: 'NONE',
      proxyANY: 'CUSTOM',
      proxyOPTIONS: 'NONE',
    });
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/ANY \/ is open.*Protect it too/)]);
  });

  test('does not warn of / when it is protected as well', () => {
    const { stack, api, stepUp } = foreignApi();
    stepUp.protect(api.root.addProxy({ defaultIntegration: new apigateway.MockIntegration() }));
    stepUp.protect(api.root);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('warns of the same when it is the proxy’s method that is protected, and of nothing else at /', () => {
    const { stack, api, stepUp } = foreignApi();
    api.root.addMethod('PUT');
    const { anyMethod } = api.root.addProxy({ defaultIntegration: new apigateway.MockIntegration() });
    if (anyMethod === undefined) throw new Error('CDK made no ANY');
    stepUp.protect(anyMethod);
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/ANY \/ is open/)]);
  });

  test.each<[string, (stack: Stack, api: apigateway.RestApi, orders: apigateway.Resource) => unknown]>([
    [
      'elsewhere in the tree',
      (stack, _, resource) => new apigateway.Method(stack, 'M', { httpMethod: 'PUT', resource }),
    ],
    [
      'as CloudFormation has it',
      (stack, api, { resourceId }) =>
        new apigateway.CfnMethod(stack, 'M', { httpMethod: 'PUT', resourceId, restApiId: api.restApiId }),
    ],
    [
      'by an imported handle',
      (stack, restApi, { resourceId }) =>
        apigateway.Resource.fromResourceAttributes(stack, 'M', {
          // @ts-expect-error: CDK's own types do not agree under exactOptionalPropertyTypes.
          restApi,
          resourceId,
          path: '/orders',
        }).addMethod('PUT'),
    ],
  ])('stops synth when one of its methods was made %s and is open', (_, make) => {
    const { app, stack, api, stepUp } = foreignApi();
    const orders = api.root.addResource('orders');
    orders.addMethod('GET');
    stepUp.protect(orders);
    make(stack, api, orders);
    expect(() => app.synth()).toThrow(/M.* is PUT of \/orders, which is protected, and is open/);
  });

  test('stops synth when it has no method, or one that something else authorizes', () => {
    const empty = foreignApi();
    empty.stepUp.protect(empty.api.root.addResource('empty'));
    expect(() => empty.app.synth()).toThrow(/empty is protected and has no method/);
    const signed = foreignApi();
    const resource = signed.api.root.addResource('signed');
    signed.stepUp.protect(resource);
    resource.addMethod('GET', undefined, { authorizationType: apigateway.AuthorizationType.IAM });
    expect(() => signed.app.synth()).toThrow(/authorization AWS_IAM already/);
  });
});

describe('policies in code', () => {
  test('may be for a wildcard or a group, and are checked', () => {
    const { app, stack, api, stepUp } = foreignApi();
    stepUp.protect(api.root.addResource('payments').addMethod('POST'), { group: 'payments' });
    stepUp.seedPolicy('GROUP payments', { acr: 'urn:example:loa:2', grant: { required: true, ttl: 60 } });
    stepUp.seedPolicy('ANY /reports/*', { deny: true });
    expect(() => {
      stepUp.seedPolicy('GROUP other', { group: 'payments' });
    }).toThrow(/groups do not nest/);
    expect(() => {
      stepUp.seedPolicy('/reports', {});
    }).toThrow(/route: expected "METHOD/);
    expect(() => {
      stepUp.seedPolicy('ANY /reports/*', {});
    }).toThrow(/two policies/);
    expect(seedsOf(synthesizedResources(app, stack))).toEqual(
      expect.arrayContaining([
        { route: 'GROUP payments', acr: 'urn:example:loa:2', grant: { required: true, ttl: 60 } },
        { route: 'ANY /reports/*', deny: true },
      ]),
    );
  });
});

describe('stages of one’s own', () => {
  const exchange = { HttpMethod: 'POST', ResourcePath: '/~1step-up~1token', DataTraceEnabled: false };

  /** CDK makes no deployment and no stage; the owner makes one of each, or two stages. */
  const withStages = (stageNames: readonly string[], allowedOrigins: readonly string[] = []) => {
    const { app, stack, api, stepUp } = foreignApi({
      apiProps: { deploy: false },
      props: { trust: { ...TRUST, cors: { allowedOrigins } } },
    });
    // @ts-expect-error: CDK's own types do not agree under exactOptionalPropertyTypes.
    const deployment = new apigateway.Deployment(stack, 'Live', { api });
    for (const stageName of stageNames) new apigateway.Stage(stack, stageName, { stageName, deployment });
    const method = api.root.addMethod('GET');
    return { app, stack, api, stepUp, method };
  };

  test('are throttled at the exchange, each', () => {
    const { app, stack, stepUp, method } = withStages(['blue', 'green']);
    stepUp.protect(method);
    const stages = ofType(synthesizedResources(app, stack), 'AWS::ApiGateway::Stage');
    expect(stages).toHaveLength(2);
    for (const { Properties } of stages)
      expect(Properties.MethodSettings).toContainEqual(
        expect.objectContaining({ ...exchange, ThrottlingRateLimit: 50 }),
      );
  });

  test('and the one that CDK makes, too', () => {
    const { app, stack, api } = foreignApi();
    const deployment = api.latestDeployment;
    if (deployment === undefined) throw new Error('CDK made no deployment');
    new apigateway.Stage(stack, 'beta', { stageName: 'beta', deployment });
    const stages = ofType(synthesizedResources(app, stack), 'AWS::ApiGateway::Stage');
    expect(stages.map(({ Properties }) => Properties.MethodSettings)).toEqual([
      expect.arrayContaining([expect.objectContaining(exchange)]),
      expect.arrayContaining([expect.objectContaining(exchange)]),
    ]);
  });

  test('wait for everything of ours, and get a new deployment when it changes', () => {
    const deploymentOf = (protect: boolean, origins: string[] = []) => {
      const { app, stack, stepUp, method } = withStages(['live'], origins);
      if (protect) stepUp.protect(method);
      return onlyOne(synthesizedResources(app, stack), 'AWS::ApiGateway::Deployment', 'Live');
    };
    const before = deploymentOf(false);
    const after = deploymentOf(true);
    expect(after.id).not.toBe(before.id);
    expect(deploymentOf(true).id).toBe(after.id);
    expect(deploymentOf(false, ['https://app.example.com']).id).not.toBe(before.id);
    expect(after.DependsOn).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/RequestAuthorizer/),
        expect.stringMatching(/StepUpACCESSDENIED/),
        expect.stringMatching(/^ApiGET/),
        expect.stringMatching(/stepuptokenPOST/),
      ]),
    );
  });

  test('do so, too, when they were given the API as imported', () => {
    const deploymentOf = (protect: boolean) => {
      const { app, stack, api, stepUp } = foreignApi({ apiProps: { deploy: false } });
      const imported = apigateway.RestApi.fromRestApiId(stack, 'Imported', api.restApiId);
      new apigateway.Deployment(stack, 'Live', { api: imported });
      const method = api.root.addMethod('GET');
      if (protect) stepUp.protect(method);
      return onlyOne(synthesizedResources(app, stack), 'AWS::ApiGateway::Deployment', 'Live');
    };
    const after = deploymentOf(true);
    expect(after.id).not.toBe(deploymentOf(false).id);
    expect(after.DependsOn).toContainEqual(expect.stringMatching(/^ApiGET/));
  });

  test('that cache do not cache our endpoints: settings of a method would turn it on for POST', () => {
    const { app, stack } = foreignApi({ apiProps: { deployOptions: { cachingEnabled: true } } });
    const { Properties } = onlyOne(synthesizedResources(app, stack), 'AWS::ApiGateway::Stage', 'Api');
    expect(Properties.MethodSettings).toEqual([
      expect.objectContaining({ ResourcePath: '/*', CachingEnabled: true }),
      expect.objectContaining({ ...exchange, CachingEnabled: false }),
      expect.objectContaining({ HttpMethod: 'GET', CachingEnabled: false }),
    ]);
  });

  test('may all invoke the exchange', () => {
    const { app, stack } = withStages(['blue', 'green']);
    const permissions = ofType(synthesizedResources(app, stack), 'AWS::Lambda::Permission').filter(
      ({ Properties }) => JSON.stringify(Properties.FunctionName).includes('TokenExchange'),
    );
    expect(permissions).toHaveLength(1);
    expect(JSON.stringify(permissions[0]?.Properties.SourceArn)).toMatch(/"\/\*\/\*\/\*"/);
  });
});

test('an authorizer of CDK’s own on the API is warned of', () => {
  const { stack, api } = foreignApi();
  const handler = lambda.Function.fromFunctionArn(
    stack,
    'Handler',
    'arn:aws:lambda:eu-west-1:123456789012:function:handler',
  );
  const authorizer = new apigateway.TokenAuthorizer(stack, 'Other', { handler });
  api.root.addMethod('GET', undefined, { authorizer });
  expect(warningsOf(stack)).toContainEqual(expect.stringMatching(/Foreign\/Other.*401 instead of a 403/));
});

test('another authorizer on the API is warned of: it answers with our gateway responses', () => {
  const { stack, api } = foreignApi();
  new apigateway.CfnAuthorizer(stack, 'Other', {
    restApiId: api.restApiId,
    name: 'other',
    type: 'TOKEN',
    identitySource: 'method.request.header.Authorization',
  });
  expect(warningsOf(stack)).toEqual([expect.stringMatching(/Foreign\/Other.*401 instead of a 403/)]);
});

describe('an authorizer that CDK makes', () => {
  const tokenAuthorizer = (stack: Stack) =>
    new apigateway.TokenAuthorizer(stack, 'Other', {
      handler: new lambda.Function(stack, 'Judge', {
        runtime: lambda.Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: lambda.Code.fromInline('exports.handler = () => {};'),
      }),
    });

  test('is warned of on this API, though it learns late whose it is', () => {
    const { stack, api } = foreignApi();
    api.root.addMethod('GET', undefined, { authorizer: tokenAuthorizer(stack) });
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/Foreign\/Other.*401 instead of a 403/)]);
  });

  test('is not warned of on another API', () => {
    const { stack } = foreignApi();
    const other = new apigateway.RestApi(stack, 'OtherApi');
    other.root.addMethod('GET', undefined, { authorizer: tokenAuthorizer(stack) });
    expect(warningsOf(stack)).toEqual([]);
  });
});

test('a method that is protected twice is named as such', () => {
  const { api, stepUp } = foreignApi();
  const method = api.root.addMethod('GET');
  stepUp.protect(method);
  expect(() => {
    stepUp.protect(method);
  }).toThrow('Foreign/Api/Default/GET is protected already');
});

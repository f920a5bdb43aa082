/** What is protected, what is not, and what synth says of it. */
import { Fn, NestedStack } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { allWarningsOf, foreignApi, warningsOf } from '../../support/stacks/foreign-api.ts';
import { ofType, onlyOne, synthesizedResources, TRUST } from '../../support/stacks/synth.ts';
import type { Resources } from '../../support/stacks/synth.ts';

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
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/ANY \/ is open.*Protect the root, too/)]);
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
      'as CloudFormation has it, by a reference of its own',
      (stack, api, { node }) => {
        if (!(node.defaultChild instanceof apigateway.CfnResource)) throw new Error('CDK made no resource');
        const resourceId = Fn.ref(stack.getLogicalId(node.defaultChild));
        return new apigateway.CfnMethod(stack, 'M', {
          httpMethod: 'PUT',
          resourceId,
          restApiId: api.restApiId,
        });
      },
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
    expect(() => app.synth()).toThrow(/M.* is protected, but PUT is open/);
  });

  test('makes OPTIONS for an ANY that comes later, without origins, too', () => {
    const { app, stack, api, stepUp } = foreignApi({
      props: { trust: { ...TRUST, cors: { allowedOrigins: [] } } },
    });
    const files = api.root.addResource('files');
    stepUp.protect(files);
    files.addMethod('ANY', new apigateway.MockIntegration());
    expect(authorizationOf(synthesizedResources(app, stack))).toEqual({
      filesANY: 'CUSTOM',
      filesOPTIONS: 'NONE',
    });
  });

  test.each<[string, (method: apigateway.CfnMethod) => void]>([
    ['by its property', (method) => (method.authorizationType = 'NONE')],
    [
      'by an override',
      (method) => {
        method.addPropertyOverride('AuthorizationType', 'NONE');
      },
    ],
    [
      'by an override that deletes',
      (method) => {
        method.addPropertyDeletionOverride('AuthorizationType');
      },
    ],
    [
      'to another authorizer',
      (method) => {
        method.addPropertyOverride('AuthorizerId', 'other');
      },
    ],
  ])('stops synth when a method that was protected is opened again %s', (_, openAgain) => {
    const { app, api, stepUp } = foreignApi();
    const method = api.root.addMethod('GET');
    stepUp.protect(method);
    if (method.node.defaultChild instanceof apigateway.CfnMethod) openAgain(method.node.defaultChild);
    expect(() => app.synth()).toThrow(/is protected, but GET is open/);
  });

  test('takes no method of a nested stack for its own because the names in the template are alike', () => {
    const { app, stack, api, stepUp } = foreignApi();
    const orders = api.root.addResource('orders');
    orders.addMethod('GET');
    stepUp.protect(orders);
    const nested = new NestedStack(stack, 'Nested');
    new apigateway.RestApi(nested, 'Api').root.addResource('orders').addMethod('GET');
    expect(authorizationOf(synthesizedResources(app, stack)).ordersGET).toBe('CUSTOM');
  });

  test('covers methods that are in a nested stack', () => {
    const { app, stack, api, stepUp } = foreignApi({ apiProps: { deploy: false } });
    const nested = new NestedStack(stack, 'Nested');
    const { root } = apigateway.RestApi.fromRestApiAttributes(nested, 'Api', {
      restApiId: api.restApiId,
      rootResourceId: api.restApiRootResourceId,
    });
    const books = root.addResource('books');
    books.addMethod('GET');
    stepUp.protect(books, {});
    stepUp.protect(root.addResource('pets').addMethod('GET'), {});
    expect(allWarningsOf(stack)).toEqual([]);
    const methods = Object.values(
      Template.fromStack(nested).findResources('AWS::ApiGateway::Method', {
        Properties: { AuthorizationType: 'CUSTOM' },
      }),
    );
    expect(methods).toHaveLength(2);
    app.synth();
  });

  test('makes one OPTIONS for a resource and what is imported of it', () => {
    const { app, stack, api, stepUp } = foreignApi({ apiProps: { deploy: false } });
    stepUp.protect(api.root.addMethod('GET'));
    const { root } = apigateway.RestApi.fromRestApiAttributes(stack, 'Imported', {
      restApiId: api.restApiId,
      rootResourceId: api.restApiRootResourceId,
    });
    stepUp.protect(root.addMethod('POST'));
    expect(authorizationOf(synthesizedResources(app, stack))).toEqual({
      GET: 'CUSTOM',
      OPTIONS: 'NONE',
      ImportedPOST: 'CUSTOM',
    });
  });

  test('leaves OPTIONS open on an API whose methods have an authorization and a key by default', () => {
    const { app, stack, api, stepUp } = foreignApi({
      props: { trust: { ...TRUST, cors: { allowedOrigins: [] } } },
      apiProps: {
        defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM, apiKeyRequired: true },
      },
    });
    const authorizationType = apigateway.AuthorizationType.NONE;
    stepUp.protect(api.root.addMethod('ANY', new apigateway.MockIntegration(), { authorizationType }));
    const { Properties } = onlyOne(synthesizedResources(app, stack), 'AWS::ApiGateway::Method', 'OPTIONS');
    expect(Properties).toMatchObject({ AuthorizationType: 'NONE', ApiKeyRequired: false });
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

test('a method that is protected twice is named as such', () => {
  const { api, stepUp } = foreignApi();
  const method = api.root.addMethod('GET');
  stepUp.protect(method);
  expect(() => {
    stepUp.protect(method);
  }).toThrow('Foreign/Api/Default/GET is protected already');
});

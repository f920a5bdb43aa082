/** Parts of an API that name it, or its resources, by another form of an id: they are seen as those that CDK makes. */
import { CfnParameter, CfnResource, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { StepUpAuthorizerProps } from '../../../lib/step-up-authorizer.ts';
import { foreignApi, warningsOf } from '../../support/stacks/foreign-api.ts';
import { onlyOne, synthesizedResources } from '../../support/stacks/synth.ts';

const l1Of = ({ node }: apigateway.RestApi) => {
  if (node.defaultChild instanceof apigateway.CfnRestApi) return node.defaultChild;
  throw new Error('CDK made no CfnRestApi');
};

const idOf = (api: apigateway.RestApi) => api.stack.getLogicalId(l1Of(api));

type Form = (api: apigateway.RestApi) => string;

const FORMS: readonly (readonly [string, Form])[] = [
  ['RestApiId of Fn::GetAtt', (api) => l1Of(api).attrRestApiId],
  ['Fn::GetAtt by name', (api) => Fn.getAtt(idOf(api), 'RestApiId').toString()],
  ['Ref by name', (api) => Fn.ref(idOf(api))],
  ['Fn::Sub', (api) => Fn.sub(`\${${idOf(api)}}`)],
  ['Fn::Sub of an attribute', (api) => Fn.sub(`\${${idOf(api)}.RestApiId}`)],
  ['Fn::Sub with a variable', (api) => Fn.sub('${It}', { It: api.restApiId })],
];

describe.each(FORMS)('an API named by %s', (_, form) => {
  test('has its CfnDeployment refused', () => {
    const { app, stack, api } = foreignApi({ apiProps: { deploy: false } });
    new apigateway.CfnDeployment(stack, 'Live', { restApiId: form(api) });
    expect(() => app.synth()).toThrow(/Live is a CfnDeployment/);
  });

  test('has its Deployment followed, and the exchange throttled on its stage', () => {
    const deployed = (protect: boolean) => {
      const { app, stack, api, stepUp } = foreignApi({ apiProps: { deploy: false } });
      const imported = apigateway.RestApi.fromRestApiId(stack, 'Imported', form(api));
      const deployment = new apigateway.Deployment(stack, 'Live', { api: imported });
      new apigateway.Stage(stack, 'Stage', { stageName: 'live', deployment });
      const method = api.root.addMethod('GET');
      if (protect) stepUp.protect(method);
      const resources = synthesizedResources(app, stack);
      return {
        live: onlyOne(resources, 'AWS::ApiGateway::Deployment', 'Live'),
        settings: onlyOne(resources, 'AWS::ApiGateway::Stage', 'Stage').Properties.MethodSettings,
      };
    };
    const { live, settings } = deployed(true);
    expect(live.id).not.toBe(deployed(false).live.id);
    expect(live.DependsOn).toContainEqual(expect.stringMatching(/RequestAuthorizer/));
    expect(settings).toContainEqual(expect.objectContaining({ ResourcePath: '/~1step-up~1token' }));
  });

  test('has its gateway response refused', () => {
    const late = foreignApi();
    new apigateway.CfnGatewayResponse(late.stack, 'Denied', {
      restApiId: form(late.api),
      responseType: 'ACCESS_DENIED',
    });
    expect(() => late.app.synth()).toThrow(/Denied: .*already has a gateway response ACCESS_DENIED/);
  });
});

test('a nested stack that gets the id as a parameter has its CfnDeployment refused', () => {
  const { app, stack, api } = foreignApi({ apiProps: { deploy: false } });
  const nested = new NestedStack(stack, 'Nested', { parameters: { Given: api.restApiId } });
  const restApiId = new CfnParameter(nested, 'Given').valueAsString;
  new apigateway.CfnDeployment(nested, 'Live', { restApiId });
  expect(() => app.synth()).toThrow(/Nested\/Live is a CfnDeployment/);
});

test('a deployment of the bare CfnResource is refused', () => {
  const { app, stack, api } = foreignApi({ apiProps: { deploy: false } });
  const properties = { RestApiId: api.restApiId, StageName: 'live' };
  new CfnResource(stack, 'Bare', { type: 'AWS::ApiGateway::Deployment', properties });
  expect(() => app.synth()).toThrow(/Bare is a CfnDeployment/);
});

test('the API of another stack with the same logical id is another API', () => {
  const { app } = foreignApi();
  const other = new Stack(app, 'Other');
  const api = new apigateway.RestApi(other, 'Api');
  api.root.addMethod('GET');
  new apigateway.CfnDeployment(other, 'Live', { restApiId: api.restApiId });
  api.addGatewayResponse('Denied', { type: apigateway.ResponseType.ACCESS_DENIED });
  expect(() => app.synth()).not.toThrow();
  expect(warningsOf(other)).toEqual([]);
});

describe('an id that synth can tie to no API of the app is warned of, once:', () => {
  test.each<[string, (stack: Stack) => string]>([
    ['a literal', () => 'abc123'],
    ['a parameter', (stack) => new CfnParameter(stack, 'ApiId').valueAsString],
    ['an import', () => Fn.importValue('api-id')],
  ])('%s', (_, idIn) => {
    const { app } = foreignApi();
    const other = new Stack(app, 'Other');
    const restApiId = idIn(other);
    new apigateway.CfnDeployment(other, 'Live', { restApiId });
    new apigateway.CfnStage(other, 'Stage', { restApiId, stageName: 'live' });
    expect(warningsOf(other)).toEqual([
      expect.stringMatching(
        /Live is part of an API that synth does not know.*If that is Foreign\/Api.*unknown-api/,
      ),
    ]);
  });
});

const ofResource = (resource: apigateway.IResource) => {
  const { defaultChild } = resource.node;
  if (defaultChild instanceof apigateway.CfnResource) return defaultChild;
  throw new Error('CDK made no CfnResource');
};

/** CDK itself warns of references to another stack. */
const ownWarningsOf = (stack: Stack) =>
  warningsOf(stack).filter((text) => text.includes('step-up-authorizer:'));

/** An API with a protected resource, or a protected POST of it, and an open PUT that names it by `id`. */
const withOpenPut = (
  target: 'resource' | 'method',
  id: (resource: apigateway.IResource) => string,
  { elsewhere = false, props = {} }: { elsewhere?: boolean; props?: Partial<StepUpAuthorizerProps> } = {},
) => {
  const { app, stack, api, stepUp } = foreignApi({ props });
  const payments = api.root.addResource('payments');
  const post = payments.addMethod('POST');
  stepUp.protect(target === 'resource' ? payments : post);
  const at = elsewhere ? new Stack(app, 'Other') : stack;
  new apigateway.CfnMethod(at, 'Put', {
    restApiId: api.restApiId,
    resourceId: id(payments),
    httpMethod: 'PUT',
    authorizationType: 'NONE',
  });
  return { app, at };
};

const RESOURCE_FORMS: readonly (readonly [string, (resource: apigateway.IResource) => string])[] = [
  ['resourceId of CDK', ({ resourceId }) => resourceId],
  ['ResourceId of Fn::GetAtt', (resource) => ofResource(resource).attrResourceId],
];

describe.each(RESOURCE_FORMS)('an open CfnMethod that names its resource by %s', (_, id) => {
  test.each([false, true])(
    'stops synth where the resource is protected (in another stack: %s)',
    (elsewhere) => {
      const { app } = withOpenPut('resource', id, { elsewhere });
      expect(() => app.synth()).toThrow(/Put is protected, but PUT is open/);
    },
  );

  test.each([false, true])('is named beside a protected method (in another stack: %s)', (elsewhere) => {
    const { at } = withOpenPut('method', id, { elsewhere });
    expect(ownWarningsOf(at)).toEqual([
      expect.stringContaining('PUT /payments is open, beside POST /payments'),
    ]);
  });
});

test('a resource in one stack with its method in another is named where a verb falls through to it', () => {
  const { app, stack, api, stepUp } = foreignApi();
  const { restApiId } = api;
  stepUp.protect(api.root.addResource('payments').addMethod('POST'));
  const parentId = l1Of(api).attrRootResourceId;
  const proxy = new apigateway.CfnResource(stack, 'Proxy', { restApiId, parentId, pathPart: '{proxy+}' });
  const resourceId = proxy.attrResourceId;
  new apigateway.CfnMethod(new Stack(app, 'Other'), 'Any', { restApiId, resourceId, httpMethod: 'ANY' });
  expect(warningsOf(stack)).toEqual([expect.stringContaining('/payments can reach ANY /{proxy+}')]);
});

test('a method and a resource of the bare CfnResource are seen', () => {
  const { stack, api, stepUp } = foreignApi();
  const payments = api.root.addResource('payments');
  stepUp.protect(payments.addMethod('POST'));
  new CfnResource(stack, 'Put', {
    type: 'AWS::ApiGateway::Method',
    properties: { RestApiId: api.restApiId, ResourceId: payments.resourceId, HttpMethod: 'PUT' },
  });
  expect(warningsOf(stack)).toEqual([expect.stringContaining('PUT /payments is open')]);
});

describe('an open method whose path synth cannot tell', () => {
  const unknown = () => Fn.importValue('resource-id');

  test('is warned of', () => {
    const { at } = withOpenPut('method', unknown);
    expect(warningsOf(at)).toEqual([
      expect.stringMatching(/Put: .*a path or a verb that synth cannot tell.*unplaced/),
    ]);
  });

  test('stops synth with unprotected: error', () => {
    const { app } = withOpenPut('method', unknown, { props: { unprotected: 'error' } });
    expect(() => app.synth()).toThrow(/Put: This open method of the API has a path/);
  });
});

test('our authorizer may be named by its attribute, too', () => {
  const { app, api, stepUp } = foreignApi();
  const payments = api.root.addResource('payments');
  payments.addMethod('POST');
  stepUp.protect(payments);
  const authorizer = stepUp.node.findChild('RequestAuthorizer');
  new apigateway.CfnMethod(api, 'Put', {
    restApiId: api.restApiId,
    resourceId: payments.resourceId,
    httpMethod: 'PUT',
    authorizationType: 'CUSTOM',
    authorizerId: authorizer instanceof apigateway.CfnAuthorizer ? authorizer.attrAuthorizerId : '',
  });
  expect(() => app.synth()).not.toThrow();
});

/** Parts of an API that name it, or its resources, by another form of an id: they are seen as those that CDK makes. */
import { CfnParameter, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
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

/** MISSING_AUTHENTICATION_TOKEN, the type that step-up leaves to an API that has a response of its own for it. */
import { CfnResource, NestedStack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { foreignApi } from '../../../support/stacks/foreign-api.ts';
import { deploy, idsIn, NONE, pinsIn, responsesIn } from '../../../support/stacks/own-responses.ts';
import { ofType } from '../../../support/stacks/synth.ts';

const TYPE = 'MISSING_AUTHENTICATION_TOKEN';
const OWN = { type: apigateway.ResponseType.MISSING_AUTHENTICATION_TOKEN, statusCode: '404' };

const own = (api: apigateway.RestApi) => {
  api.addGatewayResponse('Unknown', { ...OWN, templates: { 'text/plain': 'no such page' } });
};
const propertiesOf = ({ resources }: ReturnType<typeof deploy>) =>
  responsesIn(resources).get(TYPE)?.Properties;

test.each(['refuse', 'replace', 'merge'] as const)(
  'an answer of the API to unknown routes stays as it is: %s',
  (gatewayResponses) => {
    const { resources, warnings } = deploy({ gatewayResponses }, own);
    expect(responsesIn(resources).get(TYPE)?.Properties).toEqual({
      ResponseType: TYPE,
      RestApiId: expect.anything(),
      StatusCode: '404',
      ResponseTemplates: { 'text/plain': 'no such page' },
    });
    expect(responsesIn(resources).size).toBe(7);
    expect(warnings.join()).not.toContain('gateway-response-id');
  },
);

test('it does not get the headers of a DEFAULT_4XX that is merged', () => {
  const both = (api: apigateway.RestApi) => {
    own(api);
    const responseHeaders = { 'X-Own': "'own'" };
    api.addGatewayResponse('Default4xx', { type: apigateway.ResponseType.DEFAULT_4XX, responseHeaders });
  };
  const deployed = deploy({ gatewayResponses: 'merge' }, both);
  expect(propertiesOf(deployed)).not.toHaveProperty('ResponseParameters');
});

test('it may change after the construct, be in another stack, or be a bare CfnResource', () => {
  const changed = foreignApi({ prepare: own });
  for (const { node } of changed.api.node.children.filter(({ node: one }) => one.id === 'Unknown'))
    for (const child of node.children)
      if (child instanceof CfnResource) child.addPropertyOverride('StatusCode', '410');
  expect(() => changed.app.synth()).not.toThrow();

  const elsewhere = deploy({}, ({ stack, restApiId }) => {
    new apigateway.CfnGatewayResponse(new NestedStack(stack, 'Other'), 'Raw', {
      restApiId,
      responseType: TYPE,
    });
  });
  const bare = deploy({}, ({ stack, restApiId }) => {
    const properties = { RestApiId: restApiId, ResponseType: TYPE };
    new CfnResource(stack, 'Bare', { type: 'AWS::ApiGateway::GatewayResponse', properties });
  });
  expect(propertiesOf(elsewhere)).toBeUndefined();
  expect(propertiesOf(bare)).not.toHaveProperty('ResponseTemplates');
});

test('synth stops over one that is made after the construct: one of the two would be lost', () => {
  const { app, api } = foreignApi();
  own(api);
  expect(() => app.synth()).toThrow(
    /Unknown.*already has a gateway response MISSING_AUTHENTICATION_TOKEN\. It was made after the StepUpAuthorizer.*make it before/,
  );
});

test('where it comes or goes, gatewayResponseIds keeps the one logical id that is deployed', () => {
  const ours = idsIn(deploy({}, NONE).resources)[TYPE] ?? '';
  const coming = deploy({ gatewayResponseIds: { [TYPE]: ours } }, own);
  expect(idsIn(coming.resources)[TYPE]).toBe(ours);
  expect(propertiesOf(coming)?.StatusCode).toBe('404');

  const both = (api: apigateway.RestApi) => {
    own(api);
    api.addGatewayResponse('Denied', { type: apigateway.ResponseType.ACCESS_DENIED });
  };
  const merged = deploy({ gatewayResponses: 'merge' }, both);
  const gatewayResponseIds = pinsIn(merged.warnings);
  expect(gatewayResponseIds).toEqual(idsIn(merged.resources));
  const gone = deploy({ gatewayResponses: 'merge', gatewayResponseIds }, NONE);
  expect(gone.warnings).toEqual([]);
  expect(idsIn(gone.resources)).toEqual(gatewayResponseIds);
});

test('an id that neither of the two has is refused', () => {
  expect(() => deploy({ gatewayResponseIds: { [TYPE]: 'Typo' } }, own)).toThrow(
    /gatewayResponseIds\.MISSING_AUTHENTICATION_TOKEN: Typo is not the logical id/,
  );
  expect(ofType(deploy({}, own).resources, 'AWS::ApiGateway::GatewayResponse')).toHaveLength(7);
});

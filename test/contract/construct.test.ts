import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { StepUpAuthorizer } from '../../lib/step-up-authorizer.ts';
import type { StepUpAuthorizerProps } from '../../lib/step-up-authorizer.ts';
import { newOutdir, ofType, synthesizedResources, TRUST } from '../support/synth.ts';

/** An API of somebody else's, with the construct on it. */
function foreignApi(
  props: Partial<StepUpAuthorizerProps> = {},
  prepare: (api: apigateway.RestApi) => void = () => undefined,
) {
  const app = new App({ outdir: newOutdir() });
  const stack = new Stack(app, 'Foreign');
  const api = new apigateway.RestApi(stack, 'Api');
  prepare(api);
  const stepUp = new StepUpAuthorizer(stack, 'StepUp', { api, trust: TRUST, ...props });
  return { app, stack, api, stepUp };
}

describe('another set of seeds', () => {
  test('changes the custom resource, not the table', () => {
    const { app, stack, api, stepUp } = foreignApi();
    stepUp.protect(api.root.addMethod('GET'), { acr: 'urn:example:loa:2' });
    const [seeds] = ofType(synthesizedResources(app, stack), 'Custom::StepUpPolicySeeds');
    expect(JSON.parse(String(seeds?.Properties.Seeds))).toContainEqual({
      route: 'GET /',
      acr: 'urn:example:loa:2',
    });
  });
});

describe('synth refuses', () => {
  test('a trust config with mistakes, all of them at once', () => {
    const trust = { acr: ['a b'], issuers: [{ issuer: 'http://id.example.com', audience: [] }] };
    expect(() => foreignApi({ trust })).toThrow(
      /acr\[0\][\s\S]*issuers\[0\]\.issuer[\s\S]*issuers\[0\]\.audience/,
    );
  });

  test('a trust config that does not fit into the environment', () => {
    const audience = Array.from(
      { length: 80 },
      (_, index) => `https://api-${index}.example.com/a/long/path/to/name`,
    );
    expect(() =>
      foreignApi({ trust: { ...TRUST, issuers: [{ issuer: 'https://id.example.com', audience }] } }),
    ).toThrow(/4 KB/);
  });

  test('to replace a gateway response of the API’s own', () => {
    const prepare = (api: apigateway.RestApi) => {
      api.addGatewayResponse('Own', { type: apigateway.ResponseType.ACCESS_DENIED, statusCode: '403' });
    };
    expect(() => foreignApi({}, prepare)).toThrow(/already has a gateway response ACCESS_DENIED/);
  });

  test('to protect OPTIONS, a route nested too deep, or one with a malformed policy', () => {
    const { api, stepUp } = foreignApi();
    expect(() => {
      stepUp.protect(api.root.addResource('open').addMethod('OPTIONS'));
    }).toThrow(/OPTIONS/);
    const deep = api.root.resourceForPath(Array.from({ length: 60 }, (_, index) => `p${index}`).join('/'));
    expect(() => {
      stepUp.protect(deep.addMethod('GET'));
    }).toThrow(/Nest it less deep/);
    expect(() => {
      stepUp.protect(api.root.addMethod('PUT'), { acr: 'urn:example:loa:9', maxAge: 1 });
    }).toThrow(/maxAge: [\s\S]*acr: /);
  });
});

describe('a change of what is protected', () => {
  test('makes a new deployment, so that the stage does not keep the old one', () => {
    const deploymentOf = (protect: boolean) => {
      const { app, stack, api, stepUp } = foreignApi();
      const method = api.root.addMethod('GET');
      if (protect) stepUp.protect(method);
      return ofType(synthesizedResources(app, stack), 'AWS::ApiGateway::Deployment')[0]?.id;
    };
    expect(deploymentOf(true)).not.toBe(deploymentOf(false));
  });
});

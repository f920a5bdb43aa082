/** An API with gateway responses of its own, over which the construct comes, and the ids that its responses have. */
import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { StepUpAuthorizerProps } from '../../../lib/step-up-authorizer.ts';
import { foreignApi, warningsOf } from './foreign-api.ts';
import { newApp, ofType, synthesizedResources, TRUST } from './synth.ts';
import type { Resources } from './synth.ts';

const { ResponseType } = apigateway;
const NO_ORIGINS = { ...TRUST, cors: { allowedOrigins: [] } };

/** What most APIs have: CORS for errors. And one for refusals, in another case than ours. */
const prepare = (api: apigateway.RestApi) => {
  const responseHeaders = { 'access-control-allow-origin': "'*'", 'X-Own': "'own'" };
  api.addGatewayResponse('Default4xx', { type: ResponseType.DEFAULT_4XX, responseHeaders });
  api.addGatewayResponse('Denied', {
    type: ResponseType.ACCESS_DENIED,
    statusCode: '403',
    responseHeaders: { 'WWW-AUTHENTICATE': "'Basic'", 'X-Denied': "'yes'" },
    templates: { 'application/json': '{"no":1}', 'application/xml': '<no/>' },
  });
};

/** Logical ids and contents by response type. There is one resource for each type: else the last one would count. */
export const responsesIn = (resources: Resources) => {
  const all = ofType(resources, 'AWS::ApiGateway::GatewayResponse');
  const byType = new Map(all.map((one) => [String(one.Properties.ResponseType), one]));
  expect(all).toHaveLength(byType.size);
  return byType;
};

export const idsIn = (resources: Resources) =>
  Object.fromEntries([...responsesIn(resources)].map(([type, { id }]) => [type, id]));

export const deploy = (props: Partial<StepUpAuthorizerProps>, own = prepare) => {
  const { app, stack } = foreignApi({ prepare: own, props: { trust: NO_ORIGINS, ...props } });
  return { resources: synthesizedResources(app, stack), warnings: warningsOf(stack) };
};

export const NONE = () => undefined;

/** The API before it gets step-up. */
export const before = () => {
  const app = newApp();
  const stack = new Stack(app, 'Foreign');
  const api = new apigateway.RestApi(stack, 'Api');
  api.root.addMethod('GET');
  prepare(api);
  return synthesizedResources(app, stack);
};

/** What synth says to set. */
export const pinsIn = (warnings: readonly string[]) =>
  Object.fromEntries(
    warnings.flatMap((text) => {
      const [, pins = ''] = /gatewayResponseIds: \{ ([^}]*) \}/.exec(text) ?? [];
      return [...pins.matchAll(/(\w+): '(\w+)'/g)].map(([, type = '', id = '']) => [type, id]);
    }),
  );

/**
 * An API with gateway responses of its own, over the deployments in which they become ours and then leave the app. A lost
 * response shows in the deployment after: a stage serves a snapshot of the API.
 */
import { Stack } from 'aws-cdk-lib';
import { CfnGatewayResponse, MockIntegration, ResponseType, RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { GatewayResponseIds } from '../../../../lib/gateway/response-ids.ts';
import type { StepUpAuthorizerProps } from '../../../../lib/step-up-authorizer.ts';
import type { Build } from './apps/consumers.ts';
import { addRoutes, backendIn, base, stepUpOn } from './apps/shop.ts';
import { assemblyOf, deployed } from './rounds.ts';
import type { Round } from './rounds.ts';

export async function ownResponses(round: Round): Promise<void> {
  const before = await round.cloud.deploy(assemblyOf(withoutStepUp, round));
  round.report.check({ name: 'an API with its own refusals: cdk deploy', problem: before.problem });

  let ids: GatewayResponseIds = {};
  const taking = shop({ gatewayResponses: 'merge' }, (api) => {
    ids = addOwn(api);
  });
  await deployed(round, 'its refusals are merged with ours', assemblyOf(taking, round));
  for (const [name, extra] of [
    ['its refusals leave the app', 'one'],
    ['and it changes once more', 'two'],
  ] as const) {
    const build = shop({ gatewayResponseIds: ids }, ({ root }) => {
      root.addResource(extra).addMethod('GET', new MockIntegration());
    });
    await deployed(round, name, assemblyOf(build, round));
  }
}

const STACK = 'TakenResponses';

const withoutStepUp: Build = (app) => {
  const api = new RestApi(new Stack(app, STACK), 'Api');
  api.root.addMethod('GET', new MockIntegration());
  addOwn(api);
};

function shop(props: Partial<StepUpAuthorizerProps>, prepare: (api: RestApi) => void): Build {
  return (app, trust) => {
    const stack = new Stack(app, STACK);
    const api = new RestApi(stack, 'Api');
    prepare(api);
    addRoutes(api.root, stepUpOn(stack, api, { trust, ...props }), backendIn(stack));
    base(stack, '', api.url);
  };
}

/** Returns the ids, as synth says them. */
function addOwn(api: RestApi): GatewayResponseIds {
  const responseHeaders = { 'Access-Control-Allow-Origin': "'*'" };
  const own = [
    api.addGatewayResponse('Denied', { type: ResponseType.ACCESS_DENIED, statusCode: '403' }),
    api.addGatewayResponse('Default4xx', { type: ResponseType.DEFAULT_4XX, responseHeaders }),
  ].flatMap(({ node }) => node.children.filter((child) => child instanceof CfnGatewayResponse));
  return Object.fromEntries(own.map((one) => [one.responseType, String(one.stack.resolve(one.logicalId))]));
}

/** Gateway responses that an API has of its own, for types that this construct sets. */
import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnGatewayResponse } from 'aws-cdk-lib/aws-apigateway';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { ANSWERS, LEFT_TO_THE_API } from './fixed-answers.ts';
import type { GatewayResponseName } from './fixed-answers.ts';
import { renderedProperties } from './rendered-properties.ts';
import { logicalIdOf, ownLogicalId } from './response-ids.ts';
import { attachedTo } from './visible-api.ts';

/** What happens to gateway responses that an API has already. */
export type GatewayResponsesMode = 'refuse' | 'replace' | 'merge';

export type ForeignResponses = ReadonlyMap<GatewayResponseName, CfnGatewayResponse>;

/** Those that become ours, by type. */
export function responsesOf(api: RestApi): ForeignResponses {
  return new Map(
    found(api).flatMap(({ type, response }) =>
      response instanceof CfnGatewayResponse && !isLeft(type) ? [[type, response] as const] : [],
    ),
  );
}

/** Those that stay as the API has them, wherever they are made. */
export function leftResponsesOf(api: RestApi): readonly FoundResponse[] {
  return found(api).filter(({ type }) => isLeft(type));
}

/** Why the responses that the API has cannot be ours, a message for each. */
export function conflicts(api: RestApi, mode: GatewayResponsesMode): readonly string[] {
  const all = found(api).filter(({ type }) => !isLeft(type));
  return all.flatMap(({ type, response }) => {
    if (response.stack !== Stack.of(api)) return [elsewhere(api, type, response)];
    if (!(response instanceof CfnGatewayResponse))
      return [
        `${has(api, type, response)} It is a bare CfnResource: make it a CfnGatewayResponse of the same id.`,
      ];
    if (all.some((one) => one.type === type && one.response !== response))
      return [`${has(api, type, response)} It has two of them, of which one is lost: remove one.`];
    return mode === 'refuse' ? [refused(api, type, response)] : [];
  });
}

/** The same for responses that came after the construct. */
export function lateConflicts(
  api: RestApi,
  ours: readonly FoundResponse[],
  mode: GatewayResponsesMode,
): readonly string[] {
  const late = found(api).filter(({ response }) => ours.every((one) => one.response !== response));
  return late.flatMap(({ type, response }) => {
    if (isLeft(type)) return ours.some((one) => one.type === type) ? [tooLate(api, type, response)] : [];
    if (response.stack !== Stack.of(api)) return elsewhere(api, type, response);
    if (mode === 'refuse') return refused(api, type, response);
    return `${has(api, type, response)} It was made after the StepUpAuthorizer: make it before, so that the two become one.`;
  });
}

export interface FoundResponse {
  readonly type: GatewayResponseName;
  readonly response: CfnResource;
}

/** By the type that the template has: the construct does not show one that is overridden. */
function found(api: RestApi): readonly FoundResponse[] {
  return api.node.root.node
    .findAll()
    .filter((node) => CfnResource.isCfnResource(node))
    .filter((node) => node.cfnResourceType === CfnGatewayResponse.CFN_RESOURCE_TYPE_NAME)
    .filter((response) => attachedTo(api, response))
    .flatMap((response) => {
      const { ResponseType: type } = renderedProperties(response);
      return isOurs(type) ? [{ type, response }] : [];
    });
}

function isLeft(type: GatewayResponseName): boolean {
  return LEFT_TO_THE_API.includes(type);
}

function isOurs(type: unknown): type is GatewayResponseName {
  return typeof type === 'string' && Object.hasOwn(ANSWERS, type);
}

function has(api: RestApi, type: GatewayResponseName, { node }: CfnResource): string {
  return `${node.path}: ${api.node.path} already has a gateway response ${type}.`;
}

function refused(api: RestApi, type: GatewayResponseName, response: CfnResource): string {
  return (
    `${has(api, type, response)} Step-up answers with its own, for all methods and authorizers of the API. Set gatewayResponses: ` +
    "'merge' to keep the headers of yours that step-up does not set, or 'replace' to keep nothing of it, or protect the routes " +
    'on a separate API. Do not remove yours in the deployment that adds step-up: CloudFormation would delete it after ours was ' +
    `made, and they are the same response of the API. If this API was deployed with step-up before it got ${logicalIdOf(response)}, ` +
    `set gatewayResponseIds: { ${type}: '${ownLogicalId(api, type)}' }, too.`
  );
}

function tooLate(api: RestApi, type: GatewayResponseName, response: CfnResource): string {
  return (
    `${has(api, type, response)} It was made after the StepUpAuthorizer, which has set one of this type, and one of the two is ` +
    'lost: make it before. Step-up then leaves this type to it.'
  );
}

/** One stack cannot take over a resource of another. */
function elsewhere(api: RestApi, type: GatewayResponseName, response: CfnResource): string {
  return (
    `${has(api, type, response)} It is in the stack ${response.stack.node.path}, and a resource cannot be taken over from another ` +
    'stack. It takes two deployments: 1. remove it from the app, leave StepUpAuthorizer out, and deploy both stacks; 2. add ' +
    'StepUpAuthorizer and deploy. In one deployment, or in another order, CloudFormation deletes it after ours was made, and ' +
    'they are the same response of the API.'
  );
}

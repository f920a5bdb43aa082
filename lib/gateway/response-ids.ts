/**
 * The logical ids of gateway responses. CloudFormation knows a response by its logical id, API Gateway by API and type:
 * where the id changes, CloudFormation makes the new one and then deletes the old one, which is the same response.
 */
import { Stack } from 'aws-cdk-lib';
import type { CfnElement, CfnResource } from 'aws-cdk-lib';
import { CfnGatewayResponse } from 'aws-cdk-lib/aws-apigateway';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { SetupError } from '../setup-error.ts';
import { RESPONSE_NAMES } from './fixed-answers.ts';
import type { GatewayResponseName } from './fixed-answers.ts';

/** The logical ids to keep, by type. */
export type GatewayResponseIds = Readonly<Partial<Record<GatewayResponseName, string>>>;

export interface KeptId {
  readonly type: GatewayResponseName;
  /** The id that the response has had so far, where the app says it. */
  readonly id: string | undefined;
  /** Whether the response is one that the app made itself. */
  readonly isTheirs: boolean;
}

/** Throws a SetupError for a text that is no logical id, and for one that neither their construct has nor ours of the type would. */
export function setLogicalId(api: RestApi, response: CfnResource, { type, id, isTheirs }: KeptId): void {
  if (id === undefined) return;
  const known = isTheirs ? [logicalIdOf(response), ownLogicalId(api, type)] : [id];
  if (!known.includes(id) || !LOGICAL_ID.test(id)) {
    throw new SetupError(
      `gatewayResponseIds.${type}: ${id} is not the logical id of a gateway response of ${api.node.path}. ` +
        `${response.node.path} has ${known.join(', and without it step-up has ')}.`,
    );
  }
  const another = RESPONSE_NAMES.find((one) => one !== type && ownLogicalId(api, one) === id);
  if (another !== undefined)
    throw new SetupError(
      `gatewayResponseIds.${type}: ${id} is the logical id of ${another} of ${api.node.path}: each response keeps its own.`,
    );
  if (logicalIdOf(response) !== id) response.overrideLogicalId(id);
}

const LOGICAL_ID = /^[A-Za-z0-9]{1,255}$/;

export function logicalIdOf(element: CfnElement): string {
  return String(Stack.of(element).resolve(element.logicalId));
}

/** The id of our response where the API has none of its own: that of a construct at its place in the tree. */
export function ownLogicalId(api: RestApi, type: GatewayResponseName): string {
  const name = `StepUp${type}`;
  const existing = api.node.tryFindChild(name);
  const scope = existing ?? new Construct(api, name);
  const resource =
    scope.node.tryFindChild('Resource') ??
    new CfnGatewayResponse(scope, 'Resource', { restApiId: api.restApiId, responseType: type });
  const id = resource instanceof CfnGatewayResponse ? logicalIdOf(resource) : '';
  if (existing === undefined) api.node.tryRemoveChild(name);
  return id;
}

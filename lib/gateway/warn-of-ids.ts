/** What synth can say about logical ids of gateway responses. It does not see what is deployed. */
import { Annotations } from 'aws-cdk-lib';
import type { CfnGatewayResponse, RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { GatewayResponseName } from './fixed-answers.ts';
import type { ForeignResponses, FoundResponse, GatewayResponsesMode } from './foreign-responses.ts';
import { logicalIdOf } from './response-ids.ts';
import type { GatewayResponseIds } from './response-ids.ts';

export interface Ids {
  /** The responses that the API had of its own, and that answer for step-up now. */
  readonly theirs: ForeignResponses;
  /** The responses of the API that step-up leaves to it. One that leaves the app becomes ours. */
  readonly left: readonly FoundResponse[];
  /** All responses that answer for step-up. */
  readonly ours: readonly { readonly type: GatewayResponseName; readonly response: CfnGatewayResponse }[];
  readonly mode: GatewayResponsesMode;
  /** The ids that the app keeps. */
  readonly kept: GatewayResponseIds;
}

/**
 * Warns of types whose id is not kept, once the app has said that the API had responses of its own. Of all types, not only
 * of those that the API has now: synth cannot tell a type that never had a response of theirs from one whose response has
 * left the app already, which the deployment would lose. So it names the ids of all, to be set at once.
 */
export function warnOfIds(api: RestApi, ids: Ids): void {
  const { theirs, ours, mode, kept } = ids;
  const open = ours.filter(({ type }) => kept[type] === undefined);
  const taken = open.filter(({ type }) => theirs.has(type));
  if (taken.length > 0) warnOfTaken(api, ids, taken);
  else if (open.length > 0 && (mode !== 'refuse' || Object.keys(kept).length > 0)) warnOfGone(api, ids, open);
  for (const { type, response } of ours) warnOfSwapped(api, ids, { type, response });
}

function warnOfTaken(api: RestApi, ids: Ids, taken: Ids['ours']): void {
  const paths = taken.map(({ response }) => response.node.path);
  Annotations.of(api).addWarningV2(
    'step-up-authorizer:gateway-response-id',
    `Step-up answers through gateway responses of the API now, ${paths.join(', ')}, and they keep their logical ids. Before you ` +
      `remove one from the app, set ${allIds(ids)}: under another id, CloudFormation would delete our response in the same ` +
      'deployment. The map has an id for each type, so that synth can tell when one is forgotten. If another ' +
      'gateway response has left the app since the last deployment ("npx cdk diff" then lists one that is deleted), set the logical id that it ' +
      'has in the template that is deployed.',
  );
}

function warnOfGone(api: RestApi, ids: Ids, open: Ids['ours']): void {
  const types = open.map(({ type }) => type).join(', ');
  Annotations.of(api).addWarningV2(
    'step-up-authorizer:gateway-response-gone',
    `${api.node.path} has no gateway response of its own for ${types}, and gatewayResponseIds keeps no id for it. If the API had ` +
      'one when it was deployed last ("npx cdk diff" then lists a gateway response that is deleted), set the logical id that it ' +
      'has in that template, or the deployment deletes our response of that type. For a type that it never had, set the id that ' +
      `it has here: ${allIds(ids)}.`,
  );
}

/** As the app sets them. */
function allIds({ ours, left }: Ids): string {
  return `gatewayResponseIds: { ${[...ours, ...left].map(({ type, response }) => `${type}: '${logicalIdOf(response)}'`).join(', ')} }`;
}

/** An id whose text has the name of another type alone. */
function warnOfSwapped(
  api: RestApi,
  { theirs, ours, kept }: Ids,
  { type, response }: Ids['ours'][number],
): void {
  const id = kept[type];
  if (id === undefined || theirs.has(type) || has(id, type)) return;
  const another = ours.find((one) => has(id, one.type));
  if (another === undefined) return;
  Annotations.of(response).addWarningV2(
    'step-up-authorizer:gateway-response-swapped',
    `gatewayResponseIds.${type}: ${id} looks like the id of ${another.type} of ${api.node.path}. CloudFormation would replace the ` +
      'response that has the id now, and delete that one after ours was made. Look up its ResponseType in the template that is ' +
      'deployed ("aws cloudformation get-template"), and correct the id, or acknowledge this.',
  );
}

function has(id: string, type: GatewayResponseName): boolean {
  return id.toLowerCase().includes(type.replaceAll('_', '').toLowerCase());
}

/** What synth can say about logical ids of gateway responses. It does not see what is deployed. */
import { Annotations } from 'aws-cdk-lib';
import type { CfnGatewayResponse, RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { GatewayResponseName } from './fixed-answers.ts';
import type { ForeignResponses, GatewayResponsesMode } from './foreign-responses.ts';
import { logicalIdOf } from './response-ids.ts';
import type { GatewayResponseIds } from './response-ids.ts';

export interface Ids {
  /** The responses that the API has of its own. */
  readonly theirs: ForeignResponses;
  /** All responses that answer for step-up. */
  readonly ours: readonly { readonly type: GatewayResponseName; readonly response: CfnGatewayResponse }[];
  readonly mode: GatewayResponsesMode;
  /** The ids that the app keeps. */
  readonly kept: GatewayResponseIds;
}

/**
 * Warns of each response of theirs whose id is not kept: as long as its construct is there, the id is known. And, once the
 * app has said that it had responses of its own, of the types that may have lost one.
 */
export function warnOfIds(api: RestApi, ids: Ids): void {
  for (const [type, response] of ids.theirs) if (ids.kept[type] === undefined) warnOfTheirs(type, response);
  warnOfGone(api, ids);
  for (const { type, response } of ids.ours) warnOfSwapped(api, ids, { type, response });
}

function warnOfTheirs(type: GatewayResponseName, response: CfnGatewayResponse): void {
  Annotations.of(response).addWarningV2(
    'step-up-authorizer:gateway-response-id',
    `${response.node.path} answers for step-up now, and keeps its logical id. Set gatewayResponseIds: { ${type}: ` +
      `'${logicalIdOf(response)}' } before you remove it from the app: under another id, CloudFormation would delete our ` +
      `response ${type} in the same deployment.`,
  );
}

function warnOfGone(api: RestApi, { theirs, ours, mode, kept }: Ids): void {
  if (mode === 'refuse' && Object.keys(kept).length === 0) return;
  const open = ours.filter(({ type }) => !theirs.has(type) && kept[type] === undefined);
  if (open.length === 0) return;
  const all = open.map(({ type, response }) => `${type}: '${logicalIdOf(response)}'`).join(', ');
  Annotations.of(api).addWarningV2(
    'step-up-authorizer:gateway-response-gone',
    `${api.node.path} has no gateway response of its own for ${open.map(({ type }) => type).join(', ')}, and gatewayResponseIds ` +
      'keeps no id for it. If the API had one when it was deployed last ("npx cdk diff" then lists a gateway response that is ' +
      'deleted), set the logical id that it has in that template, or ours is lost. For a type that it never had, set the id that ' +
      `it has here: gatewayResponseIds: { ${all} }.`,
  );
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

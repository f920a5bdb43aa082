/**
 * The gateway responses, with which API Gateway itself answers: for refusals of the authorizer, for its failures, and
 * for other errors.
 *
 * They apply to the whole API. Their templates are not VTL: `$context.…` is substituted without escaping (AWS: "Gateway
 * responses in API Gateway"), so the context has only characters that need no escaping.
 */
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { CfnGatewayResponse } from 'aws-cdk-lib/aws-apigateway';
import { bodyTemplate, responseHeaders } from '../../core/answer/fixed/gateway-response.ts';
import type { ReadingPages } from '../../core/answer/fixed/gateway-response.ts';
import { SetupError } from '../setup-error.ts';
import { ANSWERS, DEFAULT_OF, RESPONSE_NAMES } from './fixed-answers.ts';
import type { GatewayResponseName } from './fixed-answers.ts';
import { conflicts, lateConflicts, leftResponsesOf, responsesOf } from './foreign-responses.ts';
import type { GatewayResponsesMode } from './foreign-responses.ts';
import { headersOf, merged } from './response-headers.ts';
import { setLogicalId } from './response-ids.ts';
import type { GatewayResponseIds } from './response-ids.ts';
import { warnOfIds } from './warn-of-ids.ts';
import { changed, write } from './written-responses.ts';
import type { WrittenContent } from './written-responses.ts';

export interface GatewayResponsesProps {
  /** Pages of other origins, and what they may read. */
  readonly pages: ReadingPages;
  /** What happens to responses that the API has already. */
  readonly mode: GatewayResponsesMode;
  readonly ids: GatewayResponseIds;
}

/**
 * Sets the gateway responses of the API, and returns them. A response that the API has already is refused (SetupError),
 * or is given our content: its resource stays, with its logical id, so that CloudFormation updates it. A second resource
 * for the same response would lose ours: CloudFormation makes it, and deletes the first one afterwards. Synth stops over
 * one that comes later. A type that step-up leaves to the API is not set where the API has it.
 */
export function addGatewayResponses(
  api: apigateway.RestApi,
  props: GatewayResponsesProps,
): readonly CfnGatewayResponse[] {
  const [conflict] = conflicts(api, props.mode);
  if (conflict !== undefined) throw new SetupError(conflict);
  const theirs = responsesOf(api);
  const headers = new Map([...theirs].map(([type, response]) => [type, headersOf(response)]));
  const left = leftResponsesOf(api);
  for (const { type, response } of left)
    setLogicalId(api, response, { type, id: props.ids[type], isTheirs: true });
  const ours = RESPONSE_NAMES.filter((type) => left.every((one) => one.type !== type)).map((type) => {
    const response = theirs.get(type) ?? makeResponse(api, type);
    const content = contentOf(response, type, { ...props, theirs: headers });
    write(response, content);
    setLogicalId(api, response, { type, id: props.ids[type], isTheirs: theirs.has(type) });
    return { type, response, content };
  });
  api.node.addValidation({
    validate: () => {
      warnOfIds(api, { theirs, left, ours, mode: props.mode, kept: props.ids });
      return [...lateConflicts(api, ours, props.mode), ...ours.flatMap((one) => changed(one, api))];
    },
  });
  return ours.map(({ response }) => response);
}

interface Filling extends GatewayResponsesProps {
  /** The header mappings of the responses that the API had. */
  readonly theirs: ReadonlyMap<GatewayResponseName, Readonly<Record<string, string>>>;
}

/**
 * In a merge, a header that we do not set stays. A type without a response of its own had those of its default until now,
 * such as the CORS headers of DEFAULT_4XX.
 */
function contentOf(
  response: CfnGatewayResponse,
  type: GatewayResponseName,
  { theirs, mode, pages }: Filling,
): WrittenContent {
  const answer = ANSWERS[type];
  const ours = Object.entries(responseHeaders(type, answer, pages)).map(
    ([name, value]) => [`gatewayresponse.header.${name}`, value] as const,
  );
  const before = theirs.get(type) ?? theirs.get(DEFAULT_OF[type] ?? type) ?? {};
  return {
    statusCode: answer.statusCode ?? (mode === 'merge' ? response.statusCode : undefined),
    responseParameters: merged(mode === 'merge' ? before : {}, Object.fromEntries(ours)),
    responseTemplates: { 'application/json': bodyTemplate(answer.body) },
  };
}

function makeResponse(api: apigateway.RestApi, type: GatewayResponseName): CfnGatewayResponse {
  const { node } = api.addGatewayResponse(`StepUp${type}`, { type: apigateway.ResponseType.of(type) });
  const [response] = node.children.filter((child) => child instanceof CfnGatewayResponse);
  if (response === undefined) throw new SetupError(`${node.path} is not a gateway response that CDK made.`);
  return response;
}

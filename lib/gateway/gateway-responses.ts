/**
 * The gateway responses, with which API Gateway itself answers: for refusals of the authorizer, for its failures, and
 * for other errors.
 *
 * They apply to the whole API. Their templates are not VTL: `$context.…` is substituted without escaping (AWS: "Gateway
 * responses in API Gateway"), so the context has only characters that need no escaping.
 */
import { Annotations, Aspects, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { CfnGatewayResponse } from 'aws-cdk-lib/aws-apigateway';
import { ACCESS_DENIED, bodyTemplate, responseHeaders } from '../../core/answer/fixed/gateway-response.ts';
import type { GatewayAnswer } from '../../core/answer/fixed/gateway-response.ts';
import { attachedTo } from './visible-api.ts';
import { SetupError } from '../setup-error.ts';

/** Seconds after which the client should try again when the failure is ours. */
const RETRY_AFTER = 5;

const FAILURE_DETAIL = 'Nothing was opened. This is our fault, not yours: try again in a few seconds.';

/**
 * Each body as member → JSON text. `extendedRequestId` is set by API Gateway; `requestId` is what the caller sent in
 * `x-amzn-RequestId`, and may contain quotation marks.
 */
const ANSWERS: Readonly<Record<string, GatewayAnswer>> = {
  ACCESS_DENIED,
  UNAUTHORIZED: {
    statusCode: '401',
    headers: { 'WWW-Authenticate': "'Bearer'" },
    body: {
      type: '"urn:step-up-authorizer:problem:no_credential"',
      title: '"An access token is needed"',
      status: '401',
      next: '"authenticate"',
      request_id: '"$context.extendedRequestId"',
    },
  },
  AUTHORIZER_FAILURE: failure('The request could not be judged'),
  AUTHORIZER_CONFIGURATION_ERROR: failure('The answer of the authorizer was not understood'),
  DEFAULT_4XX: fallback(),
  DEFAULT_5XX: fallback(),
};

function failure(title: string): GatewayAnswer {
  return {
    statusCode: '503',
    headers: { 'Retry-After': `'${RETRY_AFTER}'` },
    body: {
      type: '"urn:step-up-authorizer:problem:failure"',
      title: JSON.stringify(title),
      status: '503',
      detail: JSON.stringify(FAILURE_DETAIL),
      request_id: '"$context.extendedRequestId"',
    },
  };
}

/** Keeps the status and the text of API Gateway. `messageString` has its quotation marks already. */
function fallback(): GatewayAnswer {
  return {
    body: {
      type: '"about:blank"',
      title: '"$context.error.responseType"',
      detail: '$context.error.messageString',
      request_id: '"$context.extendedRequestId"',
    },
  };
}

/**
 * Adds the gateway responses to the API. Throws a SetupError if the API already has one of the same type, and stops
 * synth if it gets one later: one of the two would be lost. The whole API answers with these, and so does every other
 * authorizer of it.
 */
export function addGatewayResponses(
  api: apigateway.RestApi,
  allowedOrigins: readonly string[],
): readonly CfnGatewayResponse[] {
  const [conflict] = conflicts(api, []);
  if (conflict !== undefined) throw new SetupError(conflict);
  const ours = Object.entries(ANSWERS).map(([type, answer]) => {
    const response = api.addGatewayResponse(`StepUp${type}`, {
      type: apigateway.ResponseType.of(type),
      ...(answer.statusCode === undefined ? {} : { statusCode: answer.statusCode }),
      responseHeaders: responseHeaders(type, answer, allowedOrigins),
      templates: { 'application/json': bodyTemplate(answer.body) },
    });
    return cfnResponseOf(response);
  });
  api.node.addValidation({ validate: () => conflicts(api, ours) });
  return ours;
}

/** Warns of each other authorizer of the API: its callers get our gateway responses from now on. */
export function warnOfOtherAuthorizers(api: apigateway.RestApi, ours: apigateway.CfnAuthorizer): void {
  Aspects.of(Stack.of(api)).add({
    visit: (node) => {
      if (!(node instanceof apigateway.CfnAuthorizer) || node === ours || !attachedTo(api, node)) return;
      Annotations.of(node).addWarningV2(
        'step-up-authorizer:other-authorizer',
        `${node.node.path} answers with the gateway responses of step-up now: what it denies becomes a 401 instead of a 403, ` +
          'with a problem body whose members are empty, and its own failures become a 503.',
      );
    },
  });
}

function cfnResponseOf({ node }: apigateway.GatewayResponse): CfnGatewayResponse {
  const [response] = node.children.filter((child) => child instanceof CfnGatewayResponse);
  if (response === undefined) throw new SetupError(`${node.path} is not a gateway response that CDK made.`);
  return response;
}

/** One message for each gateway response of this API that is not ours, but has the type of one of ours. */
function conflicts(api: apigateway.RestApi, ours: readonly CfnGatewayResponse[]): string[] {
  return (
    api.node.root.node
      .findAll()
      .filter((node) => node instanceof CfnGatewayResponse)
      // The tokens are compared, not what they resolve to: APIs of two stacks can have the same logical id.
      .filter((response) => response.restApiId === api.restApiId && response.responseType in ANSWERS)
      .filter((response) => !ours.includes(response))
      .map(
        ({ responseType, node }) =>
          `${node.path}: ${api.node.path} already has a gateway response ${responseType}. Step-up answers with its own, ` +
          'for all methods and authorizers of the API: remove yours, or protect the routes on a separate API.',
      )
  );
}

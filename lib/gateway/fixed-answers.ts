/** What the gateway responses say, for each response type that this construct sets. */
import { ACCESS_DENIED } from '../../core/answer/fixed/gateway-response.ts';
import type { GatewayAnswer } from '../../core/answer/fixed/gateway-response.ts';

/** The response types of API Gateway that this construct sets. */
export type GatewayResponseName =
  | 'ACCESS_DENIED'
  | 'UNAUTHORIZED'
  | 'AUTHORIZER_FAILURE'
  | 'AUTHORIZER_CONFIGURATION_ERROR'
  | 'MISSING_AUTHENTICATION_TOKEN'
  | 'DEFAULT_4XX'
  | 'DEFAULT_5XX';

/** The default that API Gateway takes where a type has no response of its own. */
export const DEFAULT_OF: Readonly<Partial<Record<GatewayResponseName, GatewayResponseName>>> = {
  ACCESS_DENIED: 'DEFAULT_4XX',
  UNAUTHORIZED: 'DEFAULT_4XX',
  MISSING_AUTHENTICATION_TOKEN: 'DEFAULT_4XX',
  AUTHORIZER_FAILURE: 'DEFAULT_5XX',
  AUTHORIZER_CONFIGURATION_ERROR: 'DEFAULT_5XX',
};

/** The types that stay as the API has them, where it has a response of its own: no refusal of step-up comes by them. */
export const LEFT_TO_THE_API: readonly GatewayResponseName[] = ['MISSING_AUTHENTICATION_TOKEN'];

/** Seconds after which the client should try again when the failure is ours. */
const RETRY_AFTER = 5;

const FAILURE_DETAIL = 'Nothing was opened. This is our fault, not yours: try again in a few seconds.';

/** API Gateway gives both the same answer: a route that it does not have, and a method that asks for a signature of AWS. */
const UNKNOWN_ROUTE = 'No such route or method, or a request that is not signed as the method asks.';

/**
 * Each body as member → JSON text. `extendedRequestId` is set by API Gateway; `requestId` is what the caller sent in
 * `x-amzn-RequestId`, and may contain quotation marks.
 */
export const ANSWERS: Readonly<Record<GatewayResponseName, GatewayAnswer>> = {
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
  MISSING_AUTHENTICATION_TOKEN: {
    statusCode: '403',
    body: {
      type: '"about:blank"',
      title: '"Forbidden"',
      status: '403',
      detail: JSON.stringify(UNKNOWN_ROUTE),
      request_id: '"$context.extendedRequestId"',
    },
  },
  DEFAULT_4XX: fallback(),
  DEFAULT_5XX: fallback(),
};

export const RESPONSE_NAMES = Object.keys(ANSWERS).filter(
  (name): name is GatewayResponseName => name in ANSWERS,
);

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

/**
 * Keeps the status and the text of API Gateway. `messageString` has its quotation marks already. There is no title: that of
 * `about:blank` is the phrase of the status (RFC 9457 §4.2.1), which a template for many statuses cannot say.
 */
function fallback(): GatewayAnswer {
  return {
    body: {
      type: '"about:blank"',
      detail: '$context.error.messageString',
      response_type: '"$context.error.responseType"',
      request_id: '"$context.extendedRequestId"',
    },
  };
}

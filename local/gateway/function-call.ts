/** Calls the function of a method (AWS: "Lambda proxy integrations in API Gateway"). */
import { randomBytes } from 'node:crypto';
import type { GatewayResponseType } from '../../core/gateway/gateway-response-types.ts';
import type { Match } from '../../core/gateway/match.ts';
import { LARGEST_PAYLOAD } from '../functions/functions.ts';
import type { Functions } from '../functions/functions.ts';
import type { FunctionIntegration, MethodResource } from '../template/api.ts';
import type { Template } from '../template/template.ts';
import { bodyInEvent, eventOf } from './events.ts';
import { readProxyResponse } from './integration.ts';
import type { HttpResponse } from './integration.ts';
import { acceptsBinary } from './media-types.ts';
import type { GatewayRequest } from './request.ts';

export interface FunctionCall {
  readonly request: GatewayRequest;
  readonly found: Match<MethodResource>;
  readonly body: Buffer;
  /** The value of `requestContext.authorizer`; undefined without an authorizer. */
  readonly authorizer: Readonly<Record<string, string | number>> | undefined;
  readonly template: Template;
  readonly functions: Functions;
}

/** The answer, or the type of the gateway response in its place. */
export async function callFunction(
  { functionId, timeout }: FunctionIntegration,
  call: FunctionCall,
): Promise<HttpResponse | GatewayResponseType> {
  const payload = payloadOf(call);
  if (Buffer.byteLength(JSON.stringify(payload)) > LARGEST_PAYLOAD) return 'REQUEST_TOO_LARGE';
  const result = await withTimeout(call.functions.invoke(functionId, payload), timeout);
  if (result === 'timeout') return 'INTEGRATION_TIMEOUT';
  const { binaryMediaTypes } = call.template.api;
  const takesBinary = acceptsBinary(call.request.headers, binaryMediaTypes);
  const answer = result.ok ? readProxyResponse(result.value, takesBinary) : undefined;
  return answer === undefined ? 'INTEGRATION_FAILURE' : traced(answer, call.request);
}

function payloadOf({ request, found: { method, pathParameters }, body, authorizer, template }: FunctionCall) {
  const event = eventOf(request, method, pathParameters, template);
  return {
    ...event,
    requestContext: { ...event.requestContext, ...(authorizer === undefined ? {} : { authorizer }) },
    ...bodyInEvent(body, request, template.api.binaryMediaTypes),
  };
}

/** Answers of functions have it; mocks and errors have not (recorded by LocalStack: test_invocation_trace_id). */
function traced(answer: HttpResponse, { time }: GatewayRequest): HttpResponse {
  const seconds = Math.floor(time.getTime() / 1000).toString(16);
  const id = `Root=1-${seconds}-${randomBytes(12).toString('hex')}`;
  return { ...answer, headers: [...answer.headers, ['X-Amzn-Trace-Id', id]] };
}

async function withTimeout<T>(promise: Promise<T>, milliseconds: number): Promise<T | 'timeout'> {
  const { promise: timeout, resolve } = Promise.withResolvers<'timeout'>();
  const timer = setTimeout(() => {
    resolve('timeout');
  }, milliseconds);
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** One request through the gateway: throttling, the authorizer, the integration, or the gateway's own answer. */
import type { Functions } from '../functions/functions.ts';
import type { MethodResource } from '../template/api.ts';
import type { Template } from '../template/template.ts';
import { authorize } from './authorize.ts';
import { gatewayResponse } from '../../core/gateway/fill-gateway-response.ts';
import type { ContextVariables } from '../../core/gateway/mapping.ts';
import { factsOf } from '../../core/gateway/gateway-response-types.ts';
import type { GatewayResponseType } from '../../core/gateway/gateway-response-types.ts';
import { match } from '../../core/gateway/match.ts';
import type { Match } from '../../core/gateway/match.ts';
import { contextVariables, prefixed, requestParameters } from './context.ts';
import { methodArn } from './events.ts';
import { callFunction } from './function-call.ts';
import type { FunctionCall } from './function-call.ts';
import type { HttpResponse } from './integration.ts';
import { mockAnswer } from './mock.ts';
import type { GatewayRequest } from './request.ts';
import { checkMethod } from './method-checks.ts';
import type { Refusal } from './refusal.ts';
import type { Throttle } from './throttle.ts';
import { unknownRoute } from './unknown-route.ts';

/** Amazon API Gateway quotas, in bytes. */
const LARGEST_METHOD_ARN = 1600;

/** The answer, and the variables for the access log. */
export interface RoundTrip {
  readonly response: HttpResponse;
  readonly variables: ContextVariables;
}

export interface RoundTripParts {
  readonly template: Template;
  readonly functions: Functions;
  readonly throttle: Throttle;
}

type Refuse = (refusal: Refusal, more?: ContextVariables) => RoundTrip;

/** Answers a request whose headers and body are within the limits. */
export async function roundTrip(
  request: GatewayRequest,
  body: Buffer,
  parts: RoundTripParts,
): Promise<RoundTrip> {
  const { template, throttle, functions } = parts;
  const found = match(template.api.methods, request.httpMethod, request.path);
  const refuse = refusing(request, found, template);
  if (found === undefined || methodArn(request, template).length > LARGEST_METHOD_ARN)
    return refuse(unknownRoute(request));
  if (!throttle(request.stage, found.method.httpMethod, found.method.resourcePath))
    return refuse({ type: 'THROTTLED' });

  const authorizationStarted = Date.now();
  const authorization = await authorize(request, found, template, functions);
  const latency = String(Date.now() - authorizationStarted);
  const context = {
    ...prefixed('authorizer', authorization.context),
    ...(found.method.authorizer === undefined ? {} : { 'authorizer.latency': latency }),
  };
  if (authorization.kind === 'refuse') return refuse({ type: authorization.type }, context);
  const refusal = checkMethod(request, found, template.api);
  if (refusal !== undefined) return refuse(refusal, context);
  const variables = { ...contextVariables(request, found, template), ...context };
  const { authorizer } = authorization;
  const answer = await integrate({ request, found, body, authorizer, template, functions }, variables);
  return typeof answer === 'string' ? refuse({ type: answer }, context) : { response: answer, variables };
}

function refusing(
  request: GatewayRequest,
  found: Match<MethodResource> | undefined,
  template: Template,
): Refuse {
  const parameters = requestParameters(request, found);
  return ({ type, message }, more = {}) => {
    const variables = { ...contextVariables(request, found, template), ...more };
    return {
      response: gatewayResponse(type, template.api.gatewayResponses, { variables, parameters, message }),
      variables: { ...variables, 'error.responseType': factsOf(type).rendered },
    };
  };
}

async function integrate(
  call: FunctionCall,
  context: ContextVariables,
): Promise<HttpResponse | GatewayResponseType> {
  const { request, found, body, template } = call;
  const { integration } = found.method;
  switch (integration.kind) {
    case 'mock':
      return mockAnswer(integration, {
        request,
        body: body.toString('utf8'),
        binaryMediaTypes: template.api.binaryMediaTypes,
        context,
        pathParameters: found.pathParameters,
      });
    case 'function':
      return callFunction(integration, call);
  }
}

/** One request through the gateway: throttling, the authorizer, the integration, or the gateway's own answer. */
import type { Functions } from '../functions/functions.ts';
import type { MethodResource } from '../template/api.ts';
import type { Template } from '../template/template.ts';
import { authorize } from './authorize.ts';
import { gatewayResponse } from '../../core/gateway/fill-gateway-response.ts';
import type {
  ContextVariables,
  GatewayResponseType,
  RequestParameters,
} from '../../core/gateway/fill-gateway-response.ts';
import { readProxyResponse } from './integration.ts';
import type { HttpResponse } from './integration.ts';
import { match } from '../../core/gateway/match.ts';
import type { Match } from '../../core/gateway/match.ts';
import { eventOf, logTime, methodArn, userAgentOf } from './request.ts';
import type { GatewayRequest } from './request.ts';
import type { Throttle } from './throttle.ts';

/** Amazon API Gateway quotas, in bytes. */
const LARGEST_HEADERS = 10_240;
const LARGEST_METHOD_ARN = 1600;
/** The longest time for an integration (Amazon API Gateway quotas), in milliseconds. */
const INTEGRATION_TIMEOUT = 29_000;

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

/** Answers a request. `body` is undefined when it is larger than API Gateway accepts. */
export async function roundTrip(
  request: GatewayRequest,
  body: string | undefined,
  parts: RoundTripParts,
): Promise<RoundTrip> {
  const { template, throttle, functions } = parts;
  const found = match(template.api.methods, request.httpMethod, request.path);
  const variables = contextVariables(request, found, template);
  const refuse = (type: GatewayResponseType, more: ContextVariables = {}): RoundTrip => {
    const { api } = template;
    const all = { ...variables, ...more };
    return {
      response: gatewayResponse(type, api.gatewayResponses, all, requestParameters(request, found)),
      variables: { ...all, 'error.responseType': type === 'IMPLICIT_DENY' ? 'ACCESS_DENIED' : type },
    };
  };
  if (body === undefined || sizeOf(request) > LARGEST_HEADERS) return refuse('REQUEST_TOO_LARGE');
  if (found === undefined || methodArn(request, template).length > LARGEST_METHOD_ARN) {
    return refuse('MISSING_AUTHENTICATION_TOKEN');
  }
  if (!throttle(request.stage, found.method.httpMethod, found.method.resourcePath))
    return refuse('THROTTLED');

  const authorizationStarted = Date.now();
  const authorization = await authorize(request, found, template, functions);
  const latency = String(Date.now() - authorizationStarted);
  const context = {
    ...prefixed(authorization.context),
    ...(found.method.authorizer === undefined ? {} : { 'authorizer.latency': latency }),
  };
  if (authorization.kind === 'refuse') return refuse(authorization.type, context);
  const answer = await integrate(request, found, body, authorization.authorizer, parts);
  return typeof answer === 'string'
    ? refuse(answer, context)
    : { response: answer, variables: { ...variables, ...context } };
}

async function integrate(
  request: GatewayRequest,
  { method, pathParameters }: Match<MethodResource>,
  body: string,
  authorizer: Readonly<Record<string, string | number>> | undefined,
  { template, functions }: RoundTripParts,
): Promise<HttpResponse | GatewayResponseType> {
  const { integration } = method;
  if (integration.kind === 'mock') {
    const { statusCode, headers, otherOrigins } = integration;
    const origin = request.headers.find(([name]) => name.toLowerCase() === 'origin')?.[1] ?? '';
    const own = otherOrigins.includes(origin) ? { 'Access-Control-Allow-Origin': origin } : {};
    return { statusCode, headers: Object.entries({ ...headers, ...own }), body: '' };
  }
  const event = eventOf(request, method, pathParameters, template);
  const requestContext = { ...event.requestContext, ...(authorizer === undefined ? {} : { authorizer }) };
  const payload = { ...event, requestContext, body: body === '' ? null : body, isBase64Encoded: false };
  const result = await withTimeout(functions.invoke(integration.functionId, payload), INTEGRATION_TIMEOUT);
  if (result === 'timeout') return 'INTEGRATION_TIMEOUT';
  return (result.ok ? readProxyResponse(result.value) : undefined) ?? 'INTEGRATION_FAILURE';
}

function contextVariables(
  request: GatewayRequest,
  found: Match<MethodResource> | undefined,
  { api, accountId }: Template,
): ContextVariables {
  return {
    apiId: api.id,
    accountId,
    stage: request.stage.name,
    requestId: request.requestId,
    extendedRequestId: request.extendedRequestId,
    httpMethod: request.httpMethod,
    path: request.contextPath,
    resourcePath: found?.method.resourcePath ?? '',
    requestTime: logTime(request.time),
    requestTimeEpoch: String(request.time.getTime()),
    protocol: 'HTTP/1.1',
    domainName: request.domainName,
    'identity.sourceIp': request.sourceIp,
    'identity.userAgent': userAgentOf(request) ?? '',
  };
}

/** The parameters of the request that a gateway response may map into its headers. */
function requestParameters(
  { headers, query }: GatewayRequest,
  found: Match<MethodResource> | undefined,
): RequestParameters {
  const under = (location: string, entries: Iterable<readonly [string, string]>) =>
    [...entries].map(([name, value]) => [`method.request.${location}.${name}`, value] as const);
  return Object.fromEntries([
    ...under(
      'header',
      headers.map(([name, value]) => [name.toLowerCase(), value]),
    ),
    ...under('querystring', query),
    ...under('path', Object.entries(found?.pathParameters ?? {})),
  ]);
}

function prefixed(context: Readonly<Record<string, string>>): ContextVariables {
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [`authorizer.${key}`, value]));
}

function sizeOf({ headers }: GatewayRequest): number {
  return headers.reduce(
    (size, [name, value]) => size + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
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

/** The events that API Gateway makes from a request: for the authorizer, and for the function of the method. */
import type { MethodResource } from '../template/api.ts';
import type { Template } from '../template/template.ts';
import { userAgentOf } from './request.ts';
import type { GatewayRequest } from './request.ts';
import { isBinary, typeOfBody } from './media-types.ts';

/** The members that both events have (AWS: "Input to an API Gateway Lambda authorizer", "Lambda proxy integrations"). */
export function eventOf(
  request: GatewayRequest,
  method: MethodResource,
  pathParameters: Readonly<Record<string, string>> | null,
  { api, accountId }: Template,
) {
  return {
    resource: method.resourcePath,
    path: request.eventPath,
    httpMethod: request.httpMethod,
    ...headersOf(request.headers),
    ...queryOf(request.query),
    pathParameters,
    stageVariables: present(request.stage.variables),
    requestContext: {
      resourceId: method.resourceId,
      resourcePath: method.resourcePath,
      httpMethod: request.httpMethod,
      path: request.contextPath,
      accountId,
      protocol: 'HTTP/1.1',
      stage: request.stage.name,
      domainName: request.domainName,
      domainPrefix: request.domainName.split('.')[0],
      requestTime: logTime(request.time),
      requestTimeEpoch: request.time.getTime(),
      requestId: request.requestId,
      extendedRequestId: request.extendedRequestId,
      identity: { ...NO_IDENTITY, sourceIp: request.sourceIp, userAgent: userAgentOf(request) ?? null },
      apiId: api.id,
    },
  };
}

/** None is null. */
function present(variables: Readonly<Record<string, string>>) {
  return Object.keys(variables).length === 0 ? null : variables;
}

/** The identity of a caller who did not use IAM or Cognito. */
const NO_IDENTITY = {
  accessKey: null,
  accountId: null,
  caller: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

/** The event of a REQUEST authorizer. A missing part is an empty object, where the integration gets null. */
export function authorizerEventOf(...parts: Parameters<typeof eventOf>) {
  const [request, , , template] = parts;
  const event = eventOf(...parts);
  return {
    type: 'REQUEST',
    methodArn: methodArn(request, template),
    ...event,
    queryStringParameters: event.queryStringParameters ?? {},
    multiValueQueryStringParameters: event.multiValueQueryStringParameters ?? {},
    pathParameters: event.pathParameters ?? {},
    stageVariables: request.stage.variables,
  };
}

/** The ARN of the request, with the path as the caller sent it. */
export function methodArn(
  { httpMethod, path, stage }: GatewayRequest,
  { api, region, accountId }: Template,
): string {
  return `arn:aws:execute-api:${region}:${accountId}:${api.id}/${stage.name}/${httpMethod}/${path.slice(1)}`;
}

/** The time in the format of the Common Log Format, as in `$context.requestTime`. */
export function logTime(time: Date): string {
  const [, day = '', month = '', year = '', clock = ''] = time.toUTCString().split(' ');
  return `${day}/${month}/${year}:${clock} +0000`;
}

/** The body in the event of a function: base64 where its type is one that the API takes for binary data (MiniStack, measured). */
export function bodyInEvent(body: Buffer, { headers }: GatewayRequest, binaryMediaTypes: readonly string[]) {
  if (body.byteLength === 0) return { body: null, isBase64Encoded: false };
  const isBase64Encoded = isBinary(typeOfBody(headers), binaryMediaTypes);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

function headersOf(headers: GatewayRequest['headers']) {
  const lists = new Map<string, string[]>();
  for (const [name, value] of headers) lists.set(name, [...(lists.get(name) ?? []), value]);
  const multiValueHeaders = Object.fromEntries(lists);
  return { headers: lastOfEach(multiValueHeaders), multiValueHeaders };
}

function queryOf(query: URLSearchParams) {
  if (query.size === 0) return { queryStringParameters: null, multiValueQueryStringParameters: null };
  const lists = Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
  return { queryStringParameters: lastOfEach(lists), multiValueQueryStringParameters: lists };
}

function lastOfEach(lists: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values.at(-1) ?? '']));
}

/** A request as it was received, and the events that API Gateway makes from it. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { withoutFirstSlashes } from '../../core/slashes.ts';
import type { ApiResource, MethodResource, StageResource } from '../template/api.ts';
import type { Template } from '../template/template.ts';

export interface GatewayRequest {
  readonly httpMethod: string;
  readonly stage: StageResource;
  /** Below the stage or the base path, as it was sent, but with one slash at its start. */
  readonly path: string;
  /** The path in events: below the stage, but with the base path of a custom domain (AWS: "API mappings"). */
  readonly eventPath: string;
  /** The path in the context: as it was sent, but with one slash at its start. */
  readonly contextPath: string;
  readonly query: URLSearchParams;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly domainName: string;
  readonly sourceIp: string;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly time: Date;
}

/** Reads the request line and the headers, whose names keep the sender's case. Undefined for a path that belongs to no stage. */
export function readRequest(message: IncomingMessage, api: ApiResource): GatewayRequest | undefined {
  const [target, query] = splitTarget(message.url ?? '');
  const contextPath = withoutFirstSlashes(target);
  const located = findStage(message.headers.host ?? '', contextPath, api);
  if (located === undefined) return undefined;
  const headers = pairs(message.rawHeaders);
  return {
    httpMethod: message.method ?? '',
    ...located,
    contextPath,
    query: new URLSearchParams(query),
    headers,
    domainName: message.headers.host ?? '',
    sourceIp: message.socket.remoteAddress ?? '',
    // A caller can set it. This was observed on AWS, too.
    requestId: last(headers, 'x-amzn-requestid') ?? randomUUID(),
    extendedRequestId: randomBytes(11).toString('base64'),
    time: new Date(),
  };
}

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
    stageVariables: null,
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
    stageVariables: {},
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

export function userAgentOf({ headers }: GatewayRequest): string | undefined {
  return last(headers, 'user-agent');
}

/** The stage that a request is for: by its host if that is a custom domain, else by the first segment of its path. */
function findStage(host: string, path: string, { stages, domains }: ApiResource) {
  const [domainName = ''] = host.toLowerCase().split(':');
  const mappings = domains.filter((domain) => domain.domainName === domainName);
  if (mappings.length === 0) {
    const stage = stages.find(({ name }) => isBelow(`/${name}`, path));
    if (stage === undefined) return undefined;
    const below = withoutFirstSlashes(path.slice(stage.name.length + 1)) || '/';
    return { stage, path: below, eventPath: below };
  }
  const mapping =
    mappings.find(({ basePath }) => basePath !== undefined && isBelow(`/${basePath}`, path)) ??
    mappings.find(({ basePath }) => basePath === undefined);
  const stage = stages.find(({ name }) => name === mapping?.stage);
  if (mapping === undefined || stage === undefined) return undefined;
  const below = mapping.basePath === undefined ? path : path.slice(mapping.basePath.length + 1);
  return { stage, path: withoutFirstSlashes(below) || '/', eventPath: path };
}

function isBelow(base: string, path: string): boolean {
  return path === base || path.startsWith(`${base}/`);
}

/** Splits at the first question mark: the query may contain more. */
function splitTarget(target: string): [path: string, query: string] {
  const mark = target.indexOf('?');
  return mark === -1 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
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

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
}

function last(headers: GatewayRequest['headers'], lowerCaseName: string): string | undefined {
  return headers.findLast(([name]) => name.toLowerCase() === lowerCaseName)?.[1];
}

/** Reads events of API Gateway (REST API): those of the authorizer and those of the Lambda proxy integration. */
import * as v from 'valibot';
import { headerLists, requestInputs } from '../../core/condition/inputs.ts';
import type { HeaderLists, RequestInputs } from '../../core/condition/inputs.ts';
import { takeApart } from '../../core/answer/sent-path.ts';
import type { SentPath } from '../../core/answer/sent-path.ts';
import { ruledPath } from '../../core/answer/urls.ts';
import type { RequestUrl } from '../../core/answer/urls.ts';
import { boundParametersOf } from '../../core/answer/bound-parameters.ts';
import type { ApiStage } from '../../core/decision/input.ts';

/** In characters. */
const LONGEST_ENCODED_BODY = 64 * 1024;

/** Valibot's own record leaves out members named `constructor` or `prototype`: rules would not see such a parameter. */
function membersOf<const Value extends v.GenericSchema>(value: Value) {
  return v.nullish(
    v.pipe(
      v.custom<Record<string, unknown>>((input) => typeof input === 'object' && input !== null),
      v.transform((record) => Object.entries(record)),
      v.array(v.tuple([v.string(), v.nullish(value)])),
      v.transform((members) => Object.fromEntries(members)),
    ),
  );
}

const lists = membersOf(v.array(v.string()));
const texts = membersOf(v.string());

const request = v.object({
  httpMethod: v.pipe(v.string(), v.regex(/^[A-Z]+$/)),
  resource: v.pipe(v.string(), v.regex(/^\/\S*$/), v.maxLength(1024)),
  multiValueHeaders: lists,
  pathParameters: texts,
  requestContext: v.object({
    apiId: v.string(),
    stage: v.string(),
    domainName: v.optional(v.string(), ''),
    path: v.string(),
    extendedRequestId: v.optional(v.string(), ''),
  }),
});

const authorizerRequest = v.object({ ...request.entries, type: v.literal('REQUEST'), methodArn: v.string() });

/** The parts that only rules read. */
const ruledRequest = v.object({
  multiValueQueryStringParameters: lists,
  requestContext: v.object({
    identity: v.object({ sourceIp: v.string(), userAgent: v.nullish(v.string()) }),
  }),
});

const proxyRequest = v.object({
  ...request.entries,
  body: v.nullish(v.string()),
  isBase64Encoded: v.optional(v.boolean(), false),
  requestContext: v.object({
    ...request.entries.requestContext.entries,
    authorizer: v.nullish(v.record(v.string(), v.unknown())),
  }),
});

/** The host and the path of a request, as they were sent. */
export type SentUrl = RequestUrl & SentPath;

/** One request. Header names in lower case; values as lists, so that a repeated header is not mistaken for a single one. */
export interface GatewayRequest {
  readonly method: string;
  readonly template: string;
  readonly headers: HeaderLists;
  /** Where the request was sent to, and its path there. Taken apart once, and only if asked for: few requests need it. */
  readonly sent: () => SentUrl;
  readonly api: ApiStage;
  readonly extendedRequestId: string;
}

export interface AuthorizerRequest extends GatewayRequest {
  readonly methodArn: string;
  /** The values of the template's parameters (core/answer/bound-parameters.ts); undefined where they cannot be told. */
  readonly boundParameters: string | undefined;
  /**
   * The request as rules see it. Called only if a rule reads the request. Throws for an event that lacks a part that a rule
   * may read.
   */
  readonly requestInputs: () => RequestInputs;
}

export interface ProxyRequest extends GatewayRequest {
  /** The value of `{proxy+}`, encoded or decoded; empty where the template has none. */
  readonly proxy: string;
  readonly body: string;
  /** Claims that the authorizer verified; empty on a route without the authorizer. */
  readonly authorizer: Readonly<Record<string, unknown>>;
}

/** Reads an authorizer event. Throws for any other event: then the deployment is wrong, not the request. */
export function readAuthorizerEvent(event: unknown): AuthorizerRequest {
  const parsed = v.parse(authorizerRequest, event);
  const request = common(parsed);
  return {
    ...request,
    methodArn: parsed.methodArn,
    boundParameters: boundParametersIn(request),
    requestInputs: () => requestInputsOf(request, v.parse(ruledRequest, event)),
  };
}

function boundParametersIn({ template, sent }: GatewayRequest): string | undefined {
  if (!template.includes('{')) return '';
  const { parameters } = sent();
  return parameters && boundParametersOf(template, parameters);
}

function requestInputsOf(
  { method, headers, sent }: GatewayRequest,
  ruled: v.InferOutput<typeof ruledRequest>,
): RequestInputs {
  const { below, isSure, parameters } = sent();
  const { identity } = ruled.requestContext;
  return requestInputs({
    method,
    path: isSure ? ruledPath(below) : undefined,
    parameters,
    query: present(ruled.multiValueQueryStringParameters),
    headers,
    sourceIp: identity.sourceIp,
    userAgent: identity.userAgent ?? '',
  });
}

function present<Value>(
  record: Readonly<Record<string, Value | null | undefined>> | null | undefined,
): [string, Value][] {
  return Object.entries(record ?? {}).flatMap(([name, value]): [string, Value][] =>
    value === null || value === undefined ? [] : [[name, value]],
  );
}

/** Reads a Lambda proxy event, with its body as text. */
export function readProxyEvent(event: unknown): ProxyRequest {
  const parsed = v.parse(proxyRequest, event);
  return {
    ...common(parsed),
    proxy: parsed.pathParameters?.proxy ?? '',
    body: readBody(parsed.body ?? '', parsed.isBase64Encoded),
    authorizer: parsed.requestContext.authorizer ?? {},
  };
}

/** A body that is too long for every endpoint is not decoded: the endpoints refuse it because of its length. */
function readBody(body: string, isBase64Encoded: boolean): string {
  return isBase64Encoded && body.length <= LONGEST_ENCODED_BODY
    ? Buffer.from(body, 'base64').toString('utf8')
    : body;
}

function sentUrlOf({ resource, pathParameters, requestContext }: v.InferOutput<typeof request>): SentUrl {
  const { domainName, path } = requestContext;
  return { domainName, ...takeApart({ path, template: resource, values: pathParameters ?? {} }) };
}

function common(parsed: v.InferOutput<typeof request>): GatewayRequest {
  const { apiId, stage, extendedRequestId } = parsed.requestContext;
  const headers = parsed.multiValueHeaders ?? {};
  let sent: SentUrl | undefined;
  return {
    method: parsed.httpMethod,
    template: parsed.resource,
    headers: headerLists(Object.entries(headers).map(([name, values]) => [name, values ?? []])),
    sent: () => (sent ??= sentUrlOf(parsed)),
    api: { apiId, stage },
    extendedRequestId,
  };
}

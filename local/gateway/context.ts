/** What `$context`, stage variables and `method.request` say of a request, for gateway responses, mocks and the access log. */
import type { ContextVariables, RequestParameters } from '../../core/gateway/mapping.ts';
import type { Match } from '../../core/gateway/match.ts';
import type { MethodResource } from '../template/api.ts';
import type { Template } from '../template/template.ts';
import { logTime } from './events.ts';
import { userAgentOf } from './request.ts';
import type { GatewayRequest } from './request.ts';

export function contextVariables(
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
    ...prefixed('stageVariables', request.stage.variables),
  };
}

/** The parameters of the request that a gateway response may map into its headers. */
export function requestParameters(
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

/** `name.key` for each key. */
export function prefixed(name: string, values: Readonly<Record<string, string>>): ContextVariables {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}.${key}`, value]));
}

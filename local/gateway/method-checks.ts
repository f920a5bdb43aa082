/**
 * What a method asks of a request beside the authorizer: an API key, and parameters. Both are checked after the authorizer and
 * before the integration (MiniStack; LocalStack: test_api_key_required_for_methods, test_api_gateway_request_validator).
 */
import type { Match } from '../../core/gateway/match.ts';
import type { ApiResource, MethodResource } from '../template/api.ts';
import { requestParameters } from './context.ts';
import { lastHeader } from './request.ts';
import type { GatewayRequest } from './request.ts';
import type { Refusal } from './refusal.ts';

/** The refusal, or undefined for a request that has what its method asks for. */
export function checkMethod(
  request: GatewayRequest,
  found: Match<MethodResource>,
  { apiKeys }: ApiResource,
): Refusal | undefined {
  const { needsApiKey, requiredParameters } = found.method;
  if (needsApiKey && !hasApiKey(request, apiKeys)) return { type: 'INVALID_API_KEY' };
  const sent = requestParameters(request, found);
  const missing = requiredParameters.filter((name) => isBlank(sent[lowerCaseHeader(name)])).map(nameOf);
  if (missing.length === 0) return undefined;
  return {
    type: 'BAD_REQUEST_PARAMETERS',
    message: `Missing required request parameters: [${missing.join(', ')}]`,
  };
}

/** API Gateway takes a blank one for a missing one ("Request validation for REST APIs in API Gateway"). */
function isBlank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === '';
}

function hasApiKey({ headers, stage }: GatewayRequest, apiKeys: ApiResource['apiKeys']): boolean {
  const sent = lastHeader(headers, 'x-api-key');
  return apiKeys.some(({ value, stages }) => value === sent && stages.includes(stage.name));
}

const HEADER = 'method.request.header.';

/** The case of header names does not matter. */
function lowerCaseHeader(name: string): string {
  return name.startsWith(HEADER) ? name.toLowerCase() : name;
}

/** `method.request.querystring.q` is `q`. */
function nameOf(parameter: string): string {
  return parameter.split('.').slice(3).join('.');
}

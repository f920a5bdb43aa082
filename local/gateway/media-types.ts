/** Which bodies API Gateway takes for bytes (AWS: "Content type conversions in API Gateway"). */
import { lastHeader } from './request.ts';
import type { GatewayRequest } from './request.ts';

/** A request that names no type is taken for this one (AWS: "Mapping template and access logging variable reference"). */
export const DEFAULT_TYPE = 'application/json';

/** The type of a request's body. */
export function typeOfBody(headers: GatewayRequest['headers']): string {
  return firstType(lastHeader(headers, 'content-type')) || DEFAULT_TYPE;
}

/** Whether the first type that a request accepts is one that the API takes for binary data. */
export function acceptsBinary(
  headers: GatewayRequest['headers'],
  binaryMediaTypes: readonly string[],
): boolean {
  return isBinary(firstType(lastHeader(headers, 'accept')), binaryMediaTypes);
}

/** The first type of an `Accept` or `Content-Type`, in lower case and without parameters. */
function firstType(header: string | undefined): string {
  return (header ?? '').split(/[,;]/, 1)[0]?.trim().toLowerCase() ?? '';
}

/**
 * Whether the API takes a type for binary data. Recorded by LocalStack (test_aws_proxy_binary_response) and measured by
 * MiniStack: a wildcard of the sender matches nothing but itself, and of those of the API, `type/*` and `*\/*` count, but
 * not `*\/type`.
 */
export function isBinary(type: string, binaryMediaTypes: readonly string[]): boolean {
  if (type === '') return false;
  const [group] = type.split('/');
  return binaryMediaTypes.some((own) => [type, `${group ?? ''}/*`, '*/*'].includes(own.toLowerCase()));
}

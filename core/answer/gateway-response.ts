/**
 * How a gateway response is written, and the one for the authorizer's refusals. Without CDK, so that whoever
 * explains a decision can show the very answer that a client would get.
 */

type Headers = Readonly<Record<string, string>>;

/** What API Gateway answers with. Headers as parameter mappings, the body as member → JSON text. */
export interface GatewayAnswer {
  readonly statusCode?: string;
  readonly headers?: Headers;
  readonly body: Readonly<Record<string, string>>;
}

/** The answer to what the authorizer denies, from the context of the refusal (REFUSAL_CONTEXT_KEYS). */
export const ACCESS_DENIED: GatewayAnswer = {
  statusCode: '401',
  headers: { 'WWW-Authenticate': 'context.authorizer.stepUpWwwAuthenticate' },
  body: {
    type: '"$context.authorizer.stepUpType"',
    title: '"$context.authorizer.stepUpTitle"',
    status: '401',
    detail: '"$context.authorizer.stepUpDetail"',
    error: '"$context.authorizer.stepUpError"',
    acr_values: '"$context.authorizer.stepUpAcrValues"',
    max_age: '"$context.authorizer.stepUpMaxAge"',
    scope: '"$context.authorizer.stepUpScope"',
    next: '"$context.authorizer.stepUpNext"',
    token_endpoint: '"$context.authorizer.stepUpTokenEndpoint"',
    resource: '"$context.authorizer.stepUpResource"',
    request_id: '"$context.extendedRequestId"',
  },
};

const COMMON_HEADERS: Headers = {
  'Content-Type': "'application/problem+json'",
  'Cache-Control': "'no-store'",
};

/** What a browser may read of an answer, beyond the safelisted headers (Fetch standard). */
const EXPOSED_HEADERS = 'WWW-Authenticate, Retry-After, x-amz-apigw-id';

/** The header mappings of the answer of a type, for an API that pages of these origins may call. */
export function responseHeaders(
  type: string,
  { headers }: GatewayAnswer,
  allowedOrigins: readonly string[],
): Headers {
  return { ...COMMON_HEADERS, ...headers, ...corsHeaders(type, allowedOrigins) };
}

/** The template of a body. Plain substitution: no VTL runs in it. */
export function bodyTemplate(body: Readonly<Record<string, string>>): string {
  const members = Object.entries(body).map(([name, value]) => `"${name}":${value}`);
  return `{${members.join(',')}}`;
}

/**
 * One origin is named as it is. Of several, the authorizer names the caller's; where it had no say, any
 * origin may read the answer, which holds nothing that is not the same for everybody.
 */
function corsHeaders(type: string, [origin, ...others]: readonly string[]): Headers {
  if (origin === undefined) return {};
  const several = type === 'ACCESS_DENIED' ? 'context.authorizer.stepUpAllowOrigin' : "'*'";
  return {
    'Access-Control-Allow-Origin': others.length === 0 ? `'${origin}'` : several,
    'Access-Control-Expose-Headers': `'${EXPOSED_HEADERS}'`,
    Vary: "'Origin'",
  };
}

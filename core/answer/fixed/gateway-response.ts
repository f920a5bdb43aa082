/**
 * How a gateway response is written, and the gateway response for the authorizer's refusals. Without CDK, so that
 * `explain` can show exactly the answer that a client would get.
 */

type Headers = Readonly<Record<string, string>>;

/** What API Gateway answers. Headers are parameter mappings; the body maps each member to its JSON text. */
export interface GatewayAnswer {
  readonly statusCode?: string;
  readonly headers?: Headers;
  readonly body: Readonly<Record<string, string>>;
}

/** The answer to a request that the authorizer denies, from the context of the refusal (REFUSAL_CONTEXT_KEYS). */
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
    claims: '"$context.authorizer.stepUpClaims"',
    authorization_uri: '"$context.authorizer.stepUpAuthorizationUri"',
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

/** The headers that a browser may read, besides the safelisted ones (Fetch standard). */
const EXPOSED_HEADERS = 'WWW-Authenticate, Retry-After, x-amz-apigw-id';

/** The header mappings of the answer of a response type. `allowedOrigins`: the origins whose pages may call the API. */
export function responseHeaders(
  type: string,
  { headers }: GatewayAnswer,
  allowedOrigins: readonly string[],
): Headers {
  return { ...COMMON_HEADERS, ...headers, ...corsHeaders(type, allowedOrigins) };
}

/** The template of a body. API Gateway only substitutes variables: it runs no VTL in it. */
export function bodyTemplate(body: Readonly<Record<string, string>>): string {
  const members = Object.entries(body).map(([name, value]) => `"${name}":${value}`);
  return `{${members.join(',')}}`;
}

/**
 * A single allowed origin is written into the header. With several, the authorizer gives the caller's origin. An answer
 * that does not come from the authorizer allows any origin: it contains nothing that depends on the caller.
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

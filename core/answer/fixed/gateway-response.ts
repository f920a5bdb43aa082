/**
 * How a gateway response is written, and the gateway response for the authorizer's refusals. Without CDK, so that
 * `explain` can show exactly the answer that a client would get.
 */

import { distinctHeaders } from './cors.ts';

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

/** The headers that a browser may always read, besides the safelisted ones (Fetch standard). */
const EXPOSED_HEADERS = ['WWW-Authenticate', 'Retry-After', 'x-amz-apigw-id'];

/** `cors` of the trust config: pages of other origins that may call the API, and what they may read of its answers. */
export interface ReadingPages {
  readonly allowedOrigins: readonly string[];
  readonly exposedHeaders: readonly string[];
}

/** The header mappings of the answer of a response type. */
export function responseHeaders(type: string, { headers }: GatewayAnswer, pages: ReadingPages): Headers {
  return { ...COMMON_HEADERS, ...headers, ...corsHeaders(type, pages) };
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
function corsHeaders(type: string, { allowedOrigins, exposedHeaders }: ReadingPages): Headers {
  const [origin, ...others] = allowedOrigins;
  if (origin === undefined) return {};
  const several = type === 'ACCESS_DENIED' ? 'context.authorizer.stepUpAllowOrigin' : "'*'";
  return {
    'Access-Control-Allow-Origin': others.length === 0 ? `'${origin}'` : several,
    'Access-Control-Expose-Headers': `'${distinctHeaders([...EXPOSED_HEADERS, ...exposedHeaders]).join(', ')}'`,
    Vary: "'Origin'",
  };
}

/** The example backend, a function behind the authorizer: answers with the route and the verified claims. */
import * as v from 'valibot';
import { verifiedClaims } from '../../backend/index.ts';
import { allowOrigin } from '../../core/answer/fixed/cors.ts';

const eventSchema = v.object({
  httpMethod: v.string(),
  resource: v.string(),
  multiValueHeaders: v.nullish(v.record(v.string(), v.array(v.string()))),
  requestContext: v.object({ authorizer: v.unknown() }),
});

/** The origins whose pages may read the answers, separated by spaces. */
const allowedOrigins = (process.env.ALLOWED_ORIGINS ?? '').split(' ').filter((origin) => origin !== '');

/** Answers a Lambda proxy event. Throws for a request that the authorizer has not let pass. */
export function handler(event: unknown) {
  const { httpMethod, resource, multiValueHeaders, requestContext } = v.parse(eventSchema, event);
  const { subject, acr, authTime, openedBy, upcoming } = verifiedClaims({ requestContext });
  const body = { route: `${httpMethod} ${resource}`, subject, acr, authTime, openedBy, upcoming };
  return Promise.resolve({
    statusCode: 200,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      ...corsHeaders(originIn(multiValueHeaders ?? {})),
    },
    body: JSON.stringify(body),
  });
}

function originIn(headers: Readonly<Record<string, readonly string[]>>): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'origin')?.[1][0];
}

function corsHeaders(origin: string | undefined) {
  if (allowedOrigins.length === 0) return {};
  return { 'Access-Control-Allow-Origin': allowOrigin(origin, allowedOrigins), Vary: 'Origin' };
}

/** The example backend: tells who is served, and what opened the route, from what the authorizer verified. */
import * as v from 'valibot';
import { verifiedClaims } from '../../backend/verified-claims.ts';
import { allowOrigin } from '../../core/answer/cors.ts';
import { firstHeader } from '../../lambda/gateway-event.ts';
import { json } from '../../lambda/token-exchange/http-answer.ts';
import type { HttpAnswer } from '../../lambda/token-exchange/http-answer.ts';

const eventSchema = v.object({
  httpMethod: v.string(),
  resource: v.string(),
  multiValueHeaders: v.nullish(v.record(v.string(), v.array(v.string()))),
  requestContext: v.object({ authorizer: v.unknown() }),
});

/** The origins that may read the answers in a browser, between spaces. */
const allowedOrigins = (process.env.ALLOWED_ORIGINS ?? '').split(' ').filter((origin) => origin !== '');

/** Answers with the route and the verified claims. */
export function handler(event: unknown): Promise<HttpAnswer> {
  const { httpMethod, resource, multiValueHeaders, requestContext } = v.parse(eventSchema, event);
  const { subject, acr, authTime, openedBy, upcoming } = verifiedClaims({ requestContext });
  const body = { route: `${httpMethod} ${resource}`, subject, acr, authTime, openedBy, upcoming };
  return Promise.resolve(json(200, body, corsHeaders(firstHeader(multiValueHeaders ?? {}, 'origin'))));
}

function corsHeaders(origin: string | undefined): Record<string, string> {
  if (allowedOrigins.length === 0) return {};
  return { 'Access-Control-Allow-Origin': allowOrigin(origin, allowedOrigins), Vary: 'Origin' };
}

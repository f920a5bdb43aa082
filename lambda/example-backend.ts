/** The example backend: tells who is served, and what opened the route, from what the authorizer verified. */
import * as v from 'valibot';
import { json } from './http-answer.ts';
import type { HttpAnswer } from './http-answer.ts';

const eventSchema = v.object({
  httpMethod: v.string(),
  resource: v.string(),
  requestContext: v.object({ authorizer: v.record(v.string(), v.unknown()) }),
});

/** The origin that may read the answers in a browser, where there is one. */
const allowedOrigin = process.env.ALLOWED_ORIGIN;

/** Answers with the route and the verified claims. */
export function handler(event: unknown): Promise<HttpAnswer> {
  const { httpMethod, resource, requestContext } = v.parse(eventSchema, event);
  const { subject, acr, authTime, openedBy } = requestContext.authorizer;
  const headers = allowedOrigin === undefined ? undefined : { 'Access-Control-Allow-Origin': allowedOrigin };
  return Promise.resolve(
    json(200, { route: `${httpMethod} ${resource}`, subject, acr, authTime, openedBy }, headers),
  );
}

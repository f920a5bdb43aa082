/** Protected resource metadata (RFC 9728 §2): the authorization servers that a client can use. */
import { baseUrl, encodePath } from '../../core/answer/urls.ts';
import type { ProxyRequest } from '../request/gateway-event.ts';
import { json } from './http-answer.ts';
import type { HttpAnswer } from './http-answer.ts';
import type { Services } from '../request/services.ts';

/** Answers for the resource whose path follows the well-known path: `resource` is its URL (§3.3). */
export function metadata(services: Services, request: ProxyRequest): HttpAnswer {
  const base = baseUrl(services.trust.publicUrl, request.url);
  const { proxy } = request.url;
  return json(
    200,
    {
      resource: proxy === undefined ? base : `${base}/${encodePath(proxy)}`,
      authorization_servers: services.trust.issuers.map(({ issuer }) => issuer),
      bearer_methods_supported: ['header'],
    },
    { 'Cache-Control': 'public, max-age=300' },
  );
}

/** Protected resource metadata (RFC 9728 §2): the authorization servers that a client can use. */
import { baseUrl, isRepeatable } from '../../core/answer/urls.ts';
import { ENDPOINTS } from '../../core/contract.ts';
import type { ProxyRequest } from '../request/gateway-event.ts';
import { json } from './http-answer.ts';
import type { HttpAnswer } from './http-answer.ts';
import type { Services } from '../request/services.ts';

/**
 * Answers for the resource whose path follows the well-known path: `resource` is its URL, as it was sent (§3.3). No challenge
 * names the metadata of a path that cannot be repeated: there is none.
 */
export function metadata(services: Services, request: ProxyRequest): HttpAnswer {
  const sent = request.sent();
  const path = pathOfResource(sent.below);
  if (!isRepeatable(path)) return NO_METADATA;
  return json(
    200,
    {
      resource: `${baseUrl(services.trust.publicUrl, sent)}${path}`,
      authorization_servers: services.trust.issuers.map(({ issuer }) => issuer),
      bearer_methods_supported: ['header'],
    },
    { 'Cache-Control': 'public, max-age=300' },
  );
}

/** What follows the segments of the well-known path. */
const AFTER_WELL_KNOWN = new RegExp(`^(?:/+[^/]+){${ENDPOINTS.metadata.split('/').length - 1}}`);

function pathOfResource(path: string): string {
  return path.replace(AFTER_WELL_KNOWN, '');
}

const NO_METADATA = json(
  404,
  {
    type: 'about:blank',
    title: 'No metadata',
    status: 404,
    detail: 'The path has characters that a URL in a challenge cannot have.',
  },
  { 'Content-Type': 'application/problem+json' },
);

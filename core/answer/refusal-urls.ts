/** The URLs that a refusal names. */
import { metadataUrl, requirementUri, tokenEndpoint } from './urls.ts';

/** `metadata` is undefined for a path that cannot be repeated. */
export interface RefusalUrls {
  readonly metadata: string | undefined;
  readonly tokenEndpoint: string;
  readonly resource: string;
}

/** The request that is refused. `base` is the public base URL, `path` the path below it, as it was sent. */
export interface RefusedRequest {
  readonly base: string;
  readonly path: string;
  readonly method: string;
  readonly template: string;
}

/**
 * The URLs for a refused request. `bound` has the bound parameters where a grant for the route is for one path; it is empty
 * elsewhere.
 */
export function refusalUrls({ base, path, method, template }: RefusedRequest, bound: string): RefusalUrls {
  return {
    metadata: metadataUrl(base, path),
    tokenEndpoint: tokenEndpoint(base),
    resource: requirementUri(base, method, template, bound),
  };
}

/** The URLs that a refusal names. */
import type { DecisionInput } from '../decision/input.ts';
import { metadataUrl, requirementUri, tokenEndpoint } from './urls.ts';

/** `metadata` is undefined for a path too long for a header. */
export interface RefusalUrls {
  readonly metadata: string | undefined;
  readonly tokenEndpoint: string;
  readonly resource: string;
}

/** The request that is refused. `base` is the public base URL, `path` the path below it, percent-encoded. */
export interface RefusedRequest {
  readonly base: string;
  readonly path: string;
  readonly method: string;
  readonly template: string;
}

/**
 * The URLs for a refused request. `input` is the decision input; undefined where the request was refused before a
 * decision. The URL of a route that binds grants to a path contains the values of its parameters.
 */
export function refusalUrls(
  { base, path, method, template }: RefusedRequest,
  input: DecisionInput | undefined,
): RefusalUrls {
  const boundParameters = input?.requirement.grant.boundToPath === true ? input.boundParameters : '';
  return {
    metadata: metadataUrl(base, path),
    tokenEndpoint: tokenEndpoint(base),
    resource: requirementUri(base, method, template, boundParameters),
  };
}

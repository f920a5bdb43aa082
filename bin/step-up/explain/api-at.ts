/** Which API and stage a base URL is of. */
import type { ApiStage } from '../../../lambda/core/situation.ts';

/** AWS: "Invoke REST APIs in API Gateway". A custom domain, and the local run, do not tell. */
const DEFAULT_ENDPOINT =
  /^https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([\w-]+)\/?$/;

/** The API and stage, where the URL is API Gateway's own. */
export function apiAt(baseUrl: string | undefined): ApiStage | undefined {
  const [, apiId, stage] = DEFAULT_ENDPOINT.exec(baseUrl ?? '') ?? [];
  return apiId === undefined || stage === undefined ? undefined : { apiId, stage };
}

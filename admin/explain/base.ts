/** The base URL of the API whose request is explained, and its API id and stage. */
import type { ApiStage } from '../../core/decision/input.ts';
import type { Connection } from '../protected-api.ts';

/** Used in URLs where the public base URL is not known. */
const UNKNOWN_BASE = 'https://api.invalid';

/** The base URL in the URLs of answers. */
export function baseOf({ trust, baseUrl }: Pick<Connection, 'trust' | 'baseUrl'>): string {
  return trust.publicUrl ?? baseUrl ?? UNKNOWN_BASE;
}

/** AWS: "Invoke REST APIs in API Gateway". The URL of a custom domain or of the local run has neither API id nor stage. */
const DEFAULT_ENDPOINT =
  /^https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([\w-]+)\/?$/;

/** The API and stage in the URL; undefined where it is not the default endpoint of API Gateway. */
export function apiAt(baseUrl: string | undefined): ApiStage | undefined {
  const [, apiId, stage] = DEFAULT_ENDPOINT.exec(baseUrl ?? '') ?? [];
  return apiId === undefined || stage === undefined ? undefined : { apiId, stage };
}

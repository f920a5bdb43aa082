/** The base URL of the API that is explained, and which API and stage it is of. */
import type { ApiStage } from '../../core/decision/input.ts';
import type { Connection } from '../command.ts';

/** Stands in addresses where nobody knows the public one. */
const UNKNOWN_BASE = 'https://api.invalid';

/** The base URL that answers have in their addresses. */
export function baseOf({ trust, baseUrl }: Pick<Connection, 'trust' | 'baseUrl'>): string {
  return trust.publicUrl ?? baseUrl ?? UNKNOWN_BASE;
}

/** AWS: "Invoke REST APIs in API Gateway". A custom domain, and the local run, do not tell. */
const DEFAULT_ENDPOINT =
  /^https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([\w-]+)\/?$/;

/** The API and stage, where the URL is API Gateway's own. */
export function apiAt(baseUrl: string | undefined): ApiStage | undefined {
  const [, apiId, stage] = DEFAULT_ENDPOINT.exec(baseUrl ?? '') ?? [];
  return apiId === undefined || stage === undefined ? undefined : { apiId, stage };
}

/** The methods of a deployed REST API that the authorizer protects. */
import {
  APIGatewayClient,
  GetAuthorizersCommand,
  GetResourcesCommand,
  GetStagesCommand,
} from '@aws-sdk/client-api-gateway';
import type { Resource } from '@aws-sdk/client-api-gateway';
import { awsSettings } from './aws-clients.ts';
import { refusalOfCall } from './aws-refusal.ts';
import type { ApiOptions, ProtectedRoute } from '../protected-api.ts';

/** The largest page (Amazon API Gateway: "GetResources", "GetAuthorizers", limit). */
const PAGE = 500;

/** `stages` are the names of the stages. */
export interface DeployedApi {
  readonly routes: readonly ProtectedRoute[];
  readonly stages: readonly string[];
}

/** `functionArn` is the ARN of the authorizer's function. */
export async function readDeployedApi(
  options: ApiOptions,
  restApiId: string,
  functionArn: string,
): Promise<DeployedApi> {
  const client = new APIGatewayClient(awsSettings(options));
  try {
    const authorizers = await authorizersOf(client, restApiId, functionArn);
    const { item: stages = [] } = await client.send(new GetStagesCommand({ restApiId }));
    return {
      routes: await routesOf(client, restApiId, authorizers),
      stages: stages.flatMap(({ stageName }) => (stageName === undefined ? [] : [stageName])),
    };
  } catch (error) {
    throw refusalOfCall(error, `reading the API ${restApiId}`);
  } finally {
    client.destroy();
  }
}

/** The ids of the authorizers that invoke the function: the API may have others. */
async function authorizersOf(client: APIGatewayClient, restApiId: string, functionArn: string) {
  const found = new Set<string>();
  let position: string | undefined;
  do {
    const page = await client.send(
      new GetAuthorizersCommand({ restApiId, limit: PAGE, ...(position === undefined ? {} : { position }) }),
    );
    for (const { id, authorizerUri } of page.items ?? []) {
      if (id !== undefined && authorizerUri?.includes(`/functions/${functionArn}/`) === true) found.add(id);
    }
    position = page.position;
  } while (position !== undefined);
  return found;
}

async function routesOf(client: APIGatewayClient, restApiId: string, authorizers: ReadonlySet<string>) {
  const routes: ProtectedRoute[] = [];
  let position: string | undefined;
  do {
    const page = await client.send(
      new GetResourcesCommand({
        restApiId,
        embed: ['methods'],
        limit: PAGE,
        ...(position === undefined ? {} : { position }),
      }),
    );
    for (const resource of page.items ?? []) routes.push(...protectedMethods(resource, authorizers));
    position = page.position;
  } while (position !== undefined);
  return routes;
}

function protectedMethods(
  { path: template = '', resourceMethods = {} }: Resource,
  authorizers: ReadonlySet<string>,
): ProtectedRoute[] {
  return Object.entries(resourceMethods)
    .filter(
      ([, { authorizationType, authorizerId }]) =>
        authorizationType === 'CUSTOM' && authorizerId !== undefined && authorizers.has(authorizerId),
    )
    .map(([method]) => ({ method, template }));
}

/** The methods of a deployed REST API: those that the authorizer protects, and the others. */
import {
  APIGatewayClient,
  GetAuthorizersCommand,
  GetResourcesCommand,
  GetStagesCommand,
} from '@aws-sdk/client-api-gateway';
import type { Resource } from '@aws-sdk/client-api-gateway';
import { awsSettings } from './aws-clients.ts';
import { refusalOfCall } from './aws-refusal.ts';
import type { ApiMethod, ApiMethods, ApiOptions } from '../protected-api.ts';

/** The largest page (Amazon API Gateway: "GetResources", "GetAuthorizers", limit). */
const PAGE = 500;

/** `stages` are the names of the stages. */
export interface DeployedApi extends ApiMethods {
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
      ...(await methodsOf(client, restApiId, authorizers)),
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

async function methodsOf(client: APIGatewayClient, restApiId: string, authorizers: ReadonlySet<string>) {
  const routes: ApiMethod[] = [];
  const otherMethods: ApiMethod[] = [];
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
    for (const { isProtected, ...method } of (page.items ?? []).flatMap((one) => methodsIn(one, authorizers)))
      (isProtected ? routes : otherMethods).push(method);
    position = page.position;
  } while (position !== undefined);
  return { routes, otherMethods };
}

function methodsIn(
  { path: template = '', resourceMethods = {} }: Resource,
  authorizers: ReadonlySet<string>,
): readonly (ApiMethod & { readonly isProtected: boolean })[] {
  return Object.entries(resourceMethods).map(([method, { authorizationType, authorizerId }]) => ({
    method,
    template,
    isProtected:
      authorizationType === 'CUSTOM' && authorizerId !== undefined && authorizers.has(authorizerId),
  }));
}

/** Our own endpoints on the API: the exchange, the requirement resource, the metadata. */
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ENDPOINTS } from '../../core/contract.ts';
import { acknowledge } from '../acknowledge.ts';
import { SetupError } from '../setup-error.ts';
import { messageOf } from '../../core/error-text.ts';

export interface Endpoints {
  /** The requirement resource: for callers with an access token. */
  readonly requirements: apigateway.Method;
  /** The methods that every caller may use. */
  readonly open: readonly apigateway.Method[];
  /** What allows the API to call the function. */
  readonly permissions: readonly lambda.CfnPermission[];
}

/**
 * Adds the methods, which are all answered by `tokenExchange`, without an authorizer yet. Throws a SetupError if CDK
 * refuses to add one.
 */
export function addEndpoints(api: apigateway.RestApi, tokenExchange: lambda.Function): Endpoints {
  // With a permission for each method, the function could be invoked only from the stage that CDK creates.
  const integration = new apigateway.LambdaIntegration(tokenExchange, { scopePermissionToMethod: false });
  const endpoint = (httpMethod: string, path: string) => addMethod(api, httpMethod, path, integration);
  const open = [
    endpoint('POST', ENDPOINTS.token),
    endpoint('GET', ENDPOINTS.metadata),
    endpoint('GET', ENDPOINTS.metadataOfPath),
  ];
  for (const method of open) {
    for (const rule of ['APIG4', 'COG4']) {
      acknowledge(
        method,
        rule,
        'The exchange verifies its subject token itself; the metadata is public (RFC 9728).',
      );
    }
  }
  return {
    open,
    requirements: endpoint('GET', ENDPOINTS.requirements),
    permissions: permissionsIn(api, tokenExchange),
  };
}

/** CDK makes them when a method gets its integration, and hands them to nobody. */
function permissionsIn(api: apigateway.RestApi, { functionArn }: lambda.Function): lambda.CfnPermission[] {
  return api.node
    .findAll()
    .filter((node) => node instanceof lambda.CfnPermission)
    .filter(({ functionName }) => functionName === functionArn);
}

/** Overrides the default method options of the API. */
const OPEN: apigateway.MethodOptions = {
  authorizationType: apigateway.AuthorizationType.NONE,
  apiKeyRequired: false,
};

function addMethod(
  api: apigateway.RestApi,
  httpMethod: string,
  path: string,
  integration: apigateway.Integration,
): apigateway.Method {
  try {
    return api.root.resourceForPath(path).addMethod(httpMethod, integration, OPEN);
  } catch (cause) {
    const reason = messageOf(cause);
    throw new SetupError(
      `${httpMethod} ${path} of step-up cannot be added to ${api.node.path}: ${reason.replace(/\.?$/, '.')} If the API has this method ` +
        'already, move it to another path. A LambdaRestApi must be made with proxy: false: call its addProxy() yourself.',
      { cause },
    );
  }
}

/** Our own endpoints on the API: the exchange, the requirement resource, the metadata. */
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { ENDPOINTS } from '../../core/contract.ts';
import { acknowledge } from '../acknowledge.ts';
import { SetupError } from '../setup-error.ts';

export interface Endpoints {
  /** What a route requires: for holders of an access token. */
  readonly requirements: apigateway.Method;
  /** Those that anybody may call. */
  readonly open: readonly apigateway.Method[];
}

/**
 * Adds the methods, which are all answered by `tokenExchange`, without an authorizer yet. Throws a SetupError where
 * CDK does not let them be.
 */
export function addEndpoints(api: apigateway.RestApi, tokenExchange: lambda.Function): Endpoints {
  // Scoped to its methods, the function could be invoked from the stage that CDK makes, and from no other.
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
  return { open, requirements: endpoint('GET', ENDPOINTS.requirements) };
}

/** Whatever the API asks of its methods by default. */
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
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SetupError(
      `${httpMethod} ${path} of step-up cannot be added to ${api.node.path}: ${reason.replace(/\.?$/, '.')} If it has one of its own, give it ` +
        'another path. A LambdaRestApi has to be made with proxy: false, and to get its addProxy() from you.',
      { cause },
    );
  }
}

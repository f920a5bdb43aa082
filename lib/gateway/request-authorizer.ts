/** The authorizer resource of API Gateway, and how it is put before a method that exists already. */
import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { renderedProperties } from './rendered-properties.ts';
import { isSameApi } from './visible-api.ts';
import { SetupError } from '../setup-error.ts';

const OPEN: string = apigateway.AuthorizationType.NONE;

/**
 * No identity source and no cache: the authorizer sees every request, with or without credentials. Synth stops if
 * other code has changed this, for example an aspect for all authorizers of an app.
 */
export function createRequestAuthorizer(
  scope: Construct,
  api: apigateway.RestApi,
  authorizerFunction: lambda.Function,
): apigateway.CfnAuthorizer {
  const stack = Stack.of(scope);
  const { functionArn } = authorizerFunction;
  const authorizer = new apigateway.CfnAuthorizer(scope, 'RequestAuthorizer', {
    restApiId: api.restApiId,
    name: 'step-up',
    type: 'REQUEST',
    authorizerUri: `arn:${stack.partition}:apigateway:${stack.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
    authorizerResultTtlInSeconds: 0,
  });
  // CloudFormation creates the authorizer of a construct that was moved before it deletes the former one: an API has no
  // two of one name.
  authorizer.name = `step-up-${authorizer.logicalId}`;
  scope.node.addValidation({ validate: () => changesOf(authorizer) });
  authorizerFunction.addPermission('Invoke', {
    principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn: stack.formatArn({
      service: 'execute-api',
      resource: api.restApiId,
      resourceName: `authorizers/${authorizer.ref}`,
    }),
  });
  return authorizer;
}

function changesOf(authorizer: apigateway.CfnAuthorizer): string[] {
  const { AuthorizerResultTtlInSeconds: ttl, IdentitySource: source } = renderedProperties(authorizer);
  if (ttl === 0 && source === undefined) return [];
  return [
    `${authorizer.node.path} has a cache or an identity source: a cached allow would outlive its token and its grant, and would ` +
      'open other routes. Leave authorizerResultTtlInSeconds at 0, and do not set identitySource.',
  ];
}

/**
 * Puts the authorizer before a method, and returns its CfnMethod. Throws a SetupError for a method of another API, or
 * one that has another authorization already.
 */
export function attachAuthorizer(
  method: apigateway.Method,
  api: apigateway.RestApi,
  authorizer: apigateway.CfnAuthorizer,
): apigateway.CfnMethod {
  const path = method.node.path;
  const cfnMethod = cfnMethodOf(method);
  if (!isSameApi(method.api, api))
    throw new SetupError(
      `${path} belongs to another API than ${api.node.path}: protect it by a StepUpAuthorizer there.`,
    );
  if (cfnMethod.authorizerId === authorizer.ref)
    throw new SetupError(`${path} is protected already: protect it once.`);
  const { authorizationType = OPEN } = cfnMethod;
  if (authorizationType !== OPEN)
    throw new SetupError(
      `${path} has the authorization ${authorizationType} already. Create it with NONE to protect it here.`,
    );
  cfnMethod.authorizationType = apigateway.AuthorizationType.CUSTOM;
  cfnMethod.authorizerId = authorizer.ref;
  acknowledge(
    method,
    'COG4',
    'The step-up authorizer verifies tokens of any issuer that the trust config names.',
  );
  return cfnMethod;
}

/** Throws a SetupError if the method was not made by CDK. */
export function cfnMethodOf({ node }: apigateway.Method): apigateway.CfnMethod {
  if (node.defaultChild instanceof apigateway.CfnMethod) return node.defaultChild;
  throw new SetupError(`${node.path} is not a method that CDK made.`);
}

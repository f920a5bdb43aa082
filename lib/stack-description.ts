/** The output of a stack by which the command line finds what it asks for. The environment and the metadata of the authorizer have the rest. */
import { CfnOutput, Lazy, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { cfnFunctionOf } from './cfn-function.ts';
import type { StepUpTables } from './tables.ts';

interface Parts {
  readonly api: apigateway.RestApi;
  readonly authorizerFunction: lambda.Function;
  readonly tables: StepUpTables;
}

export function describeStack(scope: Construct, { api, authorizerFunction, tables }: Parts): void {
  // An API with `deploy: false` has no stage, or gets it later; its type does not say so.
  const stage = Lazy.any({ produce: () => stageOf(api)?.stageName });
  new CfnOutput(scope, 'Description', {
    description: 'step-up-authorizer: what its command line looks for',
    value: Stack.of(scope).toJsonString({
      authorizerFunction: authorizerFunction.functionName,
      authorizerResource: Stack.of(scope).getLogicalId(cfnFunctionOf(authorizerFunction)),
      apiId: api.restApiId,
      stage,
      auditTable: tables.audit?.tableName,
    }),
  });
}

/** The stage that CDK makes; undefined where it makes none. */
export function stageOf(
  api: Partial<Pick<apigateway.RestApi, 'deploymentStage'>>,
): apigateway.Stage | undefined {
  return api.deploymentStage;
}

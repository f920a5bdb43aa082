/** The function as CloudFormation gets it. */
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SetupError } from './setup-error.ts';

/** Throws a SetupError for a function that CDK did not make. */
export function cfnFunctionOf({ node }: lambda.Function): lambda.CfnFunction {
  if (node.defaultChild instanceof lambda.CfnFunction) return node.defaultChild;
  throw new SetupError(`${node.path} is not a function that CDK made.`);
}

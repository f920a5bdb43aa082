/** The size of a function's environment, as Lambda measures it. */
import { CfnParameter, CfnResource, Reference } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as v from 'valibot';
import { cfnFunctionOf } from './cfn-function.ts';
import { textOf, withStandIns } from './deployed-text.ts';
import type { StandIn } from './deployed-text.ts';

/** In bytes, for all variables of a function together (AWS Lambda quotas: "Environment variables"). */
const LARGEST_ENVIRONMENT = 4096;

/** Stops synth where the environment may be too large at deployment. Variables that the app adds later count too. */
export function limitEnvironment(fn: lambda.Function): void {
  fn.node.addValidation({
    validate: () => {
      const size = environmentSize(fn);
      if (size <= LARGEST_ENVIRONMENT) return [];
      return [
        `The environment takes up to ${size} bytes, and Lambda allows ${LARGEST_ENVIRONMENT}, for names and values as JSON. ` +
          'What is known only at deployment counts as long as it may get. Write values of the trust config as text where ' +
          'you know them, which puts them into a file, and shorten or take away variables that you added.',
      ];
    },
  });
}

const environmentSchema = v.optional(v.object({ variables: v.record(v.string(), v.unknown()) }), {
  variables: {},
});

/**
 * In bytes, the most that Lambda can count. It counts the JSON of all names and values, with their quotation marks escaped:
 * the refusal of a larger one shows it as "String measured". A part that is known only at deployment counts as long as it
 * may get.
 */
export function environmentSize(fn: lambda.Function): number {
  const { variables } = v.parse(environmentSchema, withStandIns(cfnFunctionOf(fn).environment, fn, longest));
  const texts = Object.entries(variables).map(([name, value]) => [name, textOf(value, longest)]);
  return Buffer.byteLength(JSON.stringify(Object.fromEntries(texts)));
}

/** A text as long as the part may get. */
const longest: StandIn = (part) => 'x'.repeat(lengthOf(part));

/** For what is not listed below: an ARN of DynamoDB has no more, and no id or name that we know of has. */
const UNKNOWN = 1024;

/** In characters (AWS CloudFormation quotas; AWS's lists of Regions and partitions). */
const PSEUDO_PARAMETERS: Readonly<Record<string, number>> = {
  'AWS::AccountId': 12,
  'AWS::Partition': 16,
  'AWS::Region': 32,
  'AWS::StackName': 128,
  'AWS::URLSuffix': 32,
};

/** In characters, what `Ref` gives (the API references of DynamoDB, Amazon Cognito and API Gateway). */
const NAMES: Readonly<Record<string, number>> = {
  'AWS::ApiGateway::RestApi': 32,
  'AWS::Cognito::UserPool': 55,
  'AWS::Cognito::UserPoolClient': 128,
  'AWS::DynamoDB::GlobalTable': 255,
  'AWS::DynamoDB::Table': 255,
};

const pseudo = v.strictObject({ Ref: v.string() });

function lengthOf(part: Reference | object): number {
  if (v.is(pseudo, part)) return PSEUDO_PARAMETERS[part.Ref] ?? UNKNOWN;
  if (!Reference.isReference(part)) return UNKNOWN;
  const { target, displayName } = part;
  if (target instanceof CfnParameter) return target.maxLength ?? UNKNOWN;
  if (!CfnResource.isCfnResource(target)) return PSEUDO_PARAMETERS[displayName] ?? UNKNOWN;
  return displayName === 'Ref' ? (NAMES[target.cfnResourceType] ?? UNKNOWN) : UNKNOWN;
}

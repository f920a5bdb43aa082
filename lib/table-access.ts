/**
 * What each function may do with each table. Each method puts the name of the table into the environment of the
 * function and allows the actions that the function needs there: a function has both, or neither.
 */
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { ENVIRONMENT, TABLES } from '../core/contract.ts';
import type { StepUpTable } from './tables.ts';

/** Reads policy items, all candidates of a route at once. */
export function allowReadingPolicies(fn: lambda.Function, table: StepUpTable): void {
  allow(fn, ENVIRONMENT.policyTable, table, ['dynamodb:BatchGetItem']);
}

/** Creates policy items, and records that it has. */
export function allowSeedingPolicies(fn: lambda.Function, table: StepUpTable): void {
  allow(fn, ENVIRONMENT.policyTable, table, ['dynamodb:GetItem', 'dynamodb:PutItem']);
}

/** Reads both items of a user at once: the risk engine's, and a revocation. */
export function allowReadingRisk(fn: lambda.Function, table: StepUpTable): void {
  allow(fn, ENVIRONMENT.riskTable, table, ['dynamodb:BatchGetItem']);
}

/** Reads grants, and records that a once-only grant was spent. */
export function allowUsingGrants(fn: lambda.Function, table: StepUpTable): void {
  allow(fn, ENVIRONMENT.grantTable, table, ['dynamodb:GetItem', 'dynamodb:PutItem']);
}

/** Stores new grants, counts the live ones of their holder, and reads whether the one use of a sign-in is spent. */
export function allowIssuingGrants(fn: lambda.Function, table: StepUpTable): void {
  allow(fn, ENVIRONMENT.grantTable, table, ['dynamodb:GetItem', 'dynamodb:PutItem']);
  const resourceArns = [`${table.tableArn}/index/${TABLES.grant.holderIndex}`];
  iam.Grant.addToPrincipal({ grantee: fn, actions: ['dynamodb:Query'], resourceArns });
}

/** Appends records of policy changes, and reads earlier ones. */
export function allowRecordingChanges(fn: lambda.Function, table: StepUpTable): void {
  allow(fn, ENVIRONMENT.auditTable, table, ['dynamodb:PutItem', 'dynamodb:Query']);
}

/** The actions above that change a table. */
const WRITES = ['dynamodb:PutItem'];

/**
 * What DynamoDB does with a customer managed key on behalf of who calls it (Amazon DynamoDB: "DynamoDB encryption at rest:
 * How it works", key policy for a customer managed key). Of the actions listed there, `kms:CreateGrant` is for who gives a
 * table its key.
 */
const KEY_READS = ['kms:Decrypt', 'kms:DescribeKey'];
const KEY_WRITES = [...KEY_READS, 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];

/** Allows `actions` on the table itself, not on its indexes, and the use of its key where it has one of its own. */
function allow(
  fn: lambda.Function,
  variable: (typeof ENVIRONMENT)[keyof typeof ENVIRONMENT],
  table: StepUpTable,
  actions: string[],
): void {
  fn.addEnvironment(variable, table.tableName);
  iam.Grant.addToPrincipal({ grantee: fn, actions, resourceArns: [table.tableArn] });
  const writes = actions.some((action) => WRITES.includes(action));
  table.encryptionKey?.grant(fn, ...(writes ? KEY_WRITES : KEY_READS));
}

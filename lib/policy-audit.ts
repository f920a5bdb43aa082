/** The function that records each change of a policy item, and its event source, the stream of the policy table. */
import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { BUNDLES, ENVIRONMENT } from '../core/contract.ts';
import { bundledFunction } from './bundled-function.ts';
import { allowReadingPolicies, allowRecordingChanges } from './table-access.ts';
import type { StepUpTables } from './tables.ts';

export interface PolicyAuditParts {
  readonly tables: StepUpTables;
  readonly vocabulary: readonly string[];
  /** The name of the service in metrics and log lines. */
  readonly service: string;
}

/** A change has two images of at most 400 KB: a batch is far below the 6 MB of an invocation (AWS Lambda quotas). */
const BATCH_SIZE = 5;

/**
 * A change that cannot be recorded is tried again for this time, and delays the changes after it: losing one is worse.
 * The stream keeps a change for 24 hours. The number of attempts is limited too, so that fast failures end sooner.
 */
const TRIED_FOR = Duration.hours(12);
const MOST_ATTEMPTS = 1_000;

/** AWS Lambda: "Using Lambda with DynamoDB", execution role permissions. */
const STREAM_ACTIONS = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

/**
 * Creates the audit if the policy table has a stream and there is an audit table. Failed changes go to no queue: it
 * would be one more resource to write to, and would hold only positions in the stream. The alarms ring while the change
 * is still tried.
 */
export function createPolicyAudit(
  scope: Construct,
  { tables: { policy, audit }, vocabulary, service }: PolicyAuditParts,
): lambda.Function | undefined {
  const { tableStreamArn } = policy;
  if (audit === undefined || tableStreamArn === undefined) return undefined;
  const fn = bundledFunction(scope, 'PolicyAudit', {
    bundle: BUNDLES.policyAudit,
    description: 'Records each change of a policy item, and counts those that break or loosen it',
    settings: { memorySize: 512 },
    timeout: Duration.seconds(60),
    environment: {
      [ENVIRONMENT.acr]: JSON.stringify(vocabulary),
      [ENVIRONMENT.service]: service,
    },
  });
  allowReadingPolicies(fn, policy);
  allowRecordingChanges(fn, audit);
  iam.Grant.addToPrincipal({ grantee: fn, actions: STREAM_ACTIONS, resourceArns: [tableStreamArn] });
  fn.addEventSourceMapping('PolicyStream', {
    eventSourceArn: tableStreamArn,
    startingPosition: lambda.StartingPosition.TRIM_HORIZON,
    batchSize: BATCH_SIZE,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    maxRecordAge: TRIED_FOR,
    retryAttempts: MOST_ATTEMPTS,
  });
  return fn;
}

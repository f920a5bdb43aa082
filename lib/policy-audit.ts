/** The function that records each change of a policy item, and its way to the stream of the policy table. */
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
  /** Whose metrics and log lines they are. */
  readonly service: string;
}

/** With two images of 400 KB each, a batch is far below the 6 MB of an invocation (AWS Lambda quotas). */
const BATCH_SIZE = 5;

/**
 * A change that cannot be recorded is tried again for so long, and holds up those behind it: losing one is worse. The
 * stream keeps it for 24 hours. The number of attempts is bounded as well, so that nothing goes on at full speed.
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
 * Creates it where there is a stream and a table for it. There is no queue for what fails: it would be a second thing
 * to write to, and hold no more than numbers of the stream. The alarms ring while the change is still tried.
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

/** The tables: policy, grants, risk. */
import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { TABLES } from '../lambda/contract.ts';

/** What we need of a table: any Table or TableV2 has it, made here or imported. */
export type StepUpTable = Pick<dynamodb.ITable, 'node' | 'tableName' | 'tableArn' | 'encryptionKey'>;

export interface StepUpTables {
  /** Partition key `route`, a string. */
  readonly policy: StepUpTable;
  /** Partition key `id`, a string; `expiresAt` is its time to live. */
  readonly grant: StepUpTable;
  /** Partition key `id`, a string; `expiresAt` is its time to live. */
  readonly risk: StepUpTable;
}

/**
 * Takes the tables that exist already and creates the others: encrypted, recoverable to any second of the last
 * 35 days, and protected against deletion unless `removalPolicy` is DESTROY. The keys are DynamoDB's own: one in
 * KMS would put another service, with its quota and its outages, in the way of every request, and the grants are
 * hashed already.
 */
export function createTables(
  scope: Construct,
  existing: Partial<StepUpTables>,
  removalPolicy: RemovalPolicy,
): StepUpTables {
  const table = (id: string, partitionKey: string, ttl?: string) =>
    new dynamodb.Table(scope, id, {
      partitionKey: { name: partitionKey, type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.DEFAULT,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
      removalPolicy,
      ...(ttl === undefined ? {} : { timeToLiveAttribute: ttl }),
    });
  const grantTable = () => {
    const grant = table('GrantTable', TABLES.grant.partitionKey, TABLES.grant.ttl);
    grant.addGlobalSecondaryIndex({
      indexName: TABLES.grant.subjectIndex,
      partitionKey: { name: TABLES.grant.subjectIndexKey, type: dynamodb.AttributeType.STRING },
      projectionType: dynamodb.ProjectionType.KEYS_ONLY,
    });
    return grant;
  };
  return {
    policy: existing.policy ?? table('PolicyTable', TABLES.policy.partitionKey),
    grant: existing.grant ?? grantTable(),
    risk: existing.risk ?? table('RiskTable', TABLES.risk.partitionKey, TABLES.risk.ttl),
  };
}

/** Actions of ours that change a table. */
const WRITES = ['dynamodb:PutItem'];

/** Lets `grantee` do `actions` on the table itself, without its indexes, and use the key of one that has its own. */
export function allowOnTable(grantee: iam.IGrantable, table: StepUpTable, ...actions: string[]): void {
  iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [table.tableArn] });
  if (actions.some((action) => WRITES.includes(action))) table.encryptionKey?.grantEncryptDecrypt(grantee);
  else table.encryptionKey?.grantDecrypt(grantee);
}

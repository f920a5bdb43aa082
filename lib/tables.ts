/** The tables: policy, grants, risk. */
import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { TABLES } from '../lambda/contract.ts';

export interface StepUpTables {
  readonly policy: dynamodb.Table;
  readonly grant: dynamodb.Table;
  readonly risk: dynamodb.Table;
}

/**
 * Creates the tables: encrypted, recoverable to any second of the last 35 days, and protected against deletion
 * unless `removalPolicy` is DESTROY. The keys are DynamoDB's own: one in KMS would put another service, with
 * its quota and its outages, in the way of every request, and the grants are hashed already.
 */
export function createTables(scope: Construct, removalPolicy: RemovalPolicy): StepUpTables {
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

  const policy = table('PolicyTable', TABLES.policy.partitionKey);
  const grant = table('GrantTable', TABLES.grant.partitionKey, TABLES.grant.ttl);
  const risk = table('RiskTable', TABLES.risk.partitionKey, TABLES.risk.ttl);
  grant.addGlobalSecondaryIndex({
    indexName: TABLES.grant.subjectIndex,
    partitionKey: { name: TABLES.grant.subjectIndexKey, type: dynamodb.AttributeType.STRING },
    projectionType: dynamodb.ProjectionType.KEYS_ONLY,
  });
  return { policy, grant, risk };
}

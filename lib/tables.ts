/** The tables: policy, grants, risk, and the audit of policy changes. */
import { Annotations, Aspects, CfnElement, RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { TABLES } from '../core/contract.ts';

/** What the construct needs of a table. Every Table or TableV2 has it, created here or imported. */
export interface StepUpTable extends Pick<
  dynamodb.ITable,
  'node' | 'tableName' | 'tableArn' | 'encryptionKey'
> {
  readonly tableStreamArn?: string | undefined;
}

export interface StepUpTables {
  /**
   * Partition key `route`, a string. The changes of a table that exists already are recorded if it has a stream of new
   * and old images, and its `tableStreamArn` is given.
   */
  readonly policy: StepUpTable;
  /**
   * Partition key `id`, a string; `expiresAt` is its time to live. A table that exists already needs two global secondary
   * indexes, whose projection may be KEYS_ONLY: `holder`, with the partition key `holderHash` (a string) and the sort key
   * `expiresAt` (a number), without which the exchange answers 503 and issues no grant; and `subject`, with the partition
   * key `subjectHash` (a string), for the command line. CloudFormation adds one index in an update.
   */
  readonly grant: StepUpTable;
  /** Partition key `id`, a string; `expiresAt` is its time to live. */
  readonly risk: StepUpTable;
  /**
   * Partition key `route`, sort key `change`, both strings. Holds every change of a policy item, and never deletes one.
   * Undefined if the policy table has no stream.
   */
  readonly audit?: StepUpTable;
}

/**
 * Uses the tables that exist already and creates the others: encrypted, recoverable to any second of the last
 * 35 days, and protected against deletion unless `removalPolicy` is DESTROY. The encryption keys are DynamoDB's own:
 * with a key in KMS, every request would depend on one more service, with its quota and its outages. Grants are stored
 * as hashes anyway.
 */
export function createTables(
  scope: Construct,
  existing: Partial<StepUpTables>,
  removalPolicy: RemovalPolicy,
): StepUpTables {
  const table = (id: string, partitionKey: string, settings: Partial<dynamodb.TableProps> = {}) =>
    new dynamodb.Table(scope, id, {
      partitionKey: { name: partitionKey, type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.DEFAULT,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
      removalPolicy,
      ...settings,
    });
  const withTtl = (id: string, { partitionKey, ttl }: { partitionKey: string; ttl: string }) =>
    table(id, partitionKey, { timeToLiveAttribute: ttl });
  const grantTable = () => {
    const grant = withTtl('GrantTable', TABLES.grant);
    grant.addGlobalSecondaryIndex({
      indexName: TABLES.grant.subjectIndex,
      partitionKey: { name: TABLES.grant.subjectIndexKey, type: dynamodb.AttributeType.STRING },
      projectionType: dynamodb.ProjectionType.KEYS_ONLY,
    });
    grant.addGlobalSecondaryIndex({
      indexName: TABLES.grant.holderIndex,
      partitionKey: { name: TABLES.grant.holderIndexKey, type: dynamodb.AttributeType.STRING },
      sortKey: { name: TABLES.grant.ttl, type: dynamodb.AttributeType.NUMBER },
      projectionType: dynamodb.ProjectionType.KEYS_ONLY,
    });
    return grant;
  };
  const auditTable = () =>
    table('AuditTable', TABLES.audit.partitionKey, {
      sortKey: { name: TABLES.audit.sortKey, type: dynamodb.AttributeType.STRING },
    });
  const policy =
    existing.policy ??
    table('PolicyTable', TABLES.policy.partitionKey, { stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES });
  const tables = {
    policy,
    grant: existing.grant ?? grantTable(),
    risk: existing.risk ?? withTtl('RiskTable', TABLES.risk),
  };
  if (existing.policy === undefined) sayThatTablesBelongToPath(scope, policy);
  if (policy.tableStreamArn !== undefined) return { ...tables, audit: existing.audit ?? auditTable() };
  warnOfNoAudit(scope);
  return tables;
}

/**
 * Nobody can see at synth that a construct was moved: by then its tables have other logical ids. With ids that were set, the
 * tables belong to no path.
 */
function sayThatTablesBelongToPath(scope: Construct, policy: StepUpTable): void {
  Aspects.of(scope).add({
    visit: ({ node }) => {
      const table = policy.node.defaultChild;
      if (node !== scope.node || !(table instanceof CfnElement)) return;
      if (table.stack.resolve(table.logicalId) !== table.stack.getLogicalId(table)) return;
      Annotations.of(scope).addInfoV2(
        'step-up-authorizer:tables-of-path',
        `The tables belong to ${node.path}. If it is moved or renamed, CloudFormation makes new tables, and leaves these with all ` +
          'edits of policy: docs/deploy.md of step-up-authorizer, "Move or rename the construct", says how to keep them.',
      );
    },
  });
}

function warnOfNoAudit(scope: Construct): void {
  Annotations.of(scope).addWarningV2(
    'step-up-authorizer:audit-off',
    'Changes of policy are not recorded: the policy table was given without its stream. Give it a stream of new and ' +
      'old images, and import it with its tableStreamArn (Table.fromTableAttributes).',
  );
}

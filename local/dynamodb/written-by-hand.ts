/** Reads and writes the tables without our commands: as a risk engine does, and as a person in the AWS console does. */
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { TABLES } from '../../core/contract.ts';
import { hashParts } from '../../adapters/hash.ts';
import { createLocalClient } from '../dynamodb.ts';

/** What a risk engine writes about a user. */
export interface RiskItem {
  readonly score?: number | undefined;
  readonly level?: string | undefined;
  readonly reasons?: readonly string[] | undefined;
  /** Seconds since 1970. */
  readonly revokedBefore?: number | undefined;
}

export interface Tables {
  readonly setRisk: (subject: string, risk: RiskItem) => Promise<void>;
  readonly grants: () => Promise<unknown[]>;
  /** Writes an item without the command line and its checks, as a person could in the AWS console. */
  readonly writePolicyByHand: (item: Readonly<Record<string, unknown>>) => Promise<void>;
}

export interface TableNames {
  readonly policy: string;
  readonly grant: string;
  readonly risk: string;
}

export function openTables(endpoint: string, region: string, issuer: string, names: TableNames): Tables {
  const client = createLocalClient(endpoint, region);
  const riskKey = (subject: string) => ({ [TABLES.risk.partitionKey]: hashParts(issuer, subject) });
  const scan = async (TableName: string) => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName, Limit: 200 }));
    return Items.map((item) => unmarshall(item));
  };
  const put = async (TableName: string, item: object) => {
    await client.send(
      new PutItemCommand({ TableName, Item: marshall(item, { removeUndefinedValues: true }) }),
    );
  };
  return {
    setRisk: (subject, risk) => put(names.risk, { ...riskKey(subject), ...risk }),
    grants: async () => (await scan(names.grant)).filter((item) => TABLES.grant.subjectIndexKey in item),
    writePolicyByHand: (item) => put(names.policy, item),
  };
}

/** Reads and writes the tables without our commands, as a person in the AWS console does. */
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { TABLES } from '../../core/contract.ts';
import { createLocalClient } from '../dynamodb.ts';

export interface Tables {
  readonly grants: () => Promise<unknown[]>;
  /** Writes an item without the command line and its checks, as a person could in the AWS console. */
  readonly writePolicyByHand: (item: Readonly<Record<string, unknown>>) => Promise<void>;
}

export interface TableNames {
  readonly policy: string;
  readonly grant: string;
}

export function openTables(endpoint: string, region: string, names: TableNames): Tables {
  const client = createLocalClient(endpoint, region);
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
    grants: async () => (await scan(names.grant)).filter((item) => TABLES.grant.subjectIndexKey in item),
    writePolicyByHand: (item) => put(names.policy, item),
  };
}

/** The items of a local DynamoDB, for tests that write and read them past what they test. */
import { DeleteItemCommand, GetItemCommand, paginateScan, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { createUnloggedClient } from '../../../adapters/dynamodb/unlogged-client.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../../local/dynamodb.ts';

export interface Database {
  readonly put: (table: string, item: object) => Promise<void>;
  /** Puts attributes as they stand. Rejects when DynamoDB itself does not take them. */
  readonly putAttributes: (table: string, item: Record<string, AttributeValue>) => Promise<void>;
  /** Undefined where there is no item of this key. */
  readonly get: (table: string, key: object) => Promise<Record<string, unknown> | undefined>;
  readonly remove: (table: string, key: object) => Promise<void>;
  readonly scan: (table: string) => Promise<Record<string, unknown>[]>;
}

export interface Access {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const LOCAL: Access = { region: LOCAL_REGION, credentials: LOCAL_CREDENTIALS };

/** The database at this endpoint. */
export function databaseAt(endpoint: string, access = LOCAL): Database {
  // Retries, unlike the local stack's client: a long computation between two writes lets the engine close the connection.
  const client = createUnloggedClient({ endpoint, ...access });
  const putAttributes = async (TableName: string, Item: Record<string, AttributeValue>) => {
    await client.send(new PutItemCommand({ TableName, Item }));
  };
  return {
    put: (table, item) => putAttributes(table, marshall(item, { removeUndefinedValues: true })),
    putAttributes,
    get: async (TableName, key) => {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: marshall(key) }));
      return Item && unmarshall(Item);
    },
    remove: async (TableName, key) => {
      await client.send(new DeleteItemCommand({ TableName, Key: marshall(key) }));
    },
    scan: async (TableName) => {
      const items: Record<string, unknown>[] = [];
      for await (const { Items = [] } of paginateScan({ client }, { TableName }))
        items.push(...Items.map((item) => unmarshall(item)));
      return items;
    },
  };
}

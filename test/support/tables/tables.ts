/** The tables of the functions, for tests that run them without the template. */
import { ENVIRONMENT, TABLES as NAMES } from '../../../core/contract.ts';

/** A table of one key, a string, as `createTables` takes it. */
export function tableOf(TableName: string, AttributeName: string) {
  return {
    create: {
      TableName,
      KeySchema: [{ AttributeName, KeyType: 'HASH' as const }],
      AttributeDefinitions: [{ AttributeName, AttributeType: 'S' as const }],
      BillingMode: 'PAY_PER_REQUEST' as const,
    },
  };
}

export const TABLES = [tableOf('policy', 'route'), grantTable(), tableOf('risk', 'id')];

/** With the index of holders. */
function grantTable() {
  const { create } = tableOf('grant', NAMES.grant.partitionKey);
  const [holder, end] = [NAMES.grant.holderIndexKey, NAMES.grant.ttl];
  return {
    create: {
      ...create,
      AttributeDefinitions: [
        ...create.AttributeDefinitions,
        { AttributeName: holder, AttributeType: 'S' as const },
        { AttributeName: end, AttributeType: 'N' as const },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: NAMES.grant.holderIndex,
          KeySchema: [
            { AttributeName: holder, KeyType: 'HASH' as const },
            { AttributeName: end, KeyType: 'RANGE' as const },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' as const },
        },
      ],
    },
  };
}

/** The environment that names these tables to a function. */
export const TABLE_NAMES = {
  [ENVIRONMENT.policyTable]: 'policy',
  [ENVIRONMENT.grantTable]: 'grant',
  [ENVIRONMENT.riskTable]: 'risk',
};

/** A table of the key `id`, with a stream of both images. */
export function streamed(name: string) {
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const };
  return { create: { ...tableOf(name, 'id').create, StreamSpecification } };
}

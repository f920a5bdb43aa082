/** The tables of the functions, for tests that run them without the template. */
import { ENVIRONMENT } from '../../../core/contract.ts';

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

export const TABLES = [tableOf('policy', 'route'), tableOf('grant', 'id'), tableOf('risk', 'id')];

/** The environment that names these tables to a function. */
export const TABLE_NAMES = {
  [ENVIRONMENT.policyTable]: 'policy',
  [ENVIRONMENT.grantTable]: 'grant',
  [ENVIRONMENT.riskTable]: 'risk',
};

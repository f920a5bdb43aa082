/** A connection to tables that are named one by one. */
import { ENVIRONMENT } from '../../core/contract.ts';
import { dynamodbClient } from './aws-clients.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { ApiOptions, Connection } from '../protected-api.ts';
import type { StartedIn } from './started-in.ts';
import { hasConfigFile, readConfigFile, CONFIG_FILE } from './config-file.ts';

/** The policy table of `--table`; the other tables from the environment variables that the functions use. */
export function connectTables(
  options: ApiOptions & { readonly table: string },
  { directory, environment }: StartedIn,
): Connection {
  const { table, endpoint, config } = options;
  if (config === undefined && !hasConfigFile(directory)) {
    throw new AdminRefusal(
      'trust_config_missing',
      `--table ${table} needs the trust config, which has the acr words: name its file with --config (there is no ${CONFIG_FILE} in this folder)`,
    );
  }
  const trust = readConfigFile(config ?? CONFIG_FILE, directory);
  return {
    description: `table ${table}${endpoint === undefined ? '' : ` at ${endpoint}`}`,
    dynamodb: dynamodbClient(options),
    policyTable: table,
    grantTable: environment[ENVIRONMENT.grantTable],
    riskTable: environment[ENVIRONMENT.riskTable],
    auditTable: environment[ENVIRONMENT.auditTable],
    trust,
    routes: undefined,
    baseUrl: trust.publicUrl,
  };
}

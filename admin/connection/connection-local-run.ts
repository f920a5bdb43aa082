/** A connection to the local run of this folder or a folder above. */
import { ENVIRONMENT } from '../../core/contract.ts';
import { dynamodbClient } from './aws-clients.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { ApiOptions, Connection } from '../protected-api.ts';
import type { StartedIn } from './started-in.ts';
import { findRun } from './run-file.ts';
import type { LocalRun } from './run-file.ts';
import { deployedTrust, readConfigFile } from './config-file.ts';

/** Undefined if there is no local run, or if `--endpoint` names another database. */
export function connectLocalRun(options: ApiOptions, { directory }: StartedIn): Connection | undefined {
  const run = findRun(directory);
  if (run === undefined || (options.endpoint !== undefined && options.endpoint !== run.endpoint)) {
    return undefined;
  }
  return connectionTo(
    run,
    options.config === undefined ? undefined : readConfigFile(options.config, directory),
  );
}

/** The connection to a local run, with another trust config than its own where one is given. */
export function connectionTo(run: LocalRun, trust?: TrustConfig): Connection {
  const { environment } = run;
  const policyTable = environment[ENVIRONMENT.policyTable];
  if (policyTable === undefined) {
    throw new AdminRefusal(
      'api_not_found',
      `the local run at ${run.apiUrl} protects no method: there is no policy table to find`,
    );
  }
  return {
    description: `the local run at ${run.apiUrl}`,
    dynamodb: dynamodbClient({ endpoint: run.endpoint, region: run.region }),
    policyTable,
    grantTable: environment[ENVIRONMENT.grantTable],
    riskTable: environment[ENVIRONMENT.riskTable],
    auditTable: run.auditTable,
    trust: trust ?? deployedTrust(run.trustFile ?? '', environment, 'the trust config of the local run'),
    routes: run.routes,
    ...(run.otherMethods === undefined ? {} : { otherMethods: run.otherMethods }),
    baseUrl: run.apiUrl,
  };
}

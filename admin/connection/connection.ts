/** Finds the protected API that is meant: a stack, named tables, or the local run. */
import { AdminRefusal } from '../refusals/refusal.ts';
import type { ApiOptions, Connection, TrustAlone } from '../protected-api.ts';
import { connectLocalRun } from './connection-local-run.ts';
import { connectStack } from './connection-stack.ts';
import { connectTables } from './connection-tables.ts';
import type { StartedIn } from './started-in.ts';
import { hasConfigFile, readConfigFile, CONFIG_FILE } from './config-file.ts';

/**
 * Connects to the API that the options name; without such options, to the local run of this folder or a folder above.
 * Refuses: `api_not_named`, `api_not_found`, `input_malformed`, `trust_config_missing`, `trust_config_invalid`,
 * `unreachable`, `aws_refused`.
 */
export async function connect(options: ApiOptions, startedIn: StartedIn): Promise<Connection> {
  const connection = await named(options, startedIn);
  if (connection === undefined) throw new AdminRefusal('api_not_named', NOTHING_FOUND);
  return connection;
}

/** Connects in the same way, and refuses so. If no API is named and there is no local run, the trust config is enough. */
export async function connectForFiles(
  options: ApiOptions,
  startedIn: StartedIn,
): Promise<Connection | TrustAlone> {
  const connection = await named(options, startedIn);
  if (connection !== undefined) return connection;
  const { config = CONFIG_FILE } = options;
  if (options.config === undefined && !hasConfigFile(startedIn.directory)) {
    throw new AdminRefusal(
      'api_not_named',
      `${NOTHING_FOUND}
  --config FILE        for files alone, the trust config, which has the acr words and issuers`,
    );
  }
  const trust = readConfigFile(config, startedIn.directory);
  return { description: config, trust, routes: undefined, baseUrl: trust.publicUrl };
}

async function named(options: ApiOptions, startedIn: StartedIn): Promise<Connection | undefined> {
  if (options.stack !== undefined) {
    if (options.table !== undefined) {
      throw new AdminRefusal(
        'input_malformed',
        '--stack finds the table by itself, and --table names another: leave one out',
      );
    }
    return connectStack({ ...options, stack: options.stack }, startedIn);
  }
  if (options.api !== undefined)
    throw new AdminRefusal('input_malformed', '--api chooses an API of a stack: name it with --stack');
  if (options.table !== undefined) {
    return connectTables({ ...options, table: options.table }, startedIn);
  }
  return connectLocalRun(options, startedIn);
}

const NOTHING_FOUND = `which protected API? Name it in one of three ways:
  --stack NAME             a deployed stack, whose outputs tell the rest (with --profile and --region)
  npm start                a local run: it is found from its folder, and from those below it, while it is up
  --table NAME             the policy table, with --config FILE for the trust config, and --endpoint URL for a
                           DynamoDB elsewhere`;

/** The flags of `npm start`. */
import { parseArgs } from 'node:util';
import { messageOf } from '../../core/error-text.ts';

export const USAGE = `npm start -- [options]

  --port N                  port of the gateway (3000); provider and console take the next two; 0: free ones
  --config FILE             another trust config; its issuers are trusted beside the local provider
  --dynamodb-endpoint URL   a DynamoDB that is already running
  --data DIR                keep the tables (default: in memory)
  --once                    exit after the walk
  --help                    this text`;

export interface Flags {
  /** Port of the gateway; 0: a free one. */
  readonly port: number;
  readonly config: string | undefined;
  readonly dynamodbEndpoint: string | undefined;
  readonly dataDir: string | undefined;
  readonly once: boolean;
  readonly help: boolean;
}

/** Throws for a flag that does not exist, with the usage; for a value that cannot be used; and for two databases. */
export function readFlags(args: readonly string[]): Flags {
  const { port, config, 'dynamodb-endpoint': dynamodbEndpoint, data, once, help } = parse(args);
  if (!help) requireOneDatabase(dynamodbEndpoint, data);
  return { port: help ? 0 : portOf(port), config, dynamodbEndpoint, dataDir: data, once, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '3000' },
        config: { type: 'string' },
        'dynamodb-endpoint': { type: 'string' },
        data: { type: 'string' },
        once: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    throw new Error(`${messageOf(cause)}\n\n${USAGE}`, { cause });
  }
}

function requireOneDatabase(endpoint: string | undefined, data: string | undefined): void {
  if (endpoint === undefined) return;
  if (!/^https?:/.test(endpoint) || !URL.canParse(endpoint))
    throw new Error(`--dynamodb-endpoint ${endpoint} is no URL: expected one such as http://127.0.0.1:8000`);
  if (data !== undefined)
    throw new Error(
      '--data is for the database that the local run starts, and --dynamodb-endpoint names another: leave one out',
    );
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_535) return port;
  throw new Error(`--port ${text} is no port: expected 0 to 65534`);
}

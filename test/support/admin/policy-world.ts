/** The policy commands on a table of each test's own. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTables, startDynamoDB } from '../../../local/dynamodb.ts';
import type { DynamoDB } from '../../../local/dynamodb.ts';
import { commandLine } from './command-line.ts';
import type { Run, World } from './command-line.ts';
import { databaseAt } from '../tables/database.ts';
import type { Database } from '../tables/database.ts';
import { tableOf } from '../tables/tables.ts';

/** When the commands run, in seconds since 1970. */
const NOW = Date.parse('2026-06-01T12:00:00Z') / 1000;

export interface PolicyWorld {
  readonly folder: string;
  readonly table: () => string;
  readonly endpoint: () => string;
  readonly database: () => Database;
  /** Runs `step-up policy …`. */
  readonly policy: (args: readonly string[], world?: World) => Promise<Run>;
  /** Runs `step-up policy apply` on a text. */
  readonly apply: (yaml: string, ...flags: string[]) => Promise<Run>;
  /** Writes items past the commands. */
  readonly seed: (items: Readonly<Record<string, object>>) => Promise<void>;
  /** By route, what the items say, without their version, time and writer. */
  readonly stored: () => Promise<Record<string, Record<string, unknown>>>;
}

/** A table for each test of the file; the acr words are loa1, loa2 and loa3. */
export function policyWorld(): PolicyWorld {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-cli-'));
  const trust = {
    acr: ['loa1', 'loa2', 'loa3'],
    issuers: [{ issuer: 'https://id.example.com', audience: ['api'] }],
  };
  writeFileSync(join(folder, 'step-up.config.json'), JSON.stringify(trust));
  let engine: DynamoDB;
  let database: Database;
  let tables = 0;
  const table = () => `policy-${tables}`;
  beforeAll(async () => {
    engine = await startDynamoDB();
    database = databaseAt(engine.endpoint);
  });
  afterAll(() => engine.close());
  beforeEach(async () => {
    tables += 1;
    await createTables(engine.endpoint, [tableOf(table(), 'route')]);
  });
  const policy = (args: readonly string[], world: World = {}) =>
    commandLine(['--table', table(), '--endpoint', engine.endpoint, 'policy', ...args], {
      directory: folder,
      now: () => NOW,
      ...world,
      environment: { GITHUB_ACTOR: 'octocat', ...world.environment },
    });
  return {
    folder,
    table,
    endpoint: () => engine.endpoint,
    database: () => database,
    policy,
    apply: (yaml, ...flags) => policy(['apply', '-', ...flags], { input: yaml }),
    seed: async (items) => {
      for (const [route, fields] of Object.entries(items)) await database.put(table(), { route, ...fields });
    },
    stored: async () =>
      Object.fromEntries(
        (await database.scan(table())).map((item) => [
          String(item.route),
          Object.fromEntries(Object.entries(item).filter(([name]) => !RECORDS.includes(name))),
        ]),
      ),
  };
}

const RECORDS = ['route', 'version', 'updatedAt', 'updatedBy'];

/** `npm start`: the stack on this machine, and a walk through a step-up. */
import { createWriteStream, mkdirSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeRun, openRunFolder, writeRunFile } from '../admin/connection/run-file.ts';
import { createDecisions } from '../console/server/decisions.ts';
import type { Decisions } from '../console/server/decisions.ts';
import { startConsole } from '../console/server/server.ts';
import { exampleApp } from '../local/example-app.ts';
import { startLocalStack } from '../local/stack.ts';
import type { LocalStack } from '../local/stack.ts';
import { printWalk } from '../local/walk-report.ts';
import { walk } from '../local/walk.ts';

const ROOT = join(import.meta.dirname, '..');
const STATE = join(ROOT, '.local');

const USAGE = `npm start -- [options]

  --port N                  port of the gateway (3000); provider and console take the next two; 0: free ones
  --config FILE             another trust config; its issuers are trusted beside the local provider
  --dynamodb-endpoint URL   a DynamoDB that is already running
  --data DIR                keep the tables (default: in memory)
  --once                    exit after the walk
  --help                    this text`;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const values = readFlags();
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  requireOneDatabase(values);
  const log = openLog();
  const decisions = createDecisions();
  const stack = await startLocalStack({
    port: portOf(values.port),
    app: exampleApp({
      configFile: values.config ?? join(ROOT, 'step-up.config.json'),
      outdir: join(STATE, 'cdk.out'),
    }),
    dynamodbEndpoint: values['dynamodb-endpoint'],
    dataDir: values.data,
    forConsole: true,
    onLog: (source, line) => {
      log.write(source, line);
      decisions.note(source, line);
    },
  });
  try {
    return await serve(stack, { decisions, logFile: log.file, once: values.once });
  } finally {
    await stack.close();
  }
}

interface Serving {
  readonly decisions: Decisions;
  readonly logFile: string;
  readonly once: boolean;
}

/** The console, the walk, and then what people do, until they have enough. */
async function serve(stack: LocalStack, { decisions, logFile, once }: Serving): Promise<number> {
  const run = describeRun(stack);
  const own = openRunFolder(run);
  try {
    const page = await startConsole({
      stack,
      decisions,
      pageFolder: join(ROOT, 'dist', 'console'),
      cli: { script: join(import.meta.dirname, '..', 'cli', 'step-up-service.ts'), directory: own.folder },
    });
    console.log(`Console ${page.url}  (open it in a browser: it shows a step-up while it happens)`);
    console.log(
      `${stack.dynamodb.notice}\nAPI ${stack.apiUrl} · provider ${stack.provider.issuer} · log ${logFile}`,
    );
    const takeRunFileAway = writeRunFile(ROOT, run);
    try {
      const succeeded = await tryWalk(stack);
      if (once) return succeeded ? 0 : 1;
      console.log(`${invitation(stack)}\n\nThe console: ${page.url}`);
      await interrupted();
      return 0;
    } finally {
      takeRunFileAway();
      await page.close();
    }
  } finally {
    own.remove();
  }
}

function readFlags() {
  try {
    return parseArgs({
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
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\n\n${USAGE}`, { cause });
  }
}

async function tryWalk(stack: LocalStack): Promise<boolean> {
  const { apiUrl, redirectUri, provider } = stack;
  const { issuer, clientId, testUser } = provider;
  const report = printWalk(console.log);
  try {
    await walk({ api: apiUrl, issuer, clientId, redirectUri, user: testUser }, report);
    console.log('\nThe walk is done: every step went as it should.');
    return true;
  } catch (error) {
    console.error(
      `\nThe walk failed at step ${report.current()}: ${error instanceof Error ? error.message : String(error)}`,
    );
    return false;
  }
}

function invitation({
  apiUrl,
  provider,
  template,
  dynamodb,
  acr: [weakest = '', acr = weakest],
}: LocalStack): string {
  const { port } = new URL(apiUrl);
  const { testUser, issuer, clientId } = provider;
  const policyTable = template.tables.find(({ name }) => name.includes('Policy'))?.name ?? '';
  return `
Try it yourself, in a second terminal in this folder. The provider is ${issuer}; its user is ${testUser.username} / ${testUser.password}, one-time code ${testUser.oneTimeCode}; client ${clientId}.

  curl -i ${apiUrl}/accounts
  TOKEN=$(npm run --silent token -- --port ${port})
  curl -i -X POST ${apiUrl}/payments -H "Authorization: Bearer $TOKEN"
  ELEVATED=$(npm run --silent token -- --port ${port} --acr "${acr}")
  curl -s ${apiUrl}/step-up/token -d subject_token="$ELEVATED" \\
    -d grant_type=urn:ietf:params:oauth:grant-type:token-exchange \\
    -d subject_token_type=urn:ietf:params:oauth:token-type:access_token \\
    -d resource=${encodeURIComponent(`${apiUrl}/step-up/requirements/POST/%2Fpayments`)}
  curl -i -X POST ${apiUrl}/payments -H "Authorization: Bearer $TOKEN" -H "Step-Up-Grant: <access_token of that answer>"

Policies are in the table ${policyTable} at ${dynamodb.endpoint}. To change one, or to see why a request is refused:

  npm run --silent step-up -- policy list
  npm run --silent step-up -- explain POST /payments --token "$TOKEN"

Ctrl-C stops everything.`;
}

function requireOneDatabase(flags: { 'dynamodb-endpoint'?: string | undefined; data?: string | undefined }) {
  const { 'dynamodb-endpoint': endpoint, data } = flags;
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

/** Functions and gateway log to a file, as they log to CloudWatch on AWS. */
function openLog() {
  mkdirSync(STATE, { recursive: true });
  const file = join(STATE, 'log.jsonl');
  // Not before there is something to write: a run that cannot start leaves the log of another as it is.
  let stream: WriteStream | undefined;
  return {
    file,
    write: (source: string, line: string) => {
      stream ??= createWriteStream(file);
      stream.write(`${JSON.stringify({ source, line })}\n`);
    },
  };
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
}

/** The local stack for end-to-end tests: the synthesized template, the built bundles, a real provider and a real database. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { createClient } from '../../local/api-client.ts';
import type { ApiClient, Challenge } from '../../local/api-client.ts';
import { signIn } from '../../local/sign-in.ts';
import type { SignedIn, CookieJar } from '../../local/sign-in.ts';
import { startChild } from './child.ts';
import { providerOffer } from './provider-process.ts';

const stackOffer = v.object({
  apiUrl: v.string(),
  provider: providerOffer,
  redirectUri: v.string(),
  dynamodb: v.object({ endpoint: v.string() }),
  tables: v.array(v.string()),
});

type Offer = v.InferOutput<typeof stackOffer>;

export interface StackOptions {
  readonly engine?: 'dynamodb-local' | 'dynalite';
  readonly dynamodbEndpoint?: string;
  readonly maxInstances?: number;
  readonly configFile?: string;
  /** Instead of the app of this repository: one that is installed in a folder, with or without a publicUrl. */
  readonly app?: { readonly consumer: string; readonly publicUrl: boolean };
}

const logLine = v.object({ source: v.string(), line: v.string() });

/** One line that a function (`source` is its id), the access log (`access`) or the gateway has written. */
export type LogLine = v.InferOutput<typeof logLine>;

export interface TestStack extends Offer {
  readonly client: ApiClient;
  readonly policyTable: string;
  readonly grantTable: string;
  readonly riskTable: string;
  readonly put: (table: string, item: object) => Promise<void>;
  readonly remove: (table: string, key: object) => Promise<void>;
  readonly scan: (table: string) => Promise<Record<string, unknown>[]>;
  /** Everything that functions and gateway have logged. */
  readonly log: () => LogLine[];
  readonly signIn: (how?: Partial<SignInHow>) => Promise<SignedIn>;
  /** Everything that stderr of the stack has. */
  readonly complaints: () => string;
  readonly close: () => Promise<void>;
}

export interface SignInHow {
  readonly user: 'alice' | 'bob';
  readonly clientId: string;
  readonly challenge: Pick<Challenge, 'acrValues' | 'maxAge'>;
  readonly cookies: CookieJar;
}

const SAMPLE_CONFIG = join(import.meta.dirname, '..', '..', 'step-up.config.json');

/** Starts a stack. The sample config's acr vocabulary, the local provider, everything in memory. */
export async function startStack(options: StackOptions = {}): Promise<TestStack> {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-'));
  const logFile = join(folder, 'log.jsonl');
  const { configFile = SAMPLE_CONFIG, app, ...others } = options;
  const { offer, ...child } = await startChild('stack-main.ts', {
    engine: 'dynalite',
    ...others,
    app: app ?? { configFile, outdir: join(folder, 'cdk.out') },
    logFile,
  });
  const stack = v.parse(stackOffer, offer);
  const tableNamed = (part: string) => stack.tables.find((name) => name.includes(part)) ?? '';
  return {
    ...stack,
    ...child,
    ...databaseOf(stack.dynamodb.endpoint),
    client: createClient({
      api: stack.apiUrl,
      issuer: stack.provider.issuer,
      clientId: stack.provider.clientId,
    }),
    policyTable: tableNamed('Policy'),
    grantTable: tableNamed('Grant'),
    riskTable: tableNamed('Risk'),
    log: () => readLog(logFile),
    signIn: (how = {}) => signInTo(stack, how),
  };
}

function databaseOf(endpoint: string): Pick<TestStack, 'put' | 'remove' | 'scan'> {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return {
    put: async (TableName, item) => {
      await client.send(
        new PutItemCommand({ TableName, Item: marshall(item, { removeUndefinedValues: true }) }),
      );
    },
    remove: async (TableName, key) => {
      await client.send(new DeleteItemCommand({ TableName, Key: marshall(key) }));
    },
    scan: async (TableName) => {
      const { Items = [] } = await client.send(new ScanCommand({ TableName }));
      return Items.map((item) => unmarshall(item));
    },
  };
}

function readLog(file: string): LogLine[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => v.parse(logLine, JSON.parse(line)));
}

function signInTo(
  { provider, redirectUri }: Offer,
  { user, clientId, challenge, cookies }: Partial<SignInHow>,
) {
  return signIn({
    ...(user === 'bob' ? provider.otherUser : provider.testUser),
    issuer: provider.issuer,
    clientId: clientId ?? provider.clientId,
    redirectUri,
    ...(challenge === undefined || challenge.acrValues.length === 0
      ? {}
      : { acrValues: challenge.acrValues }),
    ...(challenge?.maxAge === undefined ? {} : { maxAge: challenge.maxAge }),
    ...(cookies === undefined ? {} : { cookies }),
  });
}

/** The built audit function with real tables, and batches of a stream for it. */
import { marshall } from '@aws-sdk/util-dynamodb';
import { BUNDLES, ENVIRONMENT } from '../../../core/contract.ts';
import { createTables, startDynamoDB } from '../../../local/dynamodb.ts';
import type { Invocation } from '../../../local/functions/instance.ts';
import { createFunctions } from '../../../local/functions/functions.ts';
import { builtFunction } from './built-function.ts';
import { databaseAt } from '../tables/database.ts';
import type { Database } from '../tables/database.ts';
import { readFunctionLog } from './function-log.ts';
import type { FunctionLog } from './function-log.ts';
import { templateOf } from '../gateway/parts.ts';
import { tableOf } from '../tables/tables.ts';

const VOCABULARY = ['loa1', 'loa2', 'loa3'];

/** A record of a route, as it is in the table. */
export type StoredRecord = Record<string, unknown>;

export interface AuditFunction {
  readonly database: Database;
  /** Invokes the function with these records of a stream. */
  readonly audit: (...records: readonly object[]) => Promise<Invocation>;
  readonly invoke: (event: unknown) => Promise<Invocation>;
  /** In their order. */
  readonly recordsOf: (route: string) => Promise<StoredRecord[]>;
  /** What was logged since the last time. */
  readonly log: () => FunctionLog;
  readonly close: () => Promise<void>;
}

/** The table of the records, as `createTables` takes it. */
export const AUDIT = {
  create: {
    TableName: 'audit',
    KeySchema: [
      { AttributeName: 'route', KeyType: 'HASH' as const },
      { AttributeName: 'change', KeyType: 'RANGE' as const },
    ],
    AttributeDefinitions: [
      { AttributeName: 'route', AttributeType: 'S' as const },
      { AttributeName: 'change', AttributeType: 'S' as const },
    ],
    BillingMode: 'PAY_PER_REQUEST' as const,
  },
};

/** Starts it, on tables of its own; `auditTable` may name one that there is not. */
export async function startAuditFunction(auditTable = 'audit'): Promise<AuditFunction> {
  const dynamodb = await startDynamoDB();
  await createTables(dynamodb.endpoint, [tableOf('policy', 'route'), AUDIT]);
  const database = databaseAt(dynamodb.endpoint);
  let lines: string[] = [];
  const environment = {
    [ENVIRONMENT.policyTable]: 'policy',
    [ENVIRONMENT.auditTable]: auditTable,
    [ENVIRONMENT.acr]: JSON.stringify(VOCABULARY),
    [ENVIRONMENT.service]: 'StepUp/StepUp',
  };
  const functions = createFunctions(
    { ...templateOf({}), functions: [{ ...builtFunction(BUNDLES.policyAudit, environment), timeout: 60 }] },
    {
      environment: { AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint },
      maxInstances: 1,
      onLog: (_, line) => lines.push(line),
    },
  );
  const invoke = (event: unknown) => functions.invoke(BUNDLES.policyAudit, event);
  return {
    database,
    invoke,
    audit: (...Records) => invoke({ Records }),
    recordsOf: async (route) =>
      (await database.scan('audit'))
        .filter((record) => record.route === route)
        .toSorted((a, b) => (String(a.change) < String(b.change) ? -1 : 1)),
    log: () => {
      const log = readFunctionLog(lines);
      lines = [];
      return log;
    },
    close: async () => {
      functions.close();
      await dynamodb.close();
    },
  };
}

let sequence = 0;

/** A record of the stream, by what was there before and what is there now (AWS Lambda's example event). */
export function changeOf(
  route: string,
  before: object | undefined,
  after: object | undefined,
  at?: number,
): ReturnType<typeof rawChange> {
  const image = (item: object | undefined) => (item === undefined ? undefined : marshall({ route, ...item }));
  return rawChange(route, image(before), image(after), at);
}

/** The same with the images as they come. `at` in seconds since 1970. */
export function rawChange(route: string, OldImage: unknown, NewImage: unknown, at = 1_790_000_000) {
  sequence += 1;
  const changed = NewImage === undefined ? 'REMOVE' : 'MODIFY';
  return {
    eventID: `event-${sequence}`,
    eventName: OldImage === undefined ? 'INSERT' : changed,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    eventSourceARN: 'arn:aws:dynamodb:us-east-1:123456789012:table/policy/stream/2026-01-01T00:00:00.000',
    dynamodb: {
      ApproximateCreationDateTime: at,
      Keys: { route: { S: route } },
      ...(OldImage === undefined ? {} : { OldImage }),
      ...(NewImage === undefined ? {} : { NewImage }),
      SequenceNumber: String(4_421_584_500_000_000_000_000n + BigInt(sequence)),
      SizeBytes: 100,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  };
}

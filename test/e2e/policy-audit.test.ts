/** What an administrator does by hand to policy items is on record. */
import { SEED_RECORD } from '../../core/seeds.ts';
import { createTables, startDynamoDB } from '../../local/dynamodb.ts';
import { readFunctionLog } from '../support/functions/function-log.ts';
import { runCli } from '../support/admin/run-cli.ts';
import { startStack } from '../support/stacks/stack.ts';
import type { TestStack } from '../support/stacks/stack.ts';
import { tableOf } from '../support/tables/tables.ts';
import { until } from '../support/time/until.ts';

const STRONG = 'urn:example:loa:2';

let stack: TestStack;
let audit: string;

beforeAll(async () => {
  stack = await startStack();
  audit = stack.tables.find((name) => name.includes('Audit')) ?? '';
});
afterAll(() => stack.close());

function recordsOf(route: string, count: number): Promise<Record<string, unknown>[]> {
  return until(`${count} records of ${route}`, async () => {
    const records = (await stack.scan(audit))
      .filter((record) => record.route === route)
      .toSorted((a, b) => (String(a.change) < String(b.change) ? -1 : 1));
    return records.length >= count && records;
  });
}

const metrics = () => readFunctionLog(stack.log().map(({ line }) => line)).metrics;
const put = (item: object) => stack.put(stack.policyTable, item);
const remove = (route: string) => stack.remove(stack.policyTable, { route });

test('what was seeded at deployment is on record', async () => {
  expect(await recordsOf('POST /payments', 1)).toMatchObject([
    { event: 'created', valid: true, loosened: [], assertedBy: 'seed', eventId: expect.any(String) },
  ]);
});

test('the record of the seeds is no policy: it is not on record, not counted, and not listed', async () => {
  const seeds = (await stack.scan(stack.policyTable)).find(({ route }) => route === SEED_RECORD);
  expect(seeds).toMatchObject({ seeds: expect.arrayContaining(['POST /payments']) });
  // Written after all seeds: once these are on record, it was read, too.
  await put({ route: 'GROUP after', acr: STRONG });
  await recordsOf('GROUP after', 1);
  expect(await recordsOf(SEED_RECORD, 0)).toEqual([]);
  expect(metrics()).not.toHaveProperty('PolicyEditInvalid');
  await remove('GROUP after');
  await recordsOf('GROUP after', 2);
});

test('written, changed, loosened, broken, mended and deleted by hand: each is on record, and counted', async () => {
  const route = 'POST /transfers';
  const before = metrics();
  await put({ route, acr: STRONG, maxAge: 300, updatedBy: 'mallory' });
  await put({ route, acr: STRONG, maxAge: 60 });
  await put({ route, acr: STRONG });
  await put({ route, arc: STRONG });
  await put({ route, maxAge: 900 });
  await remove(route);
  expect(await recordsOf(route, 6)).toMatchObject([
    { event: 'created', valid: true, loosened: [], assertedBy: 'mallory' },
    { event: 'changed', valid: true, loosened: [] },
    { event: 'changed', valid: true, loosened: ['maxAge asks for less'] },
    { event: 'changed', valid: false, problems: ['arc'], loosened: [] },
    { event: 'changed', valid: true, loosened: ['acr asks for less than before it was removed or broken'] },
    { event: 'removed', loosened: [] },
  ]);
  const counted = () => ({
    invalid: (metrics().PolicyEditInvalid ?? 0) - (before.PolicyEditInvalid ?? 0),
    loosened: (metrics().PolicyEditLoosened ?? 0) - (before.PolicyEditLoosened ?? 0),
  });
  await until('the metrics of the edits', () => counted().loosened >= 2);
  expect(counted()).toEqual({ invalid: 1, loosened: 2 });
});

test('the command line shows the record, and rolls back to it', async () => {
  const route = 'GET /ledger';
  await put({ route, acr: STRONG, updatedBy: 'mallory', version: 1 });
  await put({ route, updatedBy: 'mallory', version: 2 });
  await recordsOf(route, 2);
  const step = (...args: string[]) =>
    runCli(
      [
        'policy',
        ...args,
        route,
        '--endpoint',
        stack.dynamodb.endpoint,
        '--table',
        stack.policyTable,
        '--config',
        'step-up.config.json',
      ],
      { AUDIT_TABLE: audit },
    );
  expect((await step('history')).stdout).toMatch(
    /^1\. \S+ changed by mallory \(says the writer\), version 1 → 2\n {3}loosened: acr asks for less\n[^]*2\. \S+ created/,
  );
  expect(await step('rollback')).toMatchObject({ code: 0 });
  const items = await stack.scan(stack.policyTable);
  expect(items.find((item) => item.route === route)).toMatchObject({ acr: STRONG, version: 3 });
});

test('nothing has failed on the way', () => {
  expect(metrics()).not.toHaveProperty('PolicyAuditFailed');
  expect(stack.log().filter(({ source }) => source === 'streams')).toEqual([]);
  expect(stack.complaints()).toBe('');
});

test('on a policy table without a stream, the stack says that audit is off, and works', async () => {
  const database = await startDynamoDB();
  await createTables(database.endpoint, [tableOf(stack.policyTable, 'route')]);
  const other = await startStack({ dynamodbEndpoint: database.endpoint });
  try {
    expect(other.dynamodb.notice).toMatch(/Audit is off: the table StepUpPolicyTable\w+ has no stream here/);
    expect(await other.scan(other.policyTable)).not.toEqual([]);
    expect(other.log().filter(({ source }) => source === 'streams')).toEqual([]);
  } finally {
    await other.close();
    await database.close();
  }
});

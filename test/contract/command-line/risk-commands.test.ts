/** What `step-up risk` writes counts, with any item there before. */
import { addRiskCommands } from '../../../cli/risk-commands.ts';
import { clockOf } from '../../../adapters/clock.ts';
import { createRiskStore } from '../../../adapters/stores/risk-store.ts';
import { hashParts } from '../../../adapters/hash.ts';
import { startAdminWorld } from '../../support/admin/admin-world.ts';
import type { AdminWorld } from '../../support/admin/admin-world.ts';
import { runCommand } from '../../support/admin/command-runner.ts';

const NOW = 1_800_000_000;

let world: AdminWorld;
beforeAll(async () => {
  world = await startAdminWorld([]);
});
afterAll(() => world.close());
afterEach(async () => {
  await step('clear', 'alice');
});

const before = (item: object) =>
  world.database.put('risk', { id: hashParts(world.issuer.issuer, 'alice'), ...item });

const run = (args: readonly string[]) =>
  runCommand(addRiskCommands, args, { connection: world.connection, now: () => NOW });
const step = (...args: string[]) => run(['risk', ...args]);

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

/** As the functions read it, some time later. */
const riskAt = (now: number) =>
  createRiskStore(
    world.connection.dynamodb,
    'risk',
    clockOf(() => now * 1000),
  ).riskOf({ issuer: world.issuer.issuer, subject: 'alice' }, AbortSignal.timeout(5_000));

test('a revocation counts where what was known before has expired, which does not come back with it', async () => {
  await before({ score: 90, level: 'high', expiresAt: NOW - 60 });
  expect(await step('revoke', 'alice')).toMatchObject({ exitCode: 0 });
  expect(await riskAt(NOW)).toEqual({ score: 0, level: 'low', reasons: [], revokedBefore: NOW });
});

test('a revocation does not end with a score that was to expire', async () => {
  await before({ score: 90, expiresAt: NOW + 60 });
  expect(await step('revoke', 'alice')).toMatchObject({ exitCode: 0 });
  expect(await riskAt(NOW)).toMatchObject({ score: 90, revokedBefore: NOW });
  expect(await riskAt(NOW + 3_600)).toMatchObject({ score: 0, revokedBefore: NOW });
});

test('a score counts where what was known before has expired, and leaves the revocation as it is', async () => {
  await before({ score: 10, reasons: ['old'], revokedBefore: NOW + 5, expiresAt: NOW - 60, own: 'kept' });
  expect(await step('revoke', 'alice')).toMatchObject({ exitCode: 0 });
  expect(await step('set', 'alice', '--score', '80')).toMatchObject({ exitCode: 0 });
  expect(await riskAt(NOW)).toEqual({ score: 80, level: 'low', reasons: [], revokedBefore: NOW });
});

test('a revocation is not moved to an earlier time, and the output says which one stays', async () => {
  expect(await step('revoke', 'alice')).toMatchObject({
    printed: matching(/^sign-ins of alice before \S+ are void$/),
  });
  const earlier = await step('revoke', 'alice', '--before', 'now-10m');
  expect(earlier).toMatchObject({
    exitCode: 0,
    printed: matching(/^sign-ins of alice before \S+ are void: that revocation stays/),
  });
  expect(earlier.printed).toContain(new Date(NOW * 1000).toISOString().slice(0, 19));
  expect(await riskAt(NOW)).toMatchObject({ revokedBefore: NOW });
});

test.each([
  ['of the administrator alone', undefined, { score: 0, revokedBefore: NOW }],
  ['beside a score', { score: 30 }, { score: 30, revokedBefore: NOW }],
  ['of the risk engine, where it is later', { revokedBefore: NOW + 30 }, { revokedBefore: NOW + 30 }],
  ['of the risk engine, where it is earlier', { revokedBefore: NOW - 30 }, { revokedBefore: NOW }],
  [
    'and not one that has expired with its item',
    { revokedBefore: NOW + 30, expiresAt: NOW },
    { revokedBefore: NOW, expired: true },
  ],
])('risk get shows the revocation in force: %s', async (_, item, shown) => {
  expect(await step('clear', 'alice')).toMatchObject({ exitCode: 0 });
  if (item !== undefined) await before(item);
  expect(await step('revoke', 'alice')).toMatchObject({ exitCode: 0 });
  expect(JSON.parse((await run(['--json', 'risk', 'get', 'alice'])).printed)).toMatchObject(shown);
});

test('a revocation of a later time is told also where the risk item cannot be read', async () => {
  await step('revoke', 'alice');
  await before({ score: 'high' });
  expect(await step('revoke', 'alice', '--before', 'now-10m')).toMatchObject({
    exitCode: 0,
    printed: matching(/that revocation stays/),
  });
});

test('risk get prints the hash that stands for a user in logs, also of a user of whom nothing is known', async () => {
  const { printed } = await run(['--json', 'risk', 'get', 'nobody']);
  expect(JSON.parse(printed)).toEqual({ subjectHash: hashParts(world.issuer.issuer, 'nobody') });
});

test('a revocation that cannot be read is refused by its code, and is not taken for an earlier one', async () => {
  const id = hashParts('revoked', world.issuer.issuer, 'alice');
  await world.database.put('risk', { id, revokedBefore: 'yesterday' });
  const refusal = { error: matching(/the revocation of alice is not of/) };
  expect(await step('get', 'alice')).toMatchObject(refusal);
  expect(await step('revoke', 'alice')).toMatchObject(refusal);
  expect(await step('clear', 'alice')).toMatchObject({ exitCode: 0, printed: 'alice is cleared' });
  expect(await step('get', 'alice')).toMatchObject({
    printed: matching(/nothing is known/),
  });
});

test('the commands ask DynamoDB for what docs/cli.md says', async () => {
  const asked = new Set<string | undefined>();
  const { middlewareStack } = world.connection.dynamodb;
  middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        asked.add(commandName);
        return next(args);
      },
    { step: 'initialize', name: 'asked' },
  );
  for (const [command, ...options] of [['get'], ['set', '--score', '1'], ['revoke'], ['clear']])
    expect(await step(command ?? '', 'alice', ...options)).toMatchObject({ exitCode: 0 });
  middlewareStack.remove('asked');
  expect([...asked].toSorted()).toEqual(['BatchGetItemCommand', 'DeleteItemCommand', 'UpdateItemCommand']);
});

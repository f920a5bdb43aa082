/** What `step-up risk` writes counts, with any item there before. */
import { addRiskCommands } from '../../../cli/risk-commands.ts';
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

const before = (item: object) =>
  world.database.put('risk', { id: hashParts(world.issuer.issuer, 'alice'), ...item });

const step = (...args: string[]) =>
  runCommand(addRiskCommands, ['risk', ...args], { connection: world.connection, now: () => NOW });

/** As the functions read it, some time later. */
const riskAt = (now: number) =>
  createRiskStore(world.connection.dynamodb, 'risk', () => now * 1000).riskOf(
    { issuer: world.issuer.issuer, subject: 'alice' },
    AbortSignal.timeout(5_000),
  );

test('a revocation counts where what was known before has expired, which does not come back with it', async () => {
  await before({ score: 90, level: 'high', expiresAt: NOW - 60 });
  expect(await step('revoke', 'alice')).toMatchObject({ exitCode: 0 });
  expect(await riskAt(NOW)).toEqual({ score: 0, level: 'low', reasons: [], revokedBefore: NOW });
});

test('a revocation does not end with a score that was to expire', async () => {
  await before({ score: 90, expiresAt: NOW + 60 });
  expect(await step('revoke', 'alice')).toMatchObject({ exitCode: 0 });
  expect(await riskAt(NOW + 3_600)).toMatchObject({ score: 90, revokedBefore: NOW });
});

test('a score counts where what was known before has expired', async () => {
  await before({ score: 10, reasons: ['old'], expiresAt: NOW - 60, own: 'kept' });
  expect(await step('set', 'alice', '--score', '80')).toMatchObject({ exitCode: 0 });
  expect(await riskAt(NOW)).toEqual({ score: 80, level: 'low', reasons: [], revokedBefore: undefined });
});

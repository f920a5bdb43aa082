/**
 * `npm run bench:large`: whether apply, diff and lint finish on 100,000 items with the same limit of memory as on 10,000,
 * and print their progress. Takes some minutes.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_REGION, startDynamoDB } from '../local/dynamodb.ts';
import { createEmptyTables } from './authorizer-under-test.ts';

/** The limit of the heap, in megabytes: Node.js ends a process that needs more. */
const HEAP = 512;

const PROGRAM = join(import.meta.dirname, '..', 'bin', 'step-up.ts');

const folder = mkdtempSync(join(tmpdir(), 'step-up-large-'));
const config = join(folder, 'config.json');
const issuers = [{ issuer: 'https://id.invalid', audience: ['https://api.example.com'] }];
writeFileSync(config, JSON.stringify({ acr: ['loa1', 'loa2', 'loa3'], issuers }));
const database = await startDynamoDB();
console.log(`${database.notice} A heap of ${HEAP} MB at the most.`);

for (const count of [10_000, 100_000]) {
  const table = `policy-${count}`;
  await createEmptyTables(database.endpoint, [table]);
  const file = join(folder, `${count}.yaml`);
  writeFileSync(file, fileOf(count));
  await report(count, table, ['policy', 'apply', file, '--yes']);
  await report(count, table, ['policy', 'diff', file]);
  await report(count, table, ['policy', 'lint']);
}
await database.close();
rmSync(folder, { recursive: true });

function fileOf(count: number): string {
  const items = Array.from(
    { length: count },
    (_, index) => `GET /r${index}: { acr: loa2, group: g${index % 50} }\n`,
  );
  const groups = Array.from({ length: 50 }, (_, index) => `GROUP g${index}: { maxAge: 300 }\n`);
  return [...groups, ...items].join('');
}

async function report(count: number, table: string, args: readonly string[]): Promise<void> {
  const { code, lines, seconds, peak } = await run(table, args);
  console.log(
    `${String(count).padStart(7)} items, ${String(args[1]).padEnd(5)}: exit ${code}, ${lines} lines of progress, ` +
      `${peak} MB resident at most, ${seconds.toFixed(0)} s`,
  );
}

interface Run {
  readonly code: number | null;
  readonly lines: number;
  readonly seconds: number;
  readonly peak: number;
}

/** `peak` is the resident memory that the process reports when it ends, in megabytes. */
function run(table: string, args: readonly string[]): Promise<Run> {
  const started = performance.now();
  const measure = join(folder, 'peak.cjs');
  writeFileSync(
    measure,
    "process.on('exit', () => process.stderr.write(`PEAK ${Math.round(process.resourceUsage().maxRSS / 1024)}\\n`));",
  );
  const where = [
    '--endpoint',
    database.endpoint,
    '--table',
    table,
    '--config',
    config,
    '--region',
    LOCAL_REGION,
  ];
  const child = spawn(
    process.execPath,
    ['--no-warnings', `--max-old-space-size=${HEAP}`, '--require', measure, PROGRAM, ...args, ...where],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const lines = stderr.split('\n').filter((line) => line.includes('…') || line.includes('%')).length;
      const peak = Number(/PEAK (\d+)/.exec(stderr)?.[1] ?? 0);
      resolve({ code, lines, peak, seconds: (performance.now() - started) / 1000 });
    });
  });
}

/** Any user who can write to a folder above may have put a run file there. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRun, writeRunFile } from '../../admin/connection/run-file.ts';

test.each([
  ['http://127.0.0.1:8000', true],
  ['https://dynamodb.example.com', false],
  ['http://127.0.0.1.example.com', false],
])('of a run whose tables are at %s, it is taken: %s', (endpoint, taken) => {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-run-'));
  const run = { apiUrl: 'http://127.0.0.1:1', endpoint, region: 'us-east-1', environment: {}, routes: [] };
  writeRunFile(folder, { pid: process.pid, ...run });
  expect(findRun(folder)?.endpoint).toBe(taken ? endpoint : undefined);
});

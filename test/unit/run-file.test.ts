import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announceRun, findRun } from '../../admin/connection/run-file.ts';
import type { LocalRun } from '../../admin/connection/run-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'step-up-run-'));
});

const run = (fields: Partial<LocalRun>): LocalRun => ({
  pid: process.pid,
  apiUrl: 'http://127.0.0.1:1',
  issuer: 'http://127.0.0.1:2',
  endpoint: 'http://127.0.0.1:8000',
  region: 'us-east-1',
  environment: {},
  routes: [],
  ...fields,
});

// Any user who can write to a folder above may have put a file of a run there.
test.each([
  ['http://127.0.0.1:8000', true],
  ['https://dynamodb.example.com', false],
  ['http://127.0.0.1.example.com', false],
])('of a run whose tables are at %s, it is taken: %s', (endpoint, taken) => {
  announceRun(folder, run({ endpoint }));
  expect(findRun(folder)?.endpoint).toBe(taken ? endpoint : undefined);
});

describe('two runs in a folder', () => {
  /** Two processes that go on while the test does. */
  const [first, second] = [
    run({ pid: process.ppid, apiUrl: 'http://127.0.0.1:3000' }),
    run({ apiUrl: 'http://127.0.0.1:4000' }),
  ];

  test('the last is found, knows of the first, and leaves it to be found', () => {
    expect(announceRun(folder, first, 1000).others).toEqual([]);
    const { others, end } = announceRun(folder, second, 2000);
    expect(others).toEqual([first]);
    expect(findRun(folder)).toEqual(second);
    end();
    expect(findRun(folder)).toEqual(first);
  });

  test('the first ends, and the last is still found', () => {
    const { end } = announceRun(folder, first, 1000);
    announceRun(folder, second, 2000);
    end();
    expect(findRun(folder)).toEqual(second);
  });

  test('one that was killed is not named, and its file goes', () => {
    // No system gives such a number to a process.
    announceRun(folder, run({ pid: 2 ** 30 }), 1000);
    expect(announceRun(folder, second, 2000).others).toEqual([]);
    expect(readdirSync(join(folder, '.local', 'runs'))).toEqual([`${process.pid}.json`]);
  });
});

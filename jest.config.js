import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Packages that ship only ES modules: jest runs the tests as CommonJS, so swc turns these as well.
const esmOnly = [
  '@marcbachmann',
  '@middy',
  '@sparticuz',
  'jose',
  'oauth4webapi',
  'openid-client',
  'quick-lru',
];

// The tests write into one folder, which is deleted at the end of the run. Workers inherit the environment.
if (process.env.JEST_WORKER_ID === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-tests-'));
  process.env.TMPDIR = folder;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on('exit', remove);
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      remove();
      process.kill(process.pid, signal);
    });
  }
  // What the tests start is compiled once in a run, not once a process.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compile-cache');
  // The same app is synthesized once.
  process.env.SYNTHESIZED_APPS = mkdtempSync(join(folder, 'synthesized-'));
  // CDK's check of each template takes longer than the rest of a synthesis. cdk-app.test.ts switches it on.
  process.env.CDK_VALIDATION = 'false';
}

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // Files that say `long` in their names are a part of `npm run test:long` alone.
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(process.env.TEST_EFFORT === undefined ? ['\\.long\\.test\\.ts$'] : []),
  ],
  setupFiles: ['<rootDir>/test/support/time/leftovers.cjs'],
  transform: {
    '\\.[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  // A test of `npm run test:long` may take an hour.
  testTimeout: process.env.TEST_EFFORT === undefined ? 60_000 : 3_600_000,
  // The tests wait for processes that they start: a third worker uses the time. With more, those that measure time are late.
  maxWorkers: 3,
  // On a busy machine, a worker needs more than the half second that jest gives it.
  workerGracefulExitTimeout: 10_000,
};

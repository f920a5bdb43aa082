/** The core looks up neither time nor chance nor the world around it: eslint reports every way to do so. */
import { reportedLines } from './reported-lines.ts';

/** One to a line. */
const IMPURE: readonly string[] = [
  'Date.now();',
  "Date['now']();",
  'export const { now } = Date;',
  'new Date();',
  'Date();',
  'Math.random();',
  'export const { random } = Math;',
  'process.env.HOME;',
  "fetch('https://example.com');",
  "console.log('');",
  'performance.now();',
  'crypto.randomUUID();',
  'setTimeout(() => undefined, 1);',
  'setInterval(() => undefined, 1);',
  'setImmediate(() => undefined);',
  'queueMicrotask(() => undefined);',
  'globalThis.process;',
  'global.fetch;',
  "require('node:fs');",
  "import('node:fs');",
  'export async function one() {}',
  'export const two = async () => {};',
  'export class Three { async four() {} }',
  'export async function* five() {}',
  "await 'six';",
  'for await (const seven of []) void seven;',
  "Promise.resolve('eight');",
];

const PURE: readonly string[] = [
  'new Date(0).getTime();',
  "Date.parse('2026-12-01T06:00:00Z');",
  'Math.max(1, 2);',
  "new URL('https://example.com');",
];

test('every folder of the core is pure, and what depends on its arguments alone is allowed', () => {
  const every = IMPURE.map((_, index) => index + 1);
  expect(
    reportedLines({
      'core/impure.ts': IMPURE,
      'core/policy/impure.ts': IMPURE,
      'core/pure.ts': PURE,
      'adapters/impure.ts': IMPURE,
    }),
  ).toEqual({
    'core/impure.ts': every,
    'core/policy/impure.ts': every,
    'core/pure.ts': [],
    'adapters/impure.ts': [],
  });
});

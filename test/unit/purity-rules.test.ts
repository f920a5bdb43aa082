/** The core looks up neither time nor chance nor the world around it: eslint reports every way to do so. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as v from 'valibot';

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

const MAIN = join(import.meta.dirname, '../support/rules/lint-main.ts');
const report = v.array(v.object({ ruleId: v.nullable(v.string()), line: v.number() }));

/** The lines that a rule of purity reports. */
function reportedLines(file: string, lines: readonly string[]): number[] {
  const output = execFileSync(process.execPath, ['--no-warnings', MAIN, file], {
    input: lines.join('\n'),
    encoding: 'utf8',
  });
  const found = v
    .parse(report, JSON.parse(output))
    .filter(({ ruleId }) => ruleId?.startsWith('no-restricted-') ?? true);
  return [...new Set(found.map(({ line }) => line))];
}

test('in every folder of the core', () => {
  const every = IMPURE.map((_, index) => index + 1);
  expect(reportedLines('core/impure.ts', IMPURE)).toEqual(every);
  expect(reportedLines('core/policy/impure.ts', IMPURE)).toEqual(every);
});

test('what depends on its arguments alone is not reported', () => {
  expect(reportedLines('core/pure.ts', PURE)).toEqual([]);
});

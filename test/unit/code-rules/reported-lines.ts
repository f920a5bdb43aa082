/** Lints lines of code as if they stood in files of ours. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as v from 'valibot';

const MAIN = join(import.meta.dirname, 'lint-main.ts');

const reportSchema = v.record(
  v.string(),
  v.array(v.object({ ruleId: v.nullable(v.string()), line: v.number() })),
);

/** By file, the lines that a rule of restricted names or syntax reports, or that cannot be parsed. */
export function reportedLines(texts: Readonly<Record<string, readonly string[]>>): Record<string, number[]> {
  const input = Object.entries(texts).map(([file, lines]) => [file, lines.join('\n')]);
  const output = execFileSync(process.execPath, ['--no-warnings', MAIN], {
    input: JSON.stringify(Object.fromEntries(input)),
    encoding: 'utf8',
  });
  const reports = Object.entries(v.parse(reportSchema, JSON.parse(output)));
  return Object.fromEntries(
    reports.map(([file, messages]) => {
      const found = messages.filter(({ ruleId }) => ruleId?.startsWith('no-restricted-') ?? true);
      return [file, [...new Set(found.map(({ line }) => line))]];
    }),
  );
}

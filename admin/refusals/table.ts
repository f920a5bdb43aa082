/** The table of refusals in docs/cli.md. */
import { withTable } from '../page-table.ts';
import { REFUSALS } from './codes.ts';

/** The page with a new table in the place of its old one. */
export function withRefusalTable(page: string): string {
  return withTable(page, 'admin/refusals/codes.ts', [
    ['code', 'exit code', 'what it means', 'what to do'],
    ...Object.entries(REFUSALS).map(([code, { exitCode, meaning, remedy }]) => [
      `\`${code}\``,
      String(exitCode),
      meaning,
      remedy,
    ]),
  ]);
}

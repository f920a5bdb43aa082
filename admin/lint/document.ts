/** The table of rules in docs/lint.md. */
import { withTable } from '../page-table.ts';
import { RULES } from './all-rules.ts';

/** The page with a new table in the place of its old one. */
export function withRuleTable(page: string): string {
  return withTable(page, 'admin/lint/rules', [
    ['rule', 'severity', 'what it means', 'what to do'],
    ...RULES.map(({ id, severity, meaning, remedy }) => [`\`${id}\``, severity, meaning, remedy]),
  ]);
}

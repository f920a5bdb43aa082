/** The table of rules in docs/lint.md. The rest of the page is written by hand. */
import { RULES } from './all-rules.ts';

const START = '<!-- `npm run docs` makes this table from admin/lint/rules. -->';
const END = '<!-- The end of the table. -->';

/** The page with a new table in the place of its old one. */
export function withRuleTable(page: string): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start === -1 || end < start) throw new Error(`the page needs the lines ${START} and ${END}`);
  return `${page.slice(0, start)}${START}\n\n${ruleTable()}\n\n${page.slice(end)}`;
}

const HEADER = ['rule', 'severity', 'what it means', 'what to do'];

/** In Markdown, with columns of one width each, as the formatter of this repository wants them. */
function ruleTable(): string {
  const rules = RULES.map(({ id, severity, meaning, remedy }) => [`\`${id}\``, severity, meaning, remedy]);
  const rows = [HEADER, ...rules].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [header = '', ...body] = rows.map((row) =>
    line(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))),
  );
  return [header, line(widths.map((width) => '-'.repeat(width))), ...body].join('\n');
}

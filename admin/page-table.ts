/** A table in a page of docs/ that is made from code. The rest of the page is written by hand. */

/** The lines around the table. `source` says what the table is made from. */
function marks(source: string) {
  return {
    start: `<!-- \`npm run docs\` makes this table from ${source}. -->`,
    end: '<!-- The end of the table. -->',
  };
}

/** The page with a new table in the place of its old one. Throws where the page lacks the lines around the table. */
export function withTable(page: string, source: string, rows: readonly (readonly string[])[]): string {
  const { start, end } = marks(source);
  const from = page.indexOf(start);
  const to = page.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`the page needs the lines ${start} and ${end}`);
  return `${page.slice(0, from)}${start}\n\n${tableOf(rows)}\n\n${page.slice(to)}`;
}

/** In Markdown, with columns of one width each, as the formatter of this repository wants them. The first row is the header. */
function tableOf(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  const [header = '', ...body] = cells.map((row) =>
    line(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))),
  );
  return [header, line(widths.map((width) => '-'.repeat(width))), ...body].join('\n');
}

/** Lines of a difference: removed and added. */
export function Difference({ lines }: { lines: readonly string[] }) {
  return (
    <pre className="difference">
      {lines.map((line, index) => (
        <span key={`${index}-${line}`} className={toneOf(line)}>
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

/** The mark stands at the start of the line, or after two spaces. Any other dash belongs to the YAML. */
function toneOf(line: string): string {
  const mark = /^(?: {2})?([+-]) /.exec(line)?.[1];
  if (mark === undefined) return '';
  return mark === '+' ? 'added' : 'removed';
}

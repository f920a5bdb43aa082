/** Lines of a difference: what goes, and what comes. */
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

/** The mark stands before the text, or before its indentation by two: any other dash is of the YAML. */
function toneOf(line: string): string {
  const mark = /^(?: {2})?([+-]) /.exec(line)?.[1];
  if (mark === undefined) return '';
  return mark === '+' ? 'added' : 'removed';
}

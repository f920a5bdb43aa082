/** Lines of a difference: removed and added. */
import type { DifferenceLine } from '../../wire/policy.ts';

export function Difference({ lines }: { lines: readonly DifferenceLine[] }) {
  return (
    <pre className="difference">
      {lines.map(({ mark, line }, index) => (
        <span key={`${index}-${line}`} className={TONES[mark]}>
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

const TONES: Readonly<Record<DifferenceLine['mark'], string>> = {
  '+': 'added',
  '-': 'removed',
  '~': '',
  ' ': '',
};

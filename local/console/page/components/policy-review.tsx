/** What would become of a change: what refuses it, what lint says, and the difference. */
import type { Review } from '../server.ts';

interface PolicyReviewProps {
  readonly review: Review;
  readonly loosen: boolean;
  readonly onLoosen: (loosen: boolean) => void;
}

export function PolicyReview({ review, loosen, onLoosen }: PolicyReviewProps) {
  const { refusal, loosens, findings, difference } = review;
  return (
    <div className="review" aria-label="Review" role="group">
      {refusal !== undefined && (
        <p className="problem" role="alert">
          {refusal.replace(/\n?Add --loosen if that is meant\./, '')}
        </p>
      )}
      {loosens && (
        <label className="loosen">
          <input
            type="checkbox"
            checked={loosen}
            onChange={(event) => {
              onLoosen(event.target.checked);
            }}
          />
          That is meant: let them through
        </label>
      )}
      {findings.length > 0 && (
        <ul className="findings">
          {findings.map(({ severity, rule, message }) => (
            <li key={`${rule}-${message}`}>
              <span className={`tag ${severity}`}>{severity}</span> {message}{' '}
              <span className="soft">{rule}</span>
            </li>
          ))}
        </ul>
      )}
      <h3>Difference</h3>
      {difference.length === 0 ? (
        <p className="soft">None: the table says so already.</p>
      ) : (
        <pre className="difference">
          {difference.map((line, index) => (
            <span key={`${index}-${line}`} className={toneOf(line)}>
              {line}
              {'\n'}
            </span>
          ))}
        </pre>
      )}
    </div>
  );
}

function toneOf(line: string): string {
  if (/^\s*\+/.test(line)) return 'added';
  return /^\s*-/.test(line) ? 'removed' : '';
}

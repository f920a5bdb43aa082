/** The review of a change: why it is refused, what it opens, the findings of lint, and the difference. */
import { Button } from 'react-aria-components';
import type { Finding, Review } from '../shell/server.ts';
import { Difference } from './difference.tsx';

interface PolicyReviewProps {
  readonly review: Review;
  readonly loosen: boolean;
  readonly onLoosen: (loosen: boolean) => void;
  readonly onLine: (line: number) => void;
}

export function PolicyReview({ review, loosen, onLoosen, onLine }: PolicyReviewProps) {
  const { verdict, refusal, opens, findings, difference } = review;
  return (
    <div className="review" aria-label="Review" role="group">
      {verdict === 'refused' && (
        <div className="problem" role="alert">
          {refusal ?? 'It cannot be saved like this:'}
          <Findings findings={findings.filter(({ severity }) => severity === 'error')} onLine={onLine} />
        </div>
      )}
      {verdict === 'loosens' && (
        <div className="problem" role="alert">
          This allows requests that were refused before:
          <ul>
            {opens.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      )}
      {verdict === 'loosens' && <Consent opens={opens} loosen={loosen} onLoosen={onLoosen} />}
      <Findings
        findings={findings.filter(({ severity }) => verdict !== 'refused' || severity !== 'error')}
        onLine={onLine}
      />
      <h3>Difference</h3>
      {difference.length === 0 ? (
        <p className="soft">
          {verdict === 'refused' ? 'Not known yet.' : 'None: the table has this text already.'}
        </p>
      ) : (
        <Difference lines={difference} />
      )}
    </div>
  );
}

interface ConsentProps {
  readonly opens: readonly string[];
  readonly loosen: boolean;
  readonly onLoosen: (loosen: boolean) => void;
}

function Consent({ opens, loosen, onLoosen }: ConsentProps) {
  const routes = [...new Set(opens.map((one) => one.split(': ')[0] ?? one))];
  return (
    <label className="loosen">
      <input
        type="checkbox"
        checked={loosen}
        onChange={(event) => {
          onLoosen(event.target.checked);
        }}
      />
      This is intended: {routes.join(', ')} {routes.length === 1 ? 'opens' : 'open'} to sign-ins that were not
      enough until now
    </label>
  );
}

interface FindingsProps {
  readonly findings: readonly Finding[];
  readonly onLine: (line: number) => void;
}

function Findings({ findings, onLine }: FindingsProps) {
  if (findings.length === 0) return null;
  return (
    <ul className="findings">
      {findings.map(({ severity, rule, message, line }) => (
        <li key={`${rule}-${message}`}>
          <span className={`tag ${severity}`}>{severity}</span>{' '}
          {line !== undefined && (
            <Button
              className="line-link"
              onPress={() => {
                onLine(line);
              }}
            >
              line {line}
            </Button>
          )}{' '}
          {message} <span className="rule-name">{rule}</span>
        </li>
      ))}
    </ul>
  );
}

/** The review of a change: why it is refused, what it opens, the findings of lint, and the difference. */
import { Button } from 'react-aria-components';
import type { Finding, Review } from '../../wire/policy.ts';
import { wordsOf } from '../shell/refusal-words.ts';
import { Difference } from './difference.tsx';

interface PolicyReviewProps {
  readonly review: Review;
  readonly loosen: boolean;
  readonly onLoosen: (loosen: boolean) => void;
  readonly onLine: (line: number) => void;
}

export function PolicyReview({ review, loosen, onLoosen, onLine }: PolicyReviewProps) {
  const { route, verdict, refusal, opens, findings, difference } = review;
  return (
    <div className="review" aria-label="Review" role="group">
      {verdict === 'refused' && (
        <div className="problem" role="alert">
          {refusal === undefined ? 'It cannot be saved like this:' : wordsOf(refusal)}
          <Findings
            of={route}
            findings={findings.filter(({ severity }) => severity === 'error')}
            onLine={onLine}
          />
        </div>
      )}
      {verdict === 'loosens' && (
        <div className="problem" role="alert">
          This allows requests that were refused before:
          <ul>
            {opens.map(({ route, what }) => (
              <li key={`${route} ${what}`}>
                {route}: {what}
              </li>
            ))}
          </ul>
        </div>
      )}
      {verdict === 'loosens' && <Consent opens={opens} loosen={loosen} onLoosen={onLoosen} />}
      <Findings
        of={route}
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
  readonly opens: Review['opens'];
  readonly loosen: boolean;
  readonly onLoosen: (loosen: boolean) => void;
}

function Consent({ opens, loosen, onLoosen }: ConsentProps) {
  const routes = [...new Set(opens.map(({ route }) => route))];
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
  /** The key of the item that is reviewed: findings on others show theirs. */
  readonly of: string;
  readonly findings: readonly Finding[];
  readonly onLine: (line: number) => void;
}

function Findings({ of, findings, onLine }: FindingsProps) {
  if (findings.length === 0) return null;
  return (
    <ul className="findings">
      {findings.map(({ route, severity, rule, message, line }) => (
        <li key={`${route}-${rule}-${message}`}>
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
          {route === of ? '' : `${route}: `}
          {message} <span className="rule-name">{rule}</span>
        </li>
      ))}
    </ul>
  );
}

/** The record of changes of an item, where one is kept, and a way to put an earlier text back. */
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { errorText } from '../shell/error-text.ts';
import { ask } from '../shell/server.ts';
import type { PolicyChange } from '../../wire/policy.ts';
import { Difference } from './difference.tsx';

interface PolicyHistoryProps {
  readonly route: string;
  /** How many changes were written here: the record is read again after each. */
  readonly writes: number;
  /** Puts the fields of an earlier item into the editor, where they are reviewed like any other text. */
  readonly onPutBack: (fields: string) => void;
}

/** The record lags behind the table by a moment (DynamoDB Streams), in milliseconds. */
const LAG = 2000;

export function PolicyHistory({ route, writes, onPutBack }: PolicyHistoryProps) {
  const [changes, setChanges] = useState<readonly PolicyChange[]>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const load = () => {
      ask('GET /api/policy/history', { route }).then(
        (found) => {
          setChanges(found);
          setProblem('');
        },
        (error: unknown) => {
          setProblem(errorText(error));
        },
      );
    };
    load();
    const timer = writes === 0 ? undefined : setTimeout(load, LAG);
    return () => {
      clearTimeout(timer);
    };
  }, [route, writes]);
  return (
    <div className="history" role="group" aria-label="History">
      <h3>History</h3>
      {problem !== '' && <p className="soft">{problem}</p>}
      {problem === '' && changes?.length === 0 && <p className="soft">No change was recorded.</p>}
      <ol>
        {changes?.map((change, index) => (
          <Change key={`${change.at}-${changes.length - index}`} change={change} onPutBack={onPutBack} />
        ))}
      </ol>
    </div>
  );
}

interface ChangeProps {
  readonly change: PolicyChange;
  readonly onPutBack: (fields: string) => void;
}

function Change({ change, onPutBack }: ChangeProps) {
  const { at, event, by, valid, loosened, difference, before } = change;
  return (
    <li>
      <details>
        <summary>
          <time dateTime={at}>{new Date(at).toLocaleString(undefined, { hour12: false })}</time>
          {` · ${event}${by === undefined ? ', author not recorded' : ` by ${by}`} `}
          {valid === false && <span className="tag error">invalid</span>}{' '}
          {loosened.length > 0 && <span className="tag warning">loosened</span>}
        </summary>
        <Difference lines={difference} />
        {before !== undefined && (
          <Button
            className="button small"
            aria-label={`Put back what was before ${at}`}
            onPress={() => {
              onPutBack(before);
            }}
          >
            Put back what was before
          </Button>
        )}
      </details>
    </li>
  );
}

/** What would have become of recent calls, were the policy so. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { recentCalls, suiteOf } from '../recent-calls.ts';
import { server } from '../server.ts';
import type { WhatIf } from '../server.ts';
import { useStore } from '../store.ts';

export function WhatIfPanel({ route, text }: { route: string; text: string }) {
  const calls = useStore(recentCalls);
  const [answer, setAnswer] = useState<WhatIf>();
  const ask = () => {
    server.whatIf(route, text, suiteOf(calls)).then(setAnswer, (error: unknown) => {
      setAnswer({ error: error instanceof Error ? error.message : String(error) });
    });
  };
  return (
    <div className="what-if">
      <h3>Your recent calls, under this policy</h3>
      {calls.length === 0 ? (
        <p className="soft">There are none yet: make some on the first tab, and come back.</p>
      ) : (
        <Button className="button small" onPress={ask}>
          What if
        </Button>
      )}
      {answer?.error !== undefined && <p className="problem">{answer.error}</p>}
      <ul>
        {answer?.results?.map(({ name, decision, inTable, changed }) => (
          <li key={name}>
            <span className={`tag ${changed ? 'ask' : 'good'}`}>{changed ? 'would change' : 'as today'}</span>{' '}
            {name}:{' '}
            <span className="soft">
              {changed && inTable !== undefined
                ? `${wordsOf(inTable)}, then ${wordsOf(decision)}`
                : wordsOf(decision)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function wordsOf({ outcome = '', reason }: { outcome?: string; reason?: string }): string {
  return reason === undefined ? outcome : `${outcome} (${reason.replace(/_/g, ' ')})`;
}

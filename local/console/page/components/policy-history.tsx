/** The record of changes of an item, where one is kept. */
import { useEffect, useState } from 'react';
import { server } from '../server.ts';
import type { History } from '../server.ts';

export function PolicyHistory({ route, version }: { route: string; version: number }) {
  const [history, setHistory] = useState<History>();
  useEffect(() => {
    server.history(route).then(setHistory, (error: unknown) => {
      setHistory({ error: error instanceof Error ? error.message : String(error) });
    });
  }, [route, version]);
  const { error, changes = [] } = history ?? {};
  return (
    <div className="history">
      <h3>History</h3>
      {error !== undefined && <p className="soft">{error}</p>}
      {history !== undefined && error === undefined && changes.length === 0 && (
        <p className="soft">No change was recorded.</p>
      )}
      <ol>
        {changes.map((change, index) => (
          <li key={`${index}-${JSON.stringify(change)}`}>
            <details>
              <summary>
                {[change.at, change.event, change.assertedBy]
                  .filter((part) => typeof part === 'string')
                  .join(' · ') || `Change ${index + 1}`}
              </summary>
              <pre tabIndex={0} role="region" aria-label={`Change ${index + 1}`}>
                {JSON.stringify(change, null, 2)}
              </pre>
            </details>
          </li>
        ))}
      </ol>
    </div>
  );
}

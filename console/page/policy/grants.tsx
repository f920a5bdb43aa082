/** The grants that are valid, and when they end. */
import { useCallback, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { errorText } from '../shell/error-text.ts';
import { ask } from '../shell/server.ts';
import type { StoredGrant } from '../../wire/api.ts';
import { shortAcr } from '../exchange/token.ts';
import { useNow } from '../shell/now.ts';

export function Grants() {
  const [grants, setGrants] = useState<readonly StoredGrant[]>([]);
  const [note, setNote] = useState('');
  const now = useNow() / 1000;
  const fail = (error: unknown) => {
    setNote(errorText(error));
  };
  const load = useCallback(() => {
    ask('GET /api/grants', {}).then(setGrants, fail);
  }, []);
  useEffect(load, [load]);
  const live = grants
    .filter(({ expiresAt }) => expiresAt > now)
    .toSorted((a, b) => b.expiresAt - a.expiresAt);
  return (
    <section className="card grants" aria-labelledby="grants-title">
      <div className="card-head">
        <h2 id="grants-title">Grants</h2>
        <Button className="button quiet small" onPress={load}>
          Refresh
        </Button>
      </div>
      {live.length === 0 ? (
        <p className="soft">No grant is valid at the moment.</p>
      ) : (
        <ul>
          {live.map(({ id, subject, target, path, acr, expiresAt }) => (
            <li key={id}>
              <span>
                <b>{subject}</b> {target}
                {path === undefined ? '' : ` (${path})`}
                <span className="soft">
                  {' '}
                  {acr === undefined ? '' : `${shortAcr(acr)}, `}
                  {Math.floor(expiresAt - now)} s left
                </span>
              </span>
              <Button
                className="button small"
                aria-label={`Revoke the grant of ${subject} for ${target}`}
                onPress={() => {
                  ask('DELETE /api/grants', { id }).then(() => {
                    setNote('Revoked: it opens nothing any more.');
                    load();
                  }, fail);
                }}
              >
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p className="soft" role="status">
        {note}
      </p>
    </section>
  );
}

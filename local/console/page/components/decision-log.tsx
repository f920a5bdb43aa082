/** The decisions of the functions as they are made. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { decisions, live } from '../decisions.ts';
import type { Decision } from '../decisions.ts';
import { useStore } from '../store.ts';
import { shortAcr } from '../token.ts';

const TONES: Record<string, string> = {
  Allowed: 'good',
  GrantIssued: 'good',
  Challenged: 'ask',
  GrantRefused: 'bad',
  Denied: 'bad',
  Unauthenticated: 'bad',
  Fault: 'bad',
};

export function DecisionLog({ apiUrl }: { apiUrl: string }) {
  const all = useStore(decisions);
  const isLive = useStore(live);
  const [filter, setFilter] = useState('');
  const [note, setNote] = useState('');
  const wanted = filter.trim().toLowerCase();
  const shown = all.filter((one) => textOf(one).includes(wanted));
  return (
    <section className="card log" aria-labelledby="log-title">
      <div className="card-head">
        <h1 id="log-title">Decisions</h1>
        <label className="filter">
          <span>Filter</span>
          <input
            value={filter}
            placeholder="route, outcome, reason…"
            onChange={(event) => {
              setFilter(event.target.value);
            }}
          />
        </label>
      </div>
      <p className="soft" role="status">
        {note ||
          (isLive
            ? `Live. ${shown.length} of ${all.length} shown, newest first.`
            : 'Not connected: trying again.')}
      </p>
      <ul className="log-lines" aria-label="Decisions, newest first">
        {shown.map((one, index) => (
          <Line
            key={`${one.extendedRequestId}-${one.timestamp}-${all.length - index}`}
            decision={one}
            onCopy={() => {
              navigator.clipboard.writeText(curlOf(one, apiUrl)).then(
                () => {
                  setNote(`Copied: ${curlOf(one, apiUrl)}`);
                },
                () => {
                  setNote(curlOf(one, apiUrl));
                },
              );
            }}
          />
        ))}
      </ul>
      {shown.length === 0 && (
        <p className="empty">{all.length === 0 ? 'Nothing was asked yet.' : 'Nothing fits the filter.'}</p>
      )}
    </section>
  );
}

function Line({ decision, onCopy }: { decision: Decision; onCopy: () => void }) {
  const { message, timestamp, route, reason, acr, openedBy, authorizerLatency, rules, fault } = decision;
  return (
    <li>
      <span className="log-time">{new Date(timestamp).toLocaleTimeString(undefined, { hour12: false })}</span>
      <span className={`tag ${TONES[message] ?? ''}`}>{message}</span>
      <span className="log-route">{route}</span>
      <span className="log-reason">
        {[
          reason,
          openedBy === undefined ? undefined : `by ${openedBy}`,
          acr === undefined ? undefined : shortAcr(acr),
          rules === undefined ? undefined : `rules: ${rules.join(', ')}`,
          fault,
        ]
          .filter((part) => part !== undefined && part !== '')
          .join(' · ')}
      </span>
      <span className="log-took">
        {authorizerLatency === undefined || authorizerLatency === '-' ? '' : `${authorizerLatency} ms`}
      </span>
      {route === '' ? (
        <span />
      ) : (
        <Button className="button quiet small" aria-label={`Copy ${route} as curl`} onPress={onCopy}>
          curl
        </Button>
      )}
    </li>
  );
}

/** Tokens are for variables: a command line is kept in the shell's history. */
export function curlOf({ route, message }: Decision, apiUrl: string): string {
  const [method = 'GET', template = '/'] = route.split(' ');
  const path = template.replace(/\{([^}+]+)\+?\}/g, (_, name: string) => `$${name.toUpperCase()}`);
  const credential = message === 'Unauthenticated' ? '' : ' -H "Authorization: Bearer $TOKEN"';
  return `curl -i -X ${method} "${apiUrl}${path}"${credential}`;
}

function textOf({ message, route, reason, acr = '', openedBy = '' }: Decision): string {
  return [message, route, reason, acr, openedBy].join(' ').toLowerCase();
}

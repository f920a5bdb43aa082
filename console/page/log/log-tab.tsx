/** The decisions of the functions as they are made. */
import { useCallback, useState } from 'react';
import { Button } from 'react-aria-components';
import { curlOf } from './curl.ts';
import { decisions, live } from './decisions.ts';
import type { Decision } from './decisions.ts';
import { useStore } from '../shell/store.ts';
import { shortAcr } from '../exchange/token.ts';
import type { ConsoleState } from '../../wire/api.ts';
import { CopiedCommand } from './copied-command.tsx';
import type { Copied } from './copied-command.tsx';
import { LogLine } from './log-line.tsx';

export function LogTab({ state }: { state: ConsoleState }) {
  const { apiUrl } = state;
  const arriving = useStore(decisions);
  const isLive = useStore(live);
  const [paused, setPaused] = useState<readonly Decision[]>();
  const [filter, setFilter] = useState('');
  const [copied, setCopied] = useState<Copied>();
  const all = paused ?? arriving;
  const wanted = filter.trim().toLowerCase();
  const shown = all.filter((one) => textOf(one).includes(wanted));
  const copy = useCallback(
    (decision: Decision) => {
      const command = curlOf(decision, apiUrl);
      if (command !== undefined)
        void copyText(command).then((done) => {
          setCopied({ command, done });
        });
    },
    [apiUrl],
  );
  const missed = paused === undefined ? 0 : countNewer(arriving, paused[0]);
  return (
    <section className="card log" aria-labelledby="log-title">
      <div className="card-head">
        <h1 id="log-title">Decisions</h1>
        <div className="log-controls">
          <Filter value={filter} onChange={setFilter} />
          <Button
            className="button small"
            onPress={() => {
              setPaused(paused === undefined ? arriving : undefined);
            }}
          >
            {paused === undefined ? 'Pause' : 'Continue'}
          </Button>
        </div>
      </div>
      <p className="soft" role="status">
        {isLive ? stateOf(paused !== undefined, missed) : 'Not connected: trying again.'} {shown.length} of{' '}
        {all.length} shown, newest first.
      </p>
      {copied !== undefined && <CopiedCommand copied={copied} state={state} />}
      <ul className="log-lines" aria-label="Decisions, newest first">
        {shown.map((one) => (
          <LogLine
            key={one.number}
            decision={one}
            onCopy={curlOf(one, apiUrl) === undefined ? undefined : copy}
          />
        ))}
      </ul>
      {shown.length === 0 && (
        <p className="empty">
          {all.length === 0 ? 'No request was decided yet.' : 'No decision matches the filter.'}
        </p>
      )}
    </section>
  );
}

function Filter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <>
      <label className="filter">
        <span>Filter</span>
        <input
          value={value}
          placeholder="route, outcome, reason…"
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
      </label>
      <Button
        className="button quiet small"
        isDisabled={value === ''}
        aria-label="Clear the filter"
        onPress={() => {
          onChange('');
        }}
      >
        Clear
      </Button>
    </>
  );
}

function stateOf(isPaused: boolean, missed: number): string {
  if (!isPaused) return 'Live.';
  return missed === 0 ? 'Paused.' : `Paused: ${missed} more since.`;
}

function countNewer(arriving: readonly Decision[], newest: Decision | undefined): number {
  return arriving.filter(({ number }) => number > (newest?.number ?? 0)).length;
}

/** False where the browser does not allow it. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function textOf({
  message,
  route,
  reason,
  acr = '',
  openedBy = '',
  fault = '',
  rules = [],
}: Decision): string {
  return [message, route, reason, shortAcr(acr), acr, openedBy, fault, ...rules].join(' ').toLowerCase();
}

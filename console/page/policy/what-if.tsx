/** What the decisions on recent calls would be under the policy in the editor. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { decisions } from '../log/decisions.ts';
import { errorText } from '../shell/error-text.ts';
import { scenariosOfLog } from './logged-calls.ts';
import { recentCalls, scenariosOf } from './recent-calls.ts';
import { ask as askServer } from '../shell/server.ts';
import type { Route, Verdict, WhatIf } from '../../wire/api.ts';
import { useStore } from '../shell/store.ts';
import { shortAcr } from '../exchange/token.ts';

interface WhatIfProps {
  readonly route: string;
  readonly text: string;
  readonly routes: readonly Route[];
  readonly scope: string;
}

/** An answer, the text that it is for, and the outcomes of the calls that come from the log. */
interface Asked {
  readonly text: string;
  readonly answer: WhatIf | { readonly problem: string };
  readonly logged: ReadonlyMap<string, string>;
}

export function WhatIfPanel({ route, text, routes, scope }: WhatIfProps) {
  const calls = useStore(recentCalls);
  const log = useStore(decisions);
  const [asked, setAsked] = useState<Asked>();
  const own = scenariosOf(calls, routes);
  const others = scenariosOfLog(log, calls, routes, scope);
  const ask = () => {
    const logged = new Map(others.map(({ name, expect }) => [name, expect]));
    askServer('POST /api/what-if', { route, fields: text, scenarios: [...own, ...others] }).then(
      (answer) => {
        setAsked({ text, answer, logged });
      },
      (error: unknown) => {
        setAsked({ text, answer: { problem: errorText(error) }, logged });
      },
    );
  };
  return (
    <div className="what-if" role="group" aria-label="Recent calls under this policy">
      <h3>Recent calls, under this policy</h3>
      <p className="soft">{sourceOf(own.length, others.length)}</p>
      {own.length + others.length > 0 && (
        <Button className="button small" onPress={ask}>
          What if
        </Button>
      )}
      {asked?.text === text && <Answer {...asked} />}
    </div>
  );
}

function sourceOf(own: number, others: number): string {
  if (own + others === 0) return 'There are none yet: make some on the first tab, and come back.';
  const parts = [
    ...(own > 0 ? [`${own} that this page has made, with the claims of their tokens`] : []),
    ...(others > 0
      ? [
          `${others} from the log, which knows route, acr and time of sign-in, but no scopes, other claims or grants`,
        ]
      : []),
  ];
  return `${parts.join('; ')}. Each is decided as of its time, without risk.`;
}

function Answer({ answer, logged }: Asked) {
  if ('problem' in answer) return <p className="problem">{answer.problem}</p>;
  const { results } = answer;
  // Where today's policy gives another outcome than the log, the decision depended on something that is not in the log.
  const isClear = ({ name, inTable }: (typeof results)[number]) =>
    !logged.has(name) || logged.get(name) === inTable?.outcome;
  const clear = results.filter(isClear);
  const unclear = results.length - clear.length;
  const changes = clear.filter(({ changed }) => changed).length;
  return (
    <>
      <p role="status">
        <b>
          {changes === 0 ? 'None' : changes} of {clear.length} would change
        </b>
        {unclear > 0 && `; for ${unclear} more the log says too little`}
      </p>
      <ul>
        {clear.map(({ name, decision, inTable, changed }) => (
          <li key={name}>
            <span className={`tag ${changed ? 'ask' : 'good'}`}>{changed ? 'would change' : 'as today'}</span>{' '}
            {name}
            {logged.has(name) ? ' (log)' : ''}:{' '}
            <span className="soft">
              {changed && inTable !== undefined
                ? `${wordsOf(inTable)}, then ${wordsOf(decision)}`
                : wordsOf(decision)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function wordsOf({ outcome, reason, acr = [], maxAge }: Verdict): string {
  const asked = [
    ...(acr.length === 0 ? [] : [acr.map(shortAcr).join(' or ')]),
    ...(maxAge === undefined ? [] : [`at most ${maxAge} s old`]),
  ];
  const why = reason === undefined ? outcome : `${outcome} (${reason.replace(/_/g, ' ')})`;
  return asked.length === 0 ? why : `${why} for ${asked.join(', ')}`;
}

/** The policy tab: the items, the editor of the chosen one, and the grants. */
import { useCallback, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { errorText } from '../shell/error-text.ts';
import { ask } from '../shell/server.ts';
import type { ConsoleState } from '../../wire/api.ts';
import type { PolicyItem } from '../../wire/policy.ts';
import { shortAcr } from '../exchange/token.ts';
import { Grants } from './grants.tsx';
import { PolicyEditor } from './editor.tsx';

export function PolicyTab({ state }: { state: ConsoleState }) {
  const [items, setItems] = useState<readonly PolicyItem[]>([]);
  const [problem, setProblem] = useState('');
  const [chosen, setChosen] = useState<string>();
  const load = useCallback(() => {
    ask('GET /api/policy', {}).then(
      (list) => {
        setItems(list);
        setProblem('');
      },
      (error: unknown) => {
        setProblem(errorText(error));
      },
    );
  }, []);
  useEffect(load, [load]);
  return (
    <div className="columns policy">
      <section className="card policy-list" aria-labelledby="policy-title">
        <h1 id="policy-title">Policy</h1>
        <p className="soft">What each route asks for. A change is in force within 10 seconds.</p>
        {problem !== '' && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <PolicyItems items={items} chosen={chosen} onChoose={setChosen} />
        <Button
          className="button small"
          onPress={() => {
            setChosen('');
          }}
        >
          New item
        </Button>
      </section>
      <div className="column">
        {chosen === undefined ? (
          <section className="card editor-empty">
            <p className="soft">Choose an item to see what would change before it does.</p>
          </section>
        ) : (
          <PolicyEditor
            key={chosen}
            route={chosen}
            routes={state.routes}
            scope={state.signIn.scope}
            onSaved={load}
          />
        )}
        <Grants />
      </div>
    </div>
  );
}

interface PolicyItemsProps {
  readonly items: readonly PolicyItem[];
  readonly chosen: string | undefined;
  readonly onChoose: (route: string) => void;
}

function PolicyItems({ items, chosen, onChoose }: PolicyItemsProps) {
  return (
    <ul>
      {items.map((item) => (
        <li key={item.route}>
          <Button
            className={chosen === item.route ? 'policy-item current' : 'policy-item'}
            aria-pressed={chosen === item.route}
            onPress={() => {
              onChoose(item.route);
            }}
          >
            <span className="policy-route">{item.route}</span>
            <span className="soft">{summaryOf(item)}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

function summaryOf({ acr, maxAge, grant, rules, deny, closedUntil, description }: PolicyItem): string {
  const once = typeof grant === 'object' && grant !== null && 'use' in grant && grant.use === 'once';
  const parts = [
    deny === true ? 'closed' : undefined,
    typeof closedUntil === 'string' ? `closed until ${closedUntil}` : undefined,
    typeof acr === 'string' ? `${shortAcr(acr)} or stronger` : undefined,
    typeof maxAge === 'number' ? `at most ${maxAge} s old` : undefined,
    grant === undefined ? undefined : once ? 'a grant, once' : 'a grant',
    Array.isArray(rules) ? `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}` : undefined,
  ].filter((part) => part !== undefined);
  if (parts.length > 0) return parts.join(' · ');
  return typeof description === 'string' ? description : 'any valid token';
}

/** What the score does to the next call: the rules that read risk, and whether they match. */
import { useEffect, useState } from 'react';
import { counts, riskRulesOf } from './risk-rules.ts';
import type { RiskRule } from './risk-rules.ts';
import { ask } from '../shell/server.ts';
import type { Risk } from '../../wire/api.ts';

/** `changes` counts the changes of risk and policy by a scenario: each one reads the rules again. */
export function RiskEffects({ risk, changes }: { risk: Risk; changes: number }) {
  const [rules, setRules] = useState<readonly RiskRule[]>();
  const [isUnknown, setUnknown] = useState(false);
  useEffect(() => {
    ask('GET /api/policy', {}).then(
      (items) => {
        setRules(riskRulesOf(items));
        setUnknown(false);
      },
      () => {
        setUnknown(true);
      },
    );
  }, [changes]);
  if (isUnknown) return <p className="soft risk-rules">The rules that read risk cannot be read just now.</p>;
  if (rules === undefined) return <p className="risk-rules" />;
  if (rules.length === 0) {
    return (
      <p className="soft risk-rules">
        No rule of the policy reads risk: the score changes nothing. Add a rule, such as{' '}
        <code>when: risk.score &gt;= 70</code>.
      </p>
    );
  }
  return (
    <ul className="risk-rules" aria-label="What it does to the next call">
      {rules.map((rule) => (
        <li key={`${rule.route}-${rule.when}`}>
          <b>{rule.route}</b> {rule.asks} {rule.from === undefined ? 'when ' : 'from a score of '}
          {rule.from ?? <code>{rule.when}</code>}
          <Effect rule={rule} risk={risk} />
        </li>
      ))}
    </ul>
  );
}

function Effect({ rule, risk }: { rule: RiskRule; risk: Risk }) {
  const counting = counts(rule, risk);
  if (counting === undefined) return null;
  return (
    <>
      {': '}
      <span className={`tag ${counting ? 'ask' : 'good'}`}>
        {counting ? 'counts now' : 'does not count now'}
      </span>
    </>
  );
}

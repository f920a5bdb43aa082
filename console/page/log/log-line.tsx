/** One decision. Drawn once: the other lines are not drawn again when a line arrives. */
import { memo } from 'react';
import { Button } from 'react-aria-components';
import type { Decision } from './decisions.ts';
import { shortAcr } from '../exchange/token.ts';

const TONES: Record<string, string> = {
  Allowed: 'good',
  GrantIssued: 'good',
  Challenged: 'ask',
  GrantRefused: 'bad',
  Denied: 'bad',
  Unauthenticated: 'bad',
  Fault: 'bad',
};

interface LogLineProps {
  readonly decision: Decision;
  readonly onCopy: ((decision: Decision) => void) | undefined;
}

export const LogLine = memo(function LogLine({ decision, onCopy }: LogLineProps) {
  const { message, timestamp, route, authorizerLatency, fault } = decision;
  return (
    <li className={message === 'Fault' ? 'fault' : ''}>
      <span className="log-time">{new Date(timestamp).toLocaleTimeString(undefined, { hour12: false })}</span>
      <span className={`tag ${TONES[message] ?? ''}`}>{message}</span>
      <span className="log-route">{route}</span>
      <span className="log-reason">{reasonOf(decision)}</span>
      <span className="log-took">
        {authorizerLatency === undefined || authorizerLatency === '-' ? '' : `${authorizerLatency} ms`}
      </span>
      {onCopy === undefined ? (
        <span />
      ) : (
        <Button
          className="button quiet small"
          aria-label={`Copy ${route} as curl`}
          onPress={() => {
            onCopy(decision);
          }}
        >
          curl
        </Button>
      )}
      {fault !== undefined && fault !== '' && <span className="log-fault">{fault}</span>}
    </li>
  );
});

function reasonOf({ reason, openedBy, acr, rules, grantRefusal }: Decision): string {
  return [
    reason,
    openedBy === undefined ? undefined : `by ${openedBy}`,
    acr === undefined ? undefined : shortAcr(acr),
    grantRefusal === undefined ? undefined : `grant: ${grantRefusal.replace(/_/g, ' ')}`,
    rules === undefined ? undefined : `rules: ${rules.join(', ')}`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
}

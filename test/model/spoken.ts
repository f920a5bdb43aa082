/** Answers in one line each: those of the reference, of the functions, and of `explain`. */
import type { Explanation } from '../../admin/explain/explanation.ts';
import type { Called, Exchanged } from '../support/functions/api-caller.ts';
import type { ExchangeOutcome } from './reference/exchange.ts';
import type { Meaning } from './reference/issuers.ts';
import { theirWords } from './reference/issuers.ts';
import type { Outcome } from './reference/outcomes.ts';
import { LADDER } from './reference/rules.ts';

const challenge = (acr: readonly string[], maxAge: number | string | undefined) =>
  `challenge ${acr.toSorted().join(' ')} ${maxAge ?? ''}`;

const exchangeError = (
  error: string,
  acr: readonly string[] = [],
  maxAge: number | undefined,
  scopes: readonly string[] = [],
) => [error, ...acr.toSorted(), maxAge ?? '', ...scopes].join(' ');

/** What the reference says of a call. */
export function shown(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'opened':
      return `opened by ${outcome.by} as ${outcome.acr}`;
    case 'challenge':
      return challenge(outcome.acr, outcome.maxAge);
    case 'scope':
      return `scope ${outcome.scopes.join(' ')}`;
    case 'grant_required':
    case 'denied':
    case 'invalid_token':
    case 'fault':
      return outcome.kind;
  }
}

/** What the authorizer says of a call. */
export function spoken(answer: Called | 'fault'): string {
  if (answer === 'fault') return 'fault';
  if ('opened' in answer) return `opened by ${answer.opened} as ${answer.acr}`;
  switch (answer.refused) {
    case 'insufficient_user_authentication':
      return challenge(answer.acrValues.split(' '), answer.maxAge);
    case 'insufficient_scope':
      return `scope ${answer.scope}`;
    case 'step_up_grant_required':
      return 'grant_required';
    case 'access_denied':
      return 'denied';
    default:
      return answer.refused;
  }
}

/** What `explain` says of a call. `means`: the words of the token's issuer. */
export function explained({ decision, response }: Explanation, means: Meaning): string {
  switch (decision.kind) {
    case 'allow':
      return `opened by ${decision.openedBy ?? ''} as ${response.from === 'backend' ? (response.context.acr ?? '') : ''}`;
    case 'challenge': {
      const ours = LADDER.filter((word) => decision.acr?.includes(word));
      return challenge(theirWords(ours, means), decision.maxAge);
    }
    case 'insufficient_scope':
      return `scope ${decision.scopes?.join(' ') ?? ''}`;
    case 'grant_required':
      return 'grant_required';
    case 'deny':
      return 'denied';
    case 'unauthenticated':
      return 'invalid_token';
  }
}

/** What the reference says of an exchange. */
export function shownExchange(outcome: ExchangeOutcome): string {
  switch (outcome.kind) {
    case 'grant':
      return `grant ${outcome.grant.expiresAt - outcome.grant.issuedAt}`;
    case 'error':
      return exchangeError(outcome.error, outcome.acr, outcome.maxAge, outcome.scopes);
    case 'fault':
      return 'fault';
  }
}

/** What the exchange says. */
export function spokenExchange(answer: Exchanged): string {
  if ('grant' in answer) return `grant ${answer.expiresIn}`;
  const { error, acrValues, maxAge, scope } = answer;
  return error === 'temporarily_unavailable'
    ? 'fault'
    : exchangeError(error, acrValues?.split(' '), maxAge, scope?.split(' '));
}

/** For the statistics of a run: what kind of answer it was. */
export function kindOf(said: string): string {
  return said.replace(/ (?:as|loa|bronze|silver|gold).*|(?<=challenge) .*| *\d*$/, '');
}

/** `lastError`: what the functions have logged of a fault. */
export function requireAgreement(
  who: string,
  said: string,
  possible: readonly string[],
  lastError: () => string,
): void {
  if (possible.includes(said)) return;
  const why = said === 'fault' ? `; it has logged ${lastError()}` : '';
  throw new Error(`${who} says "${said}", the reference "${[...new Set(possible)].join('" or "')}"${why}`);
}

/** The requests of the page to the console's server. */
import type { History, PolicyItem, PolicyText, Review, Written } from '../../wire/policy.ts';
import { jsonOf } from './json.ts';

export type {
  Finding,
  History,
  PolicyChange,
  PolicyItem,
  PolicyText,
  Review,
  Written,
} from '../../wire/policy.ts';

export interface Route {
  readonly method: string;
  /** The resource template, such as `/payments/{id}`. */
  readonly template: string;
}

export interface ConsoleState {
  readonly apiUrl: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Weakest first. */
  readonly acr: readonly string[];
  readonly users: readonly {
    readonly username: string;
    readonly password: string;
    readonly oneTimeCode: string;
  }[];
  readonly scope: string;
  readonly routes: readonly Route[];
  readonly tablesReachable: boolean;
}

export interface Verdict {
  readonly outcome?: string;
  readonly reason?: string;
  readonly acr?: readonly string[];
  /** Seconds. */
  readonly maxAge?: number;
}

export interface WhatIf {
  readonly error?: string;
  readonly results?: readonly {
    readonly name: string;
    readonly decision: Verdict;
    /** Under the policy of the table. */
    readonly inTable?: Verdict;
    readonly changed: boolean;
  }[];
}

export interface Risk {
  readonly score?: number;
  readonly level?: string;
  readonly reasons?: readonly string[];
  readonly revokedBefore?: number;
}

export interface StoredGrant {
  readonly id: string;
  readonly subject: string;
  readonly target: string;
  readonly path?: string;
  readonly acr?: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Sends a request. Rejects with the message of the server. The form of the answer is not checked: the server is ours. */
async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(path, {
    method,
    ...(method === 'GET' ? {} : { headers: { 'content-type': 'application/json' } }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new Error('The console does not answer: is npm start still running?', { cause });
  });
  const answer = await jsonOf<T & { error?: string }>(response);
  if (!response.ok) throw new Error(answer.error ?? `${method} ${path} answered ${response.status}`);
  return answer;
}

const query = (name: string, value: string) => `?${new URLSearchParams({ [name]: value }).toString()}`;

export const server = {
  state: () => ask<ConsoleState>('GET', '/api/state'),
  risk: (subject: string) => ask<Risk>('GET', `/api/risk${query('subject', subject)}`),
  setRisk: (subject: string, risk: Risk) => ask<object>('PUT', '/api/risk', { subject, ...risk }),
  clearRisk: (subject: string) => ask<object>('DELETE', `/api/risk${query('subject', subject)}`),
  grants: () => ask<readonly StoredGrant[]>('GET', '/api/grants'),
  revokeGrant: (id: string) => ask<object>('DELETE', `/api/grants${query('id', id)}`),
  setTables: (reachable: boolean) => ask<object>('PUT', '/api/tables', { reachable }),
  policies: () => ask<readonly PolicyItem[]>('GET', '/api/policy'),
  policyText: (route: string) => ask<PolicyText>('GET', `/api/policy/text${query('route', route)}`),
  review: (route: string, fields: string) => ask<Review>('POST', '/api/policy/review', { route, fields }),
  reviewRemoval: (route: string) => ask<Review>('POST', '/api/policy/review-removal', { route }),
  writePolicy: (route: string, fields: string, stamp: string, loosen: boolean) =>
    ask<Written>('PUT', '/api/policy', { route, fields, stamp, loosen }),
  removePolicy: (route: string, stamp: string, loosen: boolean) =>
    ask<Written>('POST', '/api/policy/remove', { route, stamp, loosen }),
  history: (route: string) => ask<History>('GET', `/api/policy/history${query('route', route)}`),
  writeByHand: (item: PolicyItem) => ask<object>('PUT', '/api/policy/by-hand', item),
  explain: (question: { method: string; path: string; token?: string; grant?: string }) =>
    ask<object>('POST', '/api/explain', question),
  whatIf: (route: string, fields: string, suite: string) =>
    ask<WhatIf>('POST', '/api/what-if', { route, fields, suite }),
};

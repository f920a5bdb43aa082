/** What the page asks of the console's server. */
import { jsonOf } from './json.ts';

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

export type PolicyItem = Readonly<Record<string, unknown>> & { readonly route: string };

export interface Finding {
  readonly severity: string;
  readonly rule: string;
  readonly message: string;
}

export interface Review {
  readonly refusal?: string;
  readonly loosens: boolean;
  readonly findings: readonly Finding[];
  readonly difference: readonly string[];
}

export interface WhatIf {
  readonly error?: string;
  readonly results?: readonly {
    readonly name: string;
    readonly decision: { readonly outcome?: string; readonly reason?: string };
    readonly inTable?: { readonly outcome?: string; readonly reason?: string };
    readonly changed: boolean;
  }[];
}

export interface History {
  readonly error?: string;
  readonly changes?: readonly Readonly<Record<string, unknown>>[];
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

/** Asks, and rejects with what the server says is wrong. The answers are those of our own server. */
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
  policyText: (route: string) => ask<{ text: string }>('GET', `/api/policy/text${query('route', route)}`),
  items: () => ask<readonly PolicyItem[]>('GET', '/api/policy/items'),
  review: (route: string, fields: string) => ask<Review>('POST', '/api/policy/review', { route, fields }),
  writePolicy: (route: string, fields: string, loosen: boolean) =>
    ask<{ problem?: string }>('PUT', '/api/policy', { route, fields, loosen }),
  removePolicy: (route: string) => ask<{ problem?: string }>('DELETE', `/api/policy${query('route', route)}`),
  history: (route: string) => ask<History>('GET', `/api/policy/history${query('route', route)}`),
  writeByHand: (item: PolicyItem) => ask<object>('PUT', '/api/policy/by-hand', item),
  removeByHand: (route: string) => ask<object>('DELETE', `/api/policy/by-hand${query('route', route)}`),
  explain: (question: { method: string; path: string; token?: string; grant?: string }) =>
    ask<object>('POST', '/api/explain', question),
  whatIf: (route: string, fields: string, suite: string) =>
    ask<WhatIf>('POST', '/api/what-if', { route, fields, suite }),
};

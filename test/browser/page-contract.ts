/** What the tests and the page in the browser know of each other. */
import type { Application } from '../../client/adapters/authorization-code.ts';

/** What the server of the page tells it. `token` is that of the session; `elevated` that of the flow `given`. */
export interface Settings {
  readonly api: string;
  readonly application: Application;
  readonly flow: 'popup' | 'redirect' | 'given';
  readonly token: string;
  readonly elevated?: string;
}

/** What the page has seen. */
export interface Outcome {
  readonly status?: number;
  readonly body?: unknown;
  readonly error?: string;
  readonly signIns: number;
}

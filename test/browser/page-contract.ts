/** The types that the tests and the page in the browser share. */
import type { Application } from '../../client/adapters/authorization-code.ts';

/** The settings that the page gets from its server. `token` is for the session; `elevated` is for the flow `given`. */
export interface Settings {
  readonly api: string;
  readonly application: Application;
  readonly flow: 'popup' | 'redirect' | 'given';
  readonly token: string;
  readonly elevated?: string;
}

/** The result that the page reports. */
export interface Outcome {
  readonly status?: number;
  readonly body?: unknown;
  readonly error?: string;
  readonly signIns: number;
}

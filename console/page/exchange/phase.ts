/** The phase of the current call: waiting, challenged, done or failed. */
import type { StepUpChallenge } from '../../../client/index.ts';
import { createStore } from '../shell/store.ts';

export interface Call {
  readonly method: string;
  /** Below the base URL of the API, such as `/payments/17/approval`. */
  readonly path: string;
  /** JSON as the user wrote it; without one, a request that can have a body gets a small one. */
  readonly body?: string;
}

export type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly what: string; readonly cancel?: () => void }
  | {
      readonly kind: 'challenged';
      readonly challenge: StepUpChallenge;
      readonly answer: () => void;
      readonly cancel: () => void;
    }
  | {
      readonly kind: 'done';
      readonly call: Call;
      readonly status: number;
      readonly challenged: boolean;
      /** Whether the API refused the token itself (`invalid_token`). */
      readonly isTokenRefused: boolean;
    }
  | { readonly kind: 'failed'; readonly message: string };

export const phase = createStore<Phase>({ kind: 'idle' });

/** Shows why the call or the sign-in failed. */
export function fail(error: unknown): void {
  phase.set(() => ({ kind: 'failed', message: messageOf(error) }));
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message === 'Failed to fetch')
    return 'The gateway or the provider does not answer: is npm start still running?';
  return error.message;
}

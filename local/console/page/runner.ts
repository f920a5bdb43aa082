/** One call of the API at a time, with a challenge answered by the user on the way. */
import { signInByPopup } from '../../../client/adapters/popup.ts';
import { signInByRedirect } from '../../../client/adapters/redirect.ts';
import { stepUpFetch } from '../../../client/index.ts';
import type { SignIn, StepUpChallenge, StepUpFetch } from '../../../client/index.ts';
import { recordingFetch } from './recorder.ts';
import type { ConsoleState } from './server.ts';
import { applicationOf, flow, session, signOut } from './session.ts';
import { createStore } from './store.ts';
import { claimsOf, factorName, shortAcr } from './token.ts';
import { addStep, beginTrace, trace } from './trace.ts';
import type { Trace } from './trace.ts';

export interface Call {
  readonly method: string;
  /** Below the base URL of the API, such as `/payments/17/approval`. */
  readonly path: string;
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
  | { readonly kind: 'done'; readonly call: Call; readonly status: number; readonly challenged: boolean }
  | { readonly kind: 'failed'; readonly message: string };

export const phase = createStore<Phase>({ kind: 'idle' });

/** What is done again when the user is back from the provider. */
interface Task {
  /** None: it was the first sign-in. */
  readonly call?: Call;
  readonly trace?: Trace;
}

export interface Runner {
  /** Resolves to whether somebody did. `maxAge` in seconds, of the sign-in. */
  readonly signIn: (acr?: string, maxAge?: number) => Promise<boolean>;
  readonly signOut: () => void;
  /** Draws an exchange from its beginning, or goes on with the one that is drawn. Returns the status; none: no answer. */
  readonly call: (call: Call, title?: string) => Promise<number | undefined>;
  /** Goes on after a redirect. */
  readonly resume: () => Promise<void>;
}

export function createRunner(state: ConsoleState): Runner {
  let underWay: Task = {};
  let atOnce = false;
  const redirect = signInByRedirect<Task>(
    applicationOf(state, 'redirect'),
    () => ({ ...underWay, ...present(trace.get()) }),
    (value): value is Task => typeof value === 'object' && value !== null,
  );
  const popup = signInByPopup(applicationOf(state, 'popup'));
  const provider: SignIn = (challenge, signal) =>
    (flow.get() === 'popup' ? popup : redirect.signIn)(challenge, signal);
  const answerChallenge: SignIn = async (challenge, signal) => {
    // Who asked for this from a button, or is back from the provider, has agreed already.
    const isBack = atOnce;
    atOnce = false;
    if (!isBack) {
      await consent(challenge, signal);
      drawDeparture(challenge);
    }
    return drawSignIn(provider, challenge, signal);
  };
  const api: StepUpFetch = stepUpFetch({
    api: state.apiUrl,
    token: () => session.get().token,
    signIn: answerChallenge,
    fetch: recordingFetch,
  });

  const send = async (call: Call): Promise<number | undefined> => {
    underWay = { call };
    const controller = new AbortController();
    const before = trace.get()?.steps.length ?? 0;
    const cancel = () => {
      controller.abort(new Error('Cancelled'));
    };
    phase.set(() => ({ kind: 'busy', what: `${call.method} ${call.path}`, cancel }));
    try {
      const response = await api(`${state.apiUrl}${call.path}`, {
        method: call.method,
        signal: controller.signal,
        ...(call.method === 'GET'
          ? {}
          : { body: '{"amount":100}', headers: { 'content-type': 'application/json' } }),
      });
      const drawn = trace.get()?.steps.slice(before) ?? [];
      const challenged = drawn.some(({ from }) => from === 'provider');
      phase.set(() => ({ kind: 'done', call, status: response.status, challenged }));
      return response.status;
    } catch (error) {
      phase.set(() => ({ kind: 'failed', message: messageOf(error) }));
      return undefined;
    }
  };

  return {
    signIn: async (acr = state.acr[0] ?? '', maxAge?: number) => {
      underWay = {};
      const controller = new AbortController();
      const cancel = () => {
        controller.abort(new Error('The sign-in was cancelled.'));
      };
      phase.set(() => ({ kind: 'busy', what: 'Waiting for the provider’s page', cancel }));
      try {
        const token = await provider({ acrValues: [acr], maxAge, reason: '' }, controller.signal);
        api.forget();
        session.set(() => ({ token, elevated: undefined, grant: undefined }));
        phase.set(() => ({ kind: 'idle' }));
        return true;
      } catch (error) {
        phase.set(() => ({ kind: 'failed', message: messageOf(error) }));
        return false;
      }
    },
    signOut: () => {
      api.forget();
      signOut();
      trace.set(() => undefined);
      phase.set(() => ({ kind: 'idle' }));
    },
    call: (call, title) => {
      beginTrace(title ?? `${call.method} ${call.path}`);
      return send(call);
    },
    resume: async () => {
      try {
        const task = await redirect.resume();
        if (task === undefined) return;
        flow.set(() => 'redirect');
        if (task.call === undefined) {
          const token = await redirect.signIn(
            { acrValues: [], maxAge: undefined, reason: '' },
            new AbortController().signal,
          );
          session.set(() => ({ token, elevated: undefined, grant: undefined }));
          return;
        }
        trace.set(() => task.trace);
        atOnce = true;
        await send(task.call);
        atOnce = false;
      } catch (error) {
        phase.set(() => ({ kind: 'failed', message: messageOf(error) }));
      }
    },
  };
}

function present(current: Trace | undefined): Pick<Task, 'trace'> {
  return current === undefined ? {} : { trace: current };
}

/** Waits for the user, who is to see what is asked before the provider's page covers it. */
function consent(challenge: StepUpChallenge, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = () => {
      reject(new Error('The challenge was not answered, and nothing was opened.'));
    };
    signal.addEventListener('abort', cancel);
    phase.set(() => ({ kind: 'challenged', challenge, answer: resolve, cancel }));
  });
}

function drawDeparture({ acrValues, maxAge }: StepUpChallenge): void {
  addStep({
    from: 'client',
    to: 'provider',
    tone: 'plain',
    title: 'Sign in again, with exactly what was asked',
    summary: `acr_values=${acrValues.map(shortAcr).join(' ')}${maxAge === undefined ? '' : ` max_age=${maxAge}`}`,
    sections: [
      {
        kind: 'fields',
        title: 'Authorization request (RFC 9470 §4)',
        fields: [
          ['acr_values', acrValues.join(' ')],
          ...(maxAge === undefined ? [] : [['max_age', String(maxAge)] as const]),
          ['response_type', 'code'],
          ['code_challenge_method', 'S256'],
        ],
      },
    ],
  });
}

async function drawSignIn(
  provider: SignIn,
  challenge: StepUpChallenge,
  signal: AbortSignal,
): Promise<string> {
  const began = performance.now();
  phase.set((current) => ({
    kind: 'busy',
    what: 'Waiting for the provider’s page',
    ...('cancel' in current && current.cancel !== undefined ? { cancel: current.cancel } : {}),
  }));
  const token = await provider(challenge, signal);
  const { acr = '', amr = [] } = claimsOf(token);
  session.set((current) => ({ ...current, elevated: token }));
  addStep({
    from: 'provider',
    to: 'client',
    tone: 'good',
    title: 'A new token',
    summary: `${shortAcr(acr)}, by ${amr.map(factorName).join(' and ')}`,
    took: performance.now() - began,
    sections: [{ kind: 'json', title: 'Claims of the new token', value: claimsOf(token) }],
  });
  phase.set((current) =>
    current.kind === 'busy' ? { ...current, what: 'Going on with the new token' } : current,
  );
  return token;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message === 'Failed to fetch')
    return 'The gateway or the provider does not answer: is npm start still running?';
  return error.message;
}

/** One call of the API at a time; the user answers a challenge during the call. */
import { signInByPopup } from '../../../client/adapters/popup.ts';
import { signInByRedirect } from '../../../client/adapters/redirect.ts';
import type { RedirectSignIn } from '../../../client/adapters/redirect.ts';
import { stepUpFetch } from '../../../client/index.ts';
import type { SignIn, StepUpFetch } from '../../../client/index.ts';
import { fail, phase } from './phase.ts';
import type { Call } from './phase.ts';
import { recordingFetch } from './recorder.ts';
import type { ConsoleState } from '../../wire/api.ts';
import { learnSignIn } from './read-sign-in.ts';
import { applicationOf, flow, session, signOut } from './session.ts';
import { consent, drawDeparture, drawSignIn } from './step-up-steps.ts';
import { beginTrace, trace } from './trace.ts';
import type { Trace } from './trace.ts';

/** What is repeated when the user is back from the provider. */
interface Task {
  /** Undefined: it was the first sign-in. */
  readonly call?: Call;
  readonly trace?: Trace;
}

const NO_DEMANDS = { acrValues: [], maxAge: undefined, reason: '' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** The body of a request for which the user has written none. */
export const SMALL_BODY = '{"amount":100}';

export class Runner {
  readonly #state: ConsoleState;
  readonly #api: StepUpFetch;
  readonly #redirect: RedirectSignIn<Task>;
  readonly #popup: SignIn;
  /** Undefined: the first sign-in. */
  #underWay: Call | undefined;
  /** The user is back from the provider, and has agreed to the sign-in already. */
  #isBack = false;

  constructor(state: ConsoleState) {
    this.#state = state;
    this.#popup = signInByPopup(applicationOf(state, 'popup'));
    this.#redirect = signInByRedirect<Task>(applicationOf(state, 'redirect'), () => this.#task(), isTask);
    this.#api = stepUpFetch({
      api: state.apiUrl,
      token: () => session.get().token,
      signIn: (challenge, signal) => this.#answer(challenge, signal),
      fetch: recordingFetch,
    });
  }

  /**
   * Resolves to whether the user signed in. `level` of the vocabulary, the weakest by default; `maxAge` of the sign-in in
   * seconds.
   */
  async signIn(level = 0, maxAge?: number): Promise<boolean> {
    this.#underWay = undefined;
    const controller = new AbortController();
    const cancel = () => {
      controller.abort(new Error('The sign-in was cancelled.'));
    };
    phase.set(() => ({ kind: 'busy', what: 'Waiting for the provider’s page', cancel }));
    try {
      const asked = this.#state.signIn.asksFor[level] ?? { acrValues: [] };
      const token = await this.#provider({ ...asked, maxAge, reason: '' }, controller.signal);
      await this.#begin(token);
      phase.set(() => ({ kind: 'idle' }));
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  }

  signOut(): void {
    this.#api.forget();
    signOut();
    trace.set(() => undefined);
    phase.set(() => ({ kind: 'idle' }));
  }

  /** Draws an exchange from its beginning. A challenge waits for the user. */
  async call(call: Call): Promise<void> {
    beginTrace(`${call.method} ${call.path}`);
    await this.#send(call);
  }

  /** Continues after a redirect. */
  async resume(): Promise<void> {
    try {
      const task = await this.#redirect.resume();
      if (task === undefined) return;
      flow.set(() => 'redirect');
      if (task.call === undefined) {
        await this.#begin(await this.#redirect.signIn(NO_DEMANDS, new AbortController().signal));
        return;
      }
      trace.set(() => task.trace);
      this.#isBack = true;
      await this.#send(task.call);
      this.#isBack = false;
    } catch (error) {
      fail(error);
    }
  }

  async #send(call: Call): Promise<void> {
    this.#underWay = call;
    const controller = new AbortController();
    const before = trace.get()?.steps.length ?? 0;
    const cancel = () => {
      controller.abort(new Error('Cancelled'));
    };
    phase.set(() => ({ kind: 'busy', what: `${call.method} ${call.path}`, cancel }));
    try {
      const { status, headers } = await this.#api(`${this.#state.apiUrl}${call.path}`, {
        method: call.method,
        signal: controller.signal,
        ...(call.method === 'GET' ? {} : { body: call.body ?? SMALL_BODY, headers: JSON_TYPE }),
      });
      const drawn = trace.get()?.steps.slice(before) ?? [];
      const isTokenRefused = headers.get('www-authenticate')?.includes('error="invalid_token"') === true;
      const challenged = drawn.some(({ from }) => from === 'provider');
      phase.set(() => ({ kind: 'done', call, status, challenged, isTokenRefused }));
    } catch (error) {
      fail(error);
    }
  }

  #answer: SignIn = async (challenge, signal) => {
    const isBack = this.#isBack;
    this.#isBack = false;
    if (!isBack) {
      await consent(challenge, signal);
      drawDeparture(challenge);
    }
    return drawSignIn(this.#provider, challenge, signal);
  };

  #provider: SignIn = (challenge, signal) =>
    (flow.get() === 'popup' ? this.#popup : this.#redirect.signIn)(challenge, signal);

  async #begin(token: string): Promise<void> {
    await learnSignIn(token);
    this.#api.forget();
    session.set(() => ({ token, elevated: undefined, grant: undefined }));
  }

  #task(): Task {
    const drawn = trace.get();
    return {
      ...(this.#underWay === undefined ? {} : { call: this.#underWay }),
      ...(drawn === undefined ? {} : { trace: drawn }),
    };
  }
}

function isTask(value: unknown): value is Task {
  return typeof value === 'object' && value !== null;
}

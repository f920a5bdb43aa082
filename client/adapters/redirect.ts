/**
 * Sign-in by redirect, with oauth4webapi. The page is left, and the call under way is lost with it: what the user was
 * doing is remembered, and done again when the user is back.
 */
import type { SignIn } from '../index.ts';
import { beginSignIn, endSignIn } from './authorization-code.ts';
import type { Application, PendingSignIn } from './authorization-code.ts';

const STORED = 'step-up-sign-in';

/** What outlives the redirect: never a token or a grant. */
interface Stored<Task> {
  readonly pending: PendingSignIn;
  readonly task: Task;
}

export interface RedirectSignIn<Task> {
  /**
   * Leaves the page, unless the sign-in from which the user just came is to be used. Rejects when the user comes back
   * with the browser's Back to a page that was kept as it was.
   */
  readonly signIn: SignIn;
  /**
   * Call it when the page loads, before any call. If the user is back from the provider: what was to be done.
   * The next step-up takes the token from there.
   */
  readonly resume: () => Promise<Task | undefined>;
}

/** `task` says what the user is doing, in JSON: enough to do it again after the page was left. */
export function signInByRedirect<Task>(
  application: Application,
  task: () => Task,
  isTask: (value: unknown) => value is Task,
): RedirectSignIn<Task> {
  let elevated: { readonly token: string; readonly user: string | undefined } | undefined;
  return {
    signIn: async (challenge, signal) => {
      const back = elevated;
      elevated = undefined;
      // Another user may have signed in since.
      if (back !== undefined && (back.user === undefined || back.user === application.subject?.()))
        return back.token;
      const { url, pending } = await beginSignIn(application, challenge);
      signal.throwIfAborted();
      sessionStorage.setItem(STORED, JSON.stringify({ pending, task: task() } satisfies Stored<Task>));
      window.location.assign(url);
      return cameBack(signal);
    },
    resume: async () => {
      const stored = storedValue();
      const callback = new URL(window.location.href);
      // The application's own sign-in may come back to the same page.
      if (!isStored(stored, isTask) || callback.searchParams.get('state') !== stored.pending.state)
        return undefined;
      sessionStorage.removeItem(STORED);
      // Takes the code out of the address bar and the history.
      window.history.replaceState(null, '', application.redirectUri);
      const token = await endSignIn(application, stored.pending, callback);
      elevated = { token, user: application.subject?.() };
      return stored.task;
    },
  };
}

/** Any script of this origin can write there: what is no JSON must not keep the page from loading. */
function storedValue(): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? 'null');
  } catch {
    return undefined;
  }
}

function cameBack(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    window.addEventListener(
      'pageshow',
      ({ persisted }) => {
        if (persisted) reject(new DOMException('The user came back without a sign-in', 'AbortError'));
      },
      { signal },
    );
  });
}

function isStored<Task>(value: unknown, isTask: (value: unknown) => value is Task): value is Stored<Task> {
  return isObject(value) && isPending(value.pending) && isTask(value.task);
}

function isPending(value: unknown): value is PendingSignIn {
  return (
    isObject(value) && [value.state, value.nonce, value.verifier].every((text) => typeof text === 'string')
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

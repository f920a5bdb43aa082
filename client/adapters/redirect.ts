/**
 * Sign-in by redirect, with oauth4webapi. The page is left, and the running call is lost with it. What the user was doing
 * is stored as a task, and the application repeats it when the user is back.
 */
import type { SignIn } from '../index.ts';
import { beginSignIn, endSignIn } from './authorization-code.ts';
import type { Application, PendingSignIn } from './authorization-code.ts';

const STORED = 'step-up-sign-in';

/** Stored during the redirect. It never holds a token or a grant. */
interface Stored<Task> {
  readonly pending: PendingSignIn;
  readonly task: Task;
}

export interface RedirectSignIn<Task> {
  /**
   * Leaves the page, unless the user has just come back from a sign-in: then its token is used. Rejects when the user
   * returns to the kept page with the browser's Back button.
   */
  readonly signIn: SignIn;
  /**
   * Call it when the page loads, before any call. If the user is back from the provider, it resolves to the task, and the
   * next step-up uses the new token.
   */
  readonly resume: () => Promise<Task | undefined>;
}

/** `task` returns what the user is doing, as JSON: enough to repeat it after the page was left. */
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
      // Another user may have signed in since then.
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
      // The application's own sign-in may use the same redirect URI.
      if (!isStored(stored, isTask) || callback.searchParams.get('state') !== stored.pending.state)
        return undefined;
      sessionStorage.removeItem(STORED);
      // Removes the code from the address bar and the history.
      window.history.replaceState(null, '', application.redirectUri);
      const token = await endSignIn(application, stored.pending, callback);
      elevated = { token, user: application.subject?.() };
      return stored.task;
    },
  };
}

/** Any script of this origin can write there. A value that is not JSON must not prevent the page from loading. */
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

/**
 * Sign-ins of the terminal in the user's own browser (RFC 8252 §7.3). The user opens one short address of the console's server,
 * which leads to the provider; the provider sends the browser back to another.
 */
import { visitPage } from './visit-pages.ts';

/** Paths of the console's server: where the user begins, and the redirect URI, which the console's popup has too. */
export const VISIT_PATH = '/sign-in';
export const REDIRECT_PATH = '/signed-in';

/** What the browser gets. */
export type VisitAnswer =
  { readonly kind: 'redirect'; readonly location: string } | { readonly kind: 'page'; readonly html: string };

export interface BrowserVisits {
  /**
   * Waits until the provider has sent the user's browser back from this authorization request, and resolves to the URL with its
   * answer. Rejects with the reason of `signal`.
   */
  readonly visit: (start: URL, signal: AbortSignal) => Promise<URL>;
  /** The answer to a GET of the console's server; undefined where it is not about a visit. */
  readonly answer: (target: URL) => VisitAnswer | undefined;
}

interface Visit {
  readonly start: URL;
  readonly state: string;
  readonly end: (callback: URL) => void;
}

export function browserVisits(): BrowserVisits {
  let waiting: Visit | undefined;
  return {
    visit: async (start, signal) => {
      signal.throwIfAborted();
      const callback = Promise.withResolvers<URL>();
      const visit = { start, state: start.searchParams.get('state') ?? '', end: callback.resolve };
      const abort = () => {
        callback.reject(signal.reason);
      };
      signal.addEventListener('abort', abort);
      waiting = visit;
      try {
        return await callback.promise;
      } finally {
        signal.removeEventListener('abort', abort);
        if (waiting === visit) waiting = undefined;
      }
    },
    answer: (target) => {
      if (target.pathname === VISIT_PATH)
        return waiting === undefined
          ? { kind: 'page', html: visitPage('nothing') }
          : { kind: 'redirect', location: waiting.start.href };
      if (target.pathname !== REDIRECT_PATH || waiting?.state !== target.searchParams.get('state'))
        return undefined;
      waiting.end(target);
      waiting = undefined;
      return { kind: 'page', html: visitPage(target.searchParams.has('error') ? 'refused' : 'done') };
    },
  };
}

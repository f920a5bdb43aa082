/** A fetch that answers step-up challenges (RFC 9470), with a grant (RFC 8693) where one is offered. */
import { asksForNewer, challengeOf } from './challenge.ts';
import type { Challenge } from './challenge.ts';
import type { Grant } from './exchange.ts';
import { Grants } from './grants.ts';
import { abortable } from './shared-tasks.ts';
import { notImproved } from './step-up-error.ts';
import { StepUp } from './step-up.ts';
import type { Credentials, SignIn } from './step-up.ts';

export interface StepUpFetchOptions {
  /** The URL of the API, in a browser also a path (`/api`). Tokens and grants are sent only to its origin; a request to another origin is sent unchanged. */
  readonly api: string | URL;
  /** The access token of the session, if there is one. Called before each request is sent. */
  readonly token: () => string | null | undefined | Promise<string | null | undefined>;
  readonly signIn: SignIn;
  /** The token endpoint, if it is at another origin than the API: exactly as the challenge names it. */
  readonly tokenEndpoint?: string;
  /** Sends the requests; the global `fetch` by default. */
  readonly fetch?: typeof fetch;
}

/** A fetch, with a method that forgets its grants. */
export type StepUpFetch = typeof fetch & {
  /**
   * Drops all grants, and stops the running calls before they send another request. Call it when the user signs out, or
   * another user signs in.
   */
  readonly forget: () => void;
};

/**
 * Wraps fetch. The promise of a call rejects with a {@link StepUpError} when the answer to its challenge does not
 * help, with the error that `signIn` threw, or with the reason of the call's own signal. Every other answer, also a 401
 * that is no step-up challenge, is returned unchanged.
 */
export function stepUpFetch(options: StepUpFetchOptions): StepUpFetch {
  // Like the URLs of requests, it may be relative to the page.
  const { origin } = new URL(new Request(options.api).url);
  const send: typeof fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const grants = new Grants();
  const { signIn, tokenEndpoint } = options;
  const stepUp = new StepUp({ signIn, send, origin, tokenEndpoint, grants });
  let session = new AbortController();

  const call: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { method, url, signal } = request;
    if (new URL(url).origin !== origin) return send(request);
    const { signal: forgotten } = session;
    const throwIfStopped = () => {
      signal.throwIfAborted();
      forgotten.throwIfAborted();
    };
    const body = await abortable(bodyOf(request), signal);
    const target = `${method} ${url.replace(/[?#].*/s, '')}`;
    let credentials: Credentials | undefined;
    let answered: Challenge | undefined;
    const signIns = { count: 0 };

    for (;;) {
      const token = credentials?.elevated ?? (await abortable(tokenOf(options), signal));
      // Another user may have signed in meanwhile: then the token is not that of the user who made this call.
      throwIfStopped();
      const { grant } = credentials ?? { grant: grants.at(target) };
      const signedIn = stepUp.signedIn();
      const response = await send(withCredentials(request, body, token, grant));
      // An answer from another origin, after a redirect, is never read as a challenge.
      if (new URL(response.url || url).origin !== origin) return response;
      const challenge = await challengeOf(response);
      if (challenge === undefined) return response;
      response.body?.cancel().catch(() => undefined);
      throwIfStopped();

      if (grant !== undefined) grants.drop(grant);
      if (challenge.offer !== undefined) grants.locate(target, challenge.offer.resource);
      const known = grants.of(challenge.offer?.resource);
      if (known !== undefined && credentials === undefined) {
        credentials = { grant: known };
        continue;
      }
      if (answered !== undefined && !asksForNewer(challenge, answered)) throw notImproved(challenge);
      answered = challenge;
      credentials = await stepUp.answer(challenge, { token, signal, signedIn, signIns });
    }
  };

  return Object.assign(call, {
    forget: () => {
      const reason = new DOMException('forget() was called: the session of this call is over', 'AbortError');
      session.abort(reason);
      session = new AbortController();
      grants.clear();
      stepUp.clear(reason);
    },
  });
}

async function tokenOf({ token }: StepUpFetchOptions): Promise<string | undefined> {
  const own = await token();
  return own === null || own === '' ? undefined : own;
}

/** The bytes of the body, which can be sent several times. A stream could be sent once. */
async function bodyOf(request: Request): Promise<ArrayBuffer | undefined> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  // In Firefox versions without `Request.body`, an empty body does no harm.
  return request.body === null ? undefined : request.arrayBuffer();
}

function withCredentials(
  request: Request,
  body: ArrayBuffer | undefined,
  token: string | undefined,
  grant: Grant | undefined,
): Request {
  const headers = new Headers(request.headers);
  if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
  if (grant !== undefined) headers.set('Step-Up-Grant', grant.value);
  return new Request(request, {
    headers,
    // Only these two are lost when the headers change (Fetch standard, "new Request").
    referrer: request.referrer,
    referrerPolicy: request.referrerPolicy,
    ...(body === undefined ? {} : { body }),
    // On a redirect to another origin, fetch removes Authorization (Fetch standard), and not Step-Up-Grant.
    redirect: grant !== undefined && request.redirect === 'follow' ? 'error' : request.redirect,
  });
}

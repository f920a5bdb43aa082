/** A fetch that answers step-up challenges (RFC 9470), with a grant (RFC 8693) where one is offered. */
import { challengeOf } from './challenge.ts';
import type { Challenge } from './challenge.ts';
import type { Grant } from './exchange.ts';
import { Grants } from './grants.ts';
import { abortable } from './shared-tasks.ts';
import { notImproved } from './step-up-error.ts';
import { StepUp } from './step-up.ts';
import type { Credentials, SignIn } from './step-up.ts';

export interface StepUpFetchOptions {
  /** The URL of the API, in a browser also a path (`/api`). Tokens and grants go to its origin alone; requests to others pass as they are. */
  readonly api: string | URL;
  /** The access token of the session, if there is one. Asked for before each request is sent. */
  readonly token: () => string | null | undefined | Promise<string | null | undefined>;
  readonly signIn: SignIn;
  /** The token endpoint of the API where that is at another origin, exactly as the challenge names it. */
  readonly tokenEndpoint?: string;
  /** What sends the requests; the global `fetch` by default. */
  readonly fetch?: typeof fetch;
}

/** A fetch, and a way to forget what it has learned. */
export type StepUpFetch = typeof fetch & {
  /**
   * Drops all grants, and stops the calls under way before they send anything more: call it when the user signs out,
   * or another signs in.
   */
  readonly forget: () => void;
};

/**
 * Wraps fetch. The promise of a call rejects with a {@link StepUpError} when the answer to its challenge does not
 * help, with what `signIn` threw, or with the reason of the call's own signal. Every other answer, also a 401 that is
 * no step-up challenge, is returned as it is.
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
    const goOn = () => {
      signal.throwIfAborted();
      forgotten.throwIfAborted();
    };
    const body = await abortable(bodyOf(request), signal);
    const place = `${method} ${url.replace(/[?#].*/s, '')}`;
    let credentials: Credentials | undefined;
    let answered: Challenge | undefined;

    for (;;) {
      const token = credentials?.elevated ?? (await abortable(tokenOf(options), signal));
      // By now somebody else may have signed in: then the token is not of the user who made this call.
      goOn();
      const { grant } = credentials ?? { grant: grants.at(place) };
      const signedIn = stepUp.signedIn();
      const response = await send(withCredentials(request, body, token, grant));
      // Where a redirect led to another origin, that one has no say.
      if (new URL(response.url || url).origin !== origin) return response;
      const challenge = await challengeOf(response);
      if (challenge === undefined) return response;
      response.body?.cancel().catch(() => undefined);
      goOn();

      if (grant !== undefined) grants.drop(grant);
      if (challenge.offer !== undefined) grants.locate(place, challenge.offer.resource);
      const known = grants.of(challenge.offer?.resource);
      if (known !== undefined && credentials === undefined) {
        credentials = { grant: known };
        continue;
      }
      if (answered !== undefined && !asksForNewer(challenge, answered)) throw notImproved(challenge);
      answered = challenge;
      credentials = await stepUp.answer(challenge, { token, signal, signedIn });
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

/** The first answer met the demand, but that sign-in had been used up already: only a newer one helps, and is not the same again. */
function asksForNewer(challenge: Challenge, answered: Challenge): boolean {
  return challenge.maxAge === 0 && answered.maxAge !== 0;
}

/** The bytes of the body, to be sent as often as it takes: a stream could be sent once. */
async function bodyOf(request: Request): Promise<ArrayBuffer | undefined> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  // Where Firefox knows no `body`, an empty one does no harm.
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
    // These alone do not outlive a change of headers (Fetch standard, "new Request").
    referrer: request.referrer,
    referrerPolicy: request.referrerPolicy,
    ...(body === undefined ? {} : { body }),
    // Authorization is taken off a request that is redirected to another origin (Fetch standard); our header is not.
    redirect: grant !== undefined && request.redirect === 'follow' ? 'error' : request.redirect,
  });
}

/** Answers a challenge: by a sign-in of the user, one at a time, and the exchange for a grant. */
import type { Challenge, GrantOffer, StepUpChallenge } from './challenge.ts';
import { asksOtherwise } from './challenge.ts';
import { exchange } from './exchange.ts';
import type { Exchanged, Grant } from './exchange.ts';
import type { Grants } from './grants.ts';
import { abortable, SharedTasks } from './shared-tasks.ts';
import { notImproved, StepUpError } from './step-up-error.ts';

/**
 * Signs the user in as the challenge asks and returns the elevated access token. It must be a new sign-in: a refreshed
 * token records the old one. The signal aborts when no call waits for the sign-in any more: close the popup.
 */
export type SignIn = (challenge: StepUpChallenge, signal: AbortSignal) => Promise<string>;

/** What opens a route: an elevated token by itself, or a grant beside the token of the session. */
export type Credentials =
  | { readonly elevated: string; readonly grant?: never }
  | { readonly elevated?: never; readonly grant: Grant };

export interface StepUpOptions {
  readonly signIn: SignIn;
  readonly send: typeof fetch;
  /** The origin of the API. */
  readonly origin: string;
  /** The one other URL to which a token may be sent for exchange. */
  readonly tokenEndpoint: string | undefined;
  readonly grants: Grants;
}

/** The request whose challenge is to be answered. */
export interface Challenged {
  /** The access token that it was sent with. */
  readonly token: string | undefined;
  readonly signal: AbortSignal;
  /** {@link StepUp.signedIn} when it was sent: a sign-in that ended after that can answer its challenge. */
  readonly signedIn: number;
  /** Counted up by each sign-in for the call that the request belongs to. */
  readonly signIns: { count: number };
}

/** For one call: the sign-in that is asked for, and a newer or stronger one where that sign-in was spent or too weak. */
const MOST_SIGN_INS = 2;

export class StepUp {
  readonly #options: StepUpOptions;
  readonly #signIns = new SharedTasks<string>();
  readonly #exchanges = new SharedTasks<Exchanged>();
  #lastSignIn: Promise<unknown> = Promise.resolve();
  #unshared = 0;

  constructor(options: StepUpOptions) {
    this.#options = options;
  }

  /** How many sign-ins have ended so far. */
  signedIn(): number {
    return this.#signIns.ended();
  }

  /** Cancels the running step-ups, and forgets the sign-in that a later call could share. */
  clear(reason: unknown): void {
    this.#signIns.clear(reason);
    this.#exchanges.clear(reason);
  }

  /** @throws StepUpError (`not_improved` after {@link MOST_SIGN_INS} sign-ins), or the error that `signIn` throws */
  async answer(challenge: Challenge, request: Challenged): Promise<Credentials> {
    const offer = this.#trusted(challenge);
    const grantAlone = challenge.next === 'exchange';
    const token = grantAlone ? request.token : await this.#signIn(challenge, request);
    if (token === undefined || (grantAlone && offer === undefined)) {
      const lack =
        token === undefined ? 'there is no token to exchange for it' : 'does not say where it is had';
      throw new StepUpError('exchange_failed', `The API asks for a grant, and ${lack}.`, challenge);
    }
    return offer === undefined
      ? { elevated: token }
      : { grant: await this.#grantFor(challenge, offer, token, request) };
  }

  /** The offer, checked before the user signs in. */
  #trusted(challenge: Challenge): GrantOffer | undefined {
    const { offer } = challenge;
    if (offer === undefined || offer.tokenEndpoint === this.#options.tokenEndpoint) return offer;
    // Not compared by `origin`: a blob URL, or a URL with a password (which fetch refuses), has the same origin.
    if (
      URL.canParse(offer.tokenEndpoint) &&
      new URL(offer.tokenEndpoint).href.startsWith(`${this.#options.origin}/`)
    )
      return offer;
    throw new StepUpError(
      'untrusted_token_endpoint',
      `The challenge names the token endpoint ${offer.tokenEndpoint}, which is not at ${this.#options.origin}. ` +
        'If it is yours, give it as the option tokenEndpoint.',
      challenge,
    );
  }

  /**
   * The exchange may know more of the sign-in than the challenge did, which was for another one: that its one use is spent,
   * or that the policy asks more of its methods. Then the user signs in once more, as the exchange asks.
   */
  async #grantFor(
    challenge: Challenge,
    offer: GrantOffer,
    token: string,
    request: Challenged,
  ): Promise<Grant> {
    const first = await this.#exchange(challenge, offer, token, request);
    if (first.grant !== undefined) return first.grant;
    const again = { ...challenge, ...first.asked };
    const why = { cause: first.answer };
    if (!asksOtherwise(again, challenge)) throw notImproved(challenge, why);
    const newer = await this.#exchange(again, offer, await this.#signIn(again, request, why), request);
    if (newer.grant === undefined) throw notImproved(again, { cause: newer.answer });
    return newer.grant;
  }

  async #signIn(
    challenge: Challenge,
    { signedIn, signal, signIns }: Challenged,
    why?: ErrorOptions,
  ): Promise<string> {
    const { acrValues, maxAge, claims, reason } = challenge;
    // A broken API could ask the user for ever, for another sign-in each time.
    if (signIns.count >= MOST_SIGN_INS) throw notImproved(challenge, why);
    signIns.count += 1;
    // A sign-in for `max_age=0` is not shared: a once-only grant from it would be spent by the first request.
    const key = JSON.stringify([acrValues, claims, maxAge, maxAge === 0 ? (this.#unshared += 1) : 0]);
    return this.#signIns.join(key, signedIn, signal, async (all) => {
      const turn = this.#lastSignIn.then(async () => {
        all.throwIfAborted();
        return accessToken(await this.#options.signIn({ acrValues, maxAge, claims, reason }, all));
      });
      const ended = abortable(turn, all);
      this.#lastSignIn = ended.catch(() => undefined);
      return ended;
    });
  }

  #exchange(
    challenge: Challenge,
    offer: GrantOffer,
    token: string,
    { signal }: Challenged,
  ): Promise<Exchanged> {
    const key = JSON.stringify([offer.resource, token]);
    return this.#exchanges.join(key, Infinity, signal, async (all) => {
      const exchanged = await exchange(this.#options.send, offer, token, challenge, all);
      all.throwIfAborted();
      if (exchanged.grant !== undefined) this.#options.grants.keep(offer.resource, exchanged.grant);
      return exchanged;
    });
  }
}

/** Checked at run time too: not every application is checked by a compiler. */
function accessToken(token: unknown): string {
  if (typeof token === 'string' && token !== '') return token;
  throw new TypeError(`signIn gave ${typeof token}: it has to return the access token of the new sign-in`);
}

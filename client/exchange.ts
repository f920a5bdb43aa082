/** Exchanges an access token for a grant (RFC 8693 §2). */
import { demandsIn, membersOf, nextOf } from './challenge.ts';
import type { Challenge, GrantOffer, StepUpChallenge } from './challenge.ts';
import { secondsOf } from './seconds.ts';
import { isRecord, readJson } from './json.ts';
import { StepUpError } from './step-up-error.ts';

/** A grant, and its end in milliseconds since 1970. */
export interface Grant {
  readonly value: string;
  readonly expiresAt: number;
}

/** The grant, or what the exchange asks of another sign-in. */
export type Exchanged =
  | { readonly grant: Grant; readonly asked?: never }
  | { readonly grant?: never; readonly asked: StepUpChallenge; readonly answer: unknown };

/**
 * Gets the grant that a challenge offers.
 * @throws StepUpError `exchange_failed`, `too_many_requests`
 */
export async function exchange(
  send: typeof fetch,
  offer: GrantOffer,
  token: string,
  challenge: Challenge,
  signal: AbortSignal,
): Promise<Exchanged> {
  const response = await send(offer.tokenEndpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      resource: offer.resource,
    }),
    // A redirect could send the token to another server.
    redirect: 'error',
    credentials: 'omit',
    signal,
  });
  const answer = await readJson(response);
  signal.throwIfAborted();
  const body = isRecord(answer) ? answer : {};
  const { access_token: value, expires_in: seconds, error } = body;
  // A value that no header can hold would make each later call fail before it is sent.
  if (response.ok && typeof value === 'string' && /^[!-~]+$/.test(value)) {
    const expiresAt = Date.now() + (typeof seconds === 'number' ? seconds : 0) * 1000;
    return { grant: { value, expiresAt } };
  }
  const isLater = response.status === 429;
  const said = membersOf(answer);
  if (nextOf(said) === 'authenticate' && !isLater)
    return { asked: { ...demandsIn(said), reason: said('error_description') ?? '' }, answer };
  throw new StepUpError(
    isLater ? 'too_many_requests' : 'exchange_failed',
    `${offer.tokenEndpoint} answered ${response.status} ${typeof error === 'string' ? error : ''} in place of a grant`,
    challenge,
    { cause: answer, retryAfter: isLater ? secondsOf(response.headers.get('retry-after')) : undefined },
  );
}

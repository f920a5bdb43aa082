/** Exchanges an access token for a grant (RFC 8693 §2). */
import type { Challenge, GrantOffer } from './challenge.ts';
import { isRecord, readJson } from './json.ts';
import { notImproved, StepUpError } from './step-up-error.ts';

/** A grant, and its end in milliseconds since 1970. */
export interface Grant {
  readonly value: string;
  readonly expiresAt: number;
}

/**
 * Gets the grant that a challenge offers.
 * @throws StepUpError `not_improved` when the sign-in of the token still does not suffice, else `exchange_failed`
 */
export async function exchange(
  send: typeof fetch,
  offer: GrantOffer,
  token: string,
  challenge: Challenge,
  signal: AbortSignal,
): Promise<Grant> {
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
  const { access_token: value, expires_in: seconds, error } = isRecord(answer) ? answer : {};
  // A value that no header can hold would make each later call fail before it is sent.
  if (response.ok && typeof value === 'string' && /^[!-~]+$/.test(value)) {
    return { value, expiresAt: Date.now() + (typeof seconds === 'number' ? seconds : 0) * 1000 };
  }
  if (error === 'insufficient_user_authentication') throw notImproved(challenge, { cause: answer });
  throw new StepUpError(
    'exchange_failed',
    `${offer.tokenEndpoint} answered ${response.status} ${typeof error === 'string' ? error : ''} in place of a grant`,
    challenge,
    { cause: answer },
  );
}

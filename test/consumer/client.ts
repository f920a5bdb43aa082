/** A client of the API, as a user of the package writes it. */
import { StepUpError, stepUpFetch } from 'step-up-authorizer/client';
import type { SignIn, StepUpChallenge } from 'step-up-authorizer/client';

declare function signIn(challenge: StepUpChallenge, signal: AbortSignal): Promise<string>;

const fetch = stepUpFetch({ api: 'https://api.example.com/v1', token: () => 'the access token', signIn });

export async function pay(): Promise<number> {
  try {
    return (await fetch('https://api.example.com/v1/payments', { method: 'POST' })).status;
  } catch (error) {
    if (error instanceof StepUpError && error.code === 'not_improved') return 401;
    throw error;
  } finally {
    fetch.forget();
  }
}

// @ts-expect-error: a sign-in returns the elevated token
export const nothing: SignIn = () => Promise.resolve(undefined);

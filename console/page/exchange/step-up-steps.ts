/** Draws the steps of a sign-in that answers a challenge. */
import { demandsOf } from '../../../client/adapters/demands.ts';
import type { SignIn, StepUpChallenge } from '../../../client/index.ts';
import { phase } from './phase.ts';
import { learnSignIn, signInOf } from './read-sign-in.ts';
import { session } from './session.ts';
import { claimsOf, factorName, shortAcr } from './token.ts';
import { addStep } from './trace.ts';

/** Waits until the user answers the challenge: the user reads it before the provider's page covers it. */
export function consent(challenge: StepUpChallenge, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = () => {
      reject(new Error('The challenge was not answered, and nothing was opened.'));
    };
    signal.addEventListener('abort', cancel);
    phase.set(() => ({ kind: 'challenged', challenge, answer: resolve, cancel }));
  });
}

export function drawDeparture(challenge: StepUpChallenge): void {
  const demands = Object.entries(demandsOf(challenge));
  addStep({
    from: 'client',
    to: 'provider',
    tone: 'plain',
    title: 'Sign in again, with exactly what was asked',
    summary: demands
      .map(
        ([name, value]) =>
          `${name}=${name === 'acr_values' ? value.split(' ').map(shortAcr).join(' ') : value}`,
      )
      .join(' '),
    sections: [
      {
        kind: 'fields',
        title: 'Authorization request (RFC 9470 §4)',
        fields: [...demands, ['response_type', 'code'], ['code_challenge_method', 'S256']],
      },
    ],
  });
}

export async function drawSignIn(
  provider: SignIn,
  challenge: StepUpChallenge,
  signal: AbortSignal,
): Promise<string> {
  const began = performance.now();
  phase.set((current) => ({
    kind: 'busy',
    what: 'Waiting for the provider’s page',
    ...('cancel' in current ? { cancel: current.cancel } : {}),
  }));
  const token = await provider(challenge, signal);
  await learnSignIn(token);
  const { acr, amr = [] } = signInOf(token);
  session.set((current) => ({ ...current, elevated: token }));
  addStep({
    from: 'provider',
    to: 'client',
    tone: 'good',
    title: 'A new token',
    summary: [
      shortAcr(acr ?? 'unknown strength'),
      ...(amr.length === 0 ? [] : [`by ${amr.map(factorName).join(' and ')}`]),
    ].join(', '),
    took: performance.now() - began,
    sections: [{ kind: 'json', title: 'Claims of the new token', value: claimsOf(token) }],
  });
  phase.set((current) =>
    current.kind === 'busy' ? { ...current, what: 'Continuing with the new token' } : current,
  );
  return token;
}

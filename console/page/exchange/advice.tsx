/** What there is to do now, in words: what has happened, what it means, and the button for the next step. */
import type { ReactNode } from 'react';
import type { StepUpChallenge } from '../../../client/index.ts';
import type { ConsoleState } from '../../wire/api.ts';
import { factorsAt } from './levels.ts';
import type { Call, Phase } from './phase.ts';
import type { Runner } from './runner.ts';
import { signInOf } from './read-sign-in.ts';
import { claimsOf, nameOf, shortAcr } from './token.ts';

export interface Advice {
  readonly step: string;
  readonly title: string;
  readonly text: ReactNode;
  readonly button?: { readonly label: string; readonly press: () => unknown };
  readonly cancel?: (() => void) | undefined;
}

/** What the advice depends on, beside the phase of the call. */
interface AdviceInput {
  readonly state: ConsoleState;
  readonly runner: Runner;
  readonly call: Call;
  /** The access token of the session. */
  readonly token: string | undefined;
}

export function adviceOf(current: Phase, input: AdviceInput): Advice {
  const { runner, call, token } = input;
  const send = { label: `Send ${call.method} ${call.path}`, press: () => runner.call(call) };
  switch (current.kind) {
    case 'busy':
      return { step: 'One moment', title: current.what, text: busyText(input), cancel: current.cancel };
    case 'challenged':
      return {
        step: 'The API has answered with a challenge',
        title: 'This sign-in is not enough. One like this is:',
        text: <ChallengeInWords challenge={current.challenge} state={input.state} />,
        button: { label: 'Answer the challenge', press: current.answer },
        cancel: current.cancel,
      };
    case 'failed':
      return {
        step: 'That did not work',
        title: 'Nothing was opened',
        text: current.message,
        button: token === undefined ? signInButton(input) : { ...send, label: 'Try again' },
      };
    case 'done':
      return { ...afterwards(current), button: nextAfter(current, input, send) };
    case 'idle':
      return token === undefined ? welcome(input) : signedIn(token, input, send);
  }
}

function welcome(input: AdviceInput): Advice {
  if (isYours(input)) return welcomeAtYours(input);
  return {
    step: 'Step-up authentication, live',
    title: 'Pay with a password alone, and watch the API say no',
    text: 'A password is enough to look at accounts. A payment needs a stronger sign-in: the API refuses it, and says which sign-in is enough. You sign in again, and the same payment goes through. Six clicks, nothing to type, and every request is real.',
    button: signInButton(input),
  };
}

function welcomeAtYours(input: AdviceInput): Advice {
  return {
    step: 'Step-up authentication, with your provider',
    title: 'Pay with an ordinary sign-in, and watch the API say no',
    text: 'Sign in as you usually do. A payment needs a stronger sign-in: the API refuses it, and says in the words of your provider which sign-in is enough. You sign in again, and the same payment goes through. Every request is real.',
    button: signInButton(input),
  };
}

const isYours = ({ state }: AdviceInput) => state.signIn.provider === 'yours';

function signInButton({ runner, state }: AdviceInput) {
  const [user] = state.users;
  const label =
    user === undefined ? `Sign in at ${new URL(state.signIn.issuer).host}` : `Sign in as ${user.username}`;
  return { label, press: () => runner.signIn() };
}

function signedIn(token: string, { state }: AdviceInput, send: NonNullable<Advice['button']>): Advice {
  const name = nameOf(claimsOf(token));
  const { acr } = signInOf(token);
  const how = acr === undefined ? undefined : factorsAt(state, acr);
  const said =
    acr === undefined
      ? 'Its access token shows no acr that the trust config maps.'
      : `The access token says so: acr ${shortAcr(acr)}.`;
  return {
    step: 'You are signed in',
    title: how === undefined ? `${name} signed in` : `${name} signed in with ${how}`,
    text: `${said} Now send a payment with it, and see how the API answers.`,
    button: send,
  };
}

function busyText(input: AdviceInput): string {
  if (isYours(input))
    return `Sign in in its own window. If it shows an error: has the client ${input.state.signIn.clientId} the redirect URI ${window.location.origin}/signed-in?`;
  return localBusyText(input);
}

function localBusyText({ token }: AdviceInput): string {
  return token === undefined
    ? 'The provider asks for a password in its own window, where it is filled in already. This page never sees it.'
    : 'The provider asks in its own window, where everything is filled in already.';
}

function afterwards({ status, challenged, call, isTokenRefused }: Extract<Phase, { kind: 'done' }>): Advice {
  const what = `${call.method} ${call.path}`;
  if (status < 300 && challenged) {
    return {
      step: 'Challenge answered',
      title: 'The same request went through',
      text: 'Below is every step of it, top to bottom. Open one to see its headers and claims. Send it again: for some minutes, no new sign-in is needed.',
    };
  }
  if (status < 300) {
    return {
      step: `${status}`,
      title: `${what} went through at once`,
      text: 'Your sign-in was enough. Try another route, raise the risk, or wait until the sign-in is too old.',
    };
  }
  if (status === 503) {
    return {
      step: '503',
      title: 'No decision was possible, so nothing was opened',
      text: 'Without its tables the authorizer knows neither policy nor risk. It fails closed, and says when to try again.',
    };
  }
  if (isTokenRefused) {
    return {
      step: `${status}`,
      title: 'The API does not accept this token',
      text: 'This is no challenge. “The authorizer decides” below says which check the token failed, and which setting decides. A new sign-in helps where the token has expired, or npm start was started again. Otherwise the provider or the trust config has to change.',
    };
  }
  return {
    step: `${status}`,
    title: `${what} was refused`,
    text: 'Open the last steps below to see why. Not every refusal is a challenge: some need another token, or another policy.',
  };
}

function nextAfter(
  { isTokenRefused }: Extract<Phase, { kind: 'done' }>,
  input: AdviceInput,
  send: NonNullable<Advice['button']>,
) {
  const { token } = input;
  if (token === undefined || isTokenRefused) return signInButton(input);
  return send;
}

interface ChallengeInWordsProps {
  readonly challenge: StepUpChallenge;
  readonly state: ConsoleState;
}

function ChallengeInWords({ challenge: { acrValues, maxAge, claims }, state }: ChallengeInWordsProps) {
  const ways = acrValues.map((word) => {
    const how = factorsAt(state, word);
    return how === undefined ? shortAcr(word) : `${how} (${shortAcr(word)})`;
  });
  return (
    <>
      {ways.length > 0 && (
        <>
          <code>{claims === undefined ? 'acr_values' : 'claims'}</code> How strongly you sign in:{' '}
          <b>{ways.join(', or ')}</b>.{' '}
        </>
      )}
      {maxAge !== undefined && (
        <>
          <code>max_age</code> How recently:{' '}
          <b>{maxAge === 0 ? 'brand new' : `at most ${maxAge} seconds ago`}</b>.
        </>
      )}
    </>
  );
}

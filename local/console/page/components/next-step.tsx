/** What there is to do now: one sentence of why, and one button. */
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { StepUpChallenge } from '../../../../client/index.ts';
import { phase } from '../phase.ts';
import type { Call, Phase } from '../phase.ts';
import type { Runner } from '../runner.ts';
import type { ConsoleState } from '../server.ts';
import { session } from '../session.ts';
import { useStore } from '../store.ts';
import { claimsOf, shortAcr } from '../token.ts';

interface NextStepProps {
  readonly state: ConsoleState;
  readonly runner: Runner;
  readonly call: Call;
  readonly children: ReactNode;
}

interface Advice {
  readonly step: string;
  readonly title: string;
  readonly text: ReactNode;
  readonly button?: { readonly label: string; readonly press: () => unknown };
  readonly cancel?: (() => void) | undefined;
}

export function NextStep({ state, runner, call, children }: NextStepProps) {
  const current = useStore(phase);
  const { token } = useStore(session);
  const { step, title, text, button, cancel } = adviceOf(current, { token, state, runner, call });
  return (
    <section className={`card next-step ${current.kind}`} aria-label="Next step">
      <div className="next-text" aria-live="polite">
        <p className="eyebrow">{step}</p>
        <h1>{title}</h1>
        <p className="lead">{text}</p>
      </div>
      <div className="next-actions">
        {button !== undefined && (
          <Button className="button primary large" onPress={() => void button.press()}>
            {button.label}
          </Button>
        )}
        {cancel !== undefined && (
          <Button className="button quiet" onPress={cancel}>
            Cancel
          </Button>
        )}
      </div>
      {token !== undefined && children}
    </section>
  );
}

interface Situation extends Omit<NextStepProps, 'children'> {
  readonly token: string | undefined;
}

function adviceOf(current: Phase, situation: Situation): Advice {
  const { runner, call, token } = situation;
  const send = { label: `Send ${call.method} ${call.path}`, press: () => runner.call(call) };
  switch (current.kind) {
    case 'busy':
      return { step: 'One moment', title: current.what, text: busyText(situation), cancel: current.cancel };
    case 'challenged':
      return {
        step: 'The API has answered with a challenge',
        title: 'Not with this sign-in. A fresher or stronger one will do.',
        text: <ChallengeInWords challenge={current.challenge} />,
        button: { label: 'Answer the challenge', press: current.answer },
        cancel: current.cancel,
      };
    case 'failed':
      return {
        step: 'That did not work',
        title: 'Nothing was opened',
        text: current.message,
        button: token === undefined ? signInButton(situation) : { ...send, label: 'Try again' },
      };
    case 'done':
      return { ...afterwards(current), button: nextAfter(current, situation, send) };
    case 'idle':
      return token === undefined ? welcome(situation) : signedIn(token, send);
  }
}

function welcome(situation: Situation): Advice {
  return {
    step: 'Step-up authentication, live',
    title: 'Pay with a password alone, and watch the API say no',
    text: 'You sign in to a small bank with a password. Looking is fine; for a payment the API wants to be surer that it is you, and says what would convince it. You answer, and the same payment goes through. It takes a minute, and every request is real.',
    button: signInButton(situation),
  };
}

function signInButton({ runner, state }: Situation) {
  return { label: `Sign in as ${state.users[0]?.username ?? 'a user'}`, press: () => runner.signIn() };
}

function signedIn(token: string, send: NonNullable<Advice['button']>): Advice {
  const { sub = '', acr = '' } = claimsOf(token);
  return {
    step: 'You are signed in',
    title: `${sub} is in, at level ${shortAcr(acr)}`,
    text: 'That is enough to look at accounts. Now send a payment with the same token, and see what the API makes of it.',
    button: send,
  };
}

function busyText({ state, token }: Situation): string {
  const [user] = state.users;
  const who = `${user?.username ?? ''} / ${user?.password ?? ''}`;
  return token === undefined
    ? `The provider asks for a password in its own window: ${who}. This page never sees it.`
    : `The provider asks in its own window. The password is ${user?.password ?? ''}, a one-time code ${user?.oneTimeCode ?? ''}.`;
}

function afterwards({ status, challenged, call }: Extract<Phase, { kind: 'done' }>): Advice {
  const what = `${call.method} ${call.path}`;
  if (status < 300 && challenged) {
    return {
      step: 'Challenge answered',
      title: 'The same request went through',
      text: 'Below is every step of it, top to bottom. Open one to see its headers and claims. Send it again: what you have proven lasts a while.',
    };
  }
  if (status < 300) {
    return {
      step: `${status}`,
      title: `${what} went through at once`,
      text: 'What you have proven already was enough. Try another route, raise the risk, or wait until the sign-in is too old.',
    };
  }
  if (status === 503) {
    return {
      step: '503',
      title: 'Nobody could judge, so nothing was opened',
      text: 'Without its tables the authorizer knows neither policy nor risk. It fails closed, and says when to try again.',
    };
  }
  return {
    step: `${status}`,
    title: `${what} was refused`,
    text: 'Open the last steps below to see why. Not every no is a challenge: some need another token, or another policy.',
  };
}

function nextAfter(
  { status }: Extract<Phase, { kind: 'done' }>,
  situation: Situation,
  send: NonNullable<Advice['button']>,
) {
  const { token } = situation;
  const expired = token !== undefined && (claimsOf(token).exp ?? 0) * 1000 < Date.now();
  if (token === undefined || (status === 401 && expired)) return signInButton(situation);
  return send;
}

function ChallengeInWords({ challenge: { acrValues, maxAge } }: { challenge: StepUpChallenge }) {
  const words = acrValues.map((word) => shortAcr(word));
  return (
    <>
      {words.length > 0 && (
        <>
          <code>acr_values</code>: how strongly you signed in must be <b>{words.join(' or ')}</b>.{' '}
        </>
      )}
      {maxAge !== undefined && (
        <>
          <code>max_age</code>: the sign-in must be at most{' '}
          <b>{maxAge === 0 ? 'brand new' : `${maxAge} seconds old`}</b>.{' '}
        </>
      )}
      The provider is asked for exactly that.
    </>
  );
}

/** What scenarios work with: the real API, tables and provider. What is done to them is drawn. */
import { jsonOf } from '../shell/json.ts';
import { explained } from '../exchange/reasoning.ts';
import { recordingFetch } from '../exchange/recorder.ts';
import type { Call } from '../exchange/phase.ts';
import type { Runner } from '../exchange/runner.ts';
import type { ConsoleState } from '../../wire/api.ts';
import { signInOf } from '../exchange/read-sign-in.ts';
import { session } from '../exchange/session.ts';
import { claimsOf, expiryOf, textIn } from '../exchange/token.ts';
import { addStep } from '../exchange/trace.ts';

/** Seconds until a change is in force: policy 10, risk 5, and some more for slow machines. */
const LONGEST_WAIT = 20;

/** Seconds. The example accepts a sign-in for payments for 300 s: an older one could become too old during a scenario. */
const FRESH = 200;

/** Members of the problem body of a refusal. */
export interface GrantOffer {
  readonly token_endpoint: string;
  readonly resource: string;
}

export interface ScenarioWorld {
  readonly state: ConsoleState;
  readonly runner: Runner;
  readonly subject: () => string;
  /**
   * Makes sure of a session of at least this level. `exactly`: of this level, since a stronger one would show something
   * else; `anew`: from a new sign-in. Throws when the user does not sign in.
   */
  readonly signedIn: (level: number, how?: 'exactly' | 'anew') => Promise<void>;
  /** Sends a request and draws it. A challenge is not answered. */
  readonly send: (call: Call, grant?: string) => Promise<Response>;
  /** Repeats a request, without drawing it, until the API answers as wanted: a change is in force after some seconds. */
  readonly until: (call: Call, wanted: (response: Response) => boolean) => Promise<void>;
  readonly exchange: (offer: GrantOffer) => Promise<string>;
  /** Draws a change that was made directly in the tables. */
  readonly note: (title: string, summary: string, value?: unknown) => void;
  readonly say: (text: string) => void;
}

export function createWorld(state: ConsoleState, runner: Runner, say: (text: string) => void): ScenarioWorld {
  const token = () => session.get().token ?? '';
  const request = ({ method, path }: Call, grant?: string) =>
    new Request(`${state.apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token()}`,
        ...(grant === undefined ? {} : { 'step-up-grant': grant }),
      },
    });
  return {
    state,
    runner,
    subject: () => textIn(claimsOf(token()), 'sub') ?? '',
    signedIn: async (level, how) => {
      if (how !== 'anew' && suffices(state, level, how === 'exactly')) return;
      say('Sign in at the provider, in its own window.');
      if (!(await runner.signIn(levelIn(state, level), how === 'anew' ? 0 : undefined)))
        throw new Error('The user did not sign in.');
    },
    send: async (call, grant) => {
      const response = await recordingFetch(request(call, grant));
      // The next step may change what the explanation reads.
      await explained;
      return response;
    },
    until: async (call, wanted) => {
      for (let second = 0; second < LONGEST_WAIT; second += 1) {
        if (wanted(await fetch(request(call)))) return;
        await pause(1000);
      }
      throw new Error(`${call.method} ${call.path} did not change its answer within ${LONGEST_WAIT} s.`);
    },
    exchange: async ({ token_endpoint: endpoint, resource }) => {
      const response = await recordingFetch(endpoint, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
          subject_token: token(),
          subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
          resource,
        }),
      });
      const answer = await jsonOf<{ access_token?: string }>(response);
      return answer.access_token ?? '';
    },
    note: (title, summary, value) => {
      addStep({
        from: 'client',
        to: 'client',
        tone: 'plain',
        title,
        summary,
        sections: value === undefined ? [] : [{ kind: 'json', title: 'What was written', value }],
      });
    },
    say,
  };
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export function ageOfSignIn(): number {
  const { token } = session.get();
  return Date.now() / 1000 - (token === undefined ? 0 : (signInOf(token).authTime ?? 0));
}

/** A vocabulary may have fewer words than a scenario has levels. */
function levelIn({ acr }: ConsoleState, level: number): number {
  return Math.min(level, acr.length - 1);
}

function suffices(state: ConsoleState, level: number, exactly: boolean): boolean {
  const { token } = session.get();
  if (token === undefined) return false;
  const exp = expiryOf(claimsOf(token));
  const [has, needs] = [state.acr.indexOf(signInOf(token).acr ?? ''), levelIn(state, level)];
  return (
    (exactly ? has === needs : has >= needs) && exp * 1000 > Date.now() + 60_000 && ageOfSignIn() < FRESH
  );
}

/** Prints each request and answer of the walk. */
import { styleText } from 'node:util';
import { printable } from '../core/printable.ts';
import type { SignedIn } from './sign-in.ts';
import type { Challenge } from './api-client.ts';

/** A sign-in of the walk. `pages`: those that the scripted user filled in; undefined where the user's own browser was used. */
export type WalkSession = Omit<SignedIn, 'pages'> & Partial<Pick<SignedIn, 'pages'>>;

export interface WalkReport {
  /** The number and title of the current step. */
  readonly current: () => string;
  readonly step: (title: string) => void;
  /** Called before a sign-in. The authorization request repeats the demands of the challenge. */
  readonly signingIn: (issuer: string, challenge: Challenge | undefined) => void;
  readonly signedIn: (session: WalkSession) => void;
  readonly exchanging: (challenge: Challenge) => void;
  readonly opened: (method: string, path: string, body: string, withGrant: boolean) => void;
  readonly challenged: (method: string, path: string, challenge: Challenge, withGrant: boolean) => void;
  readonly granted: (value: string, expiresIn: number) => void;
}

/** A report by `print`. Values of tokens and grants are shortened, because output of a terminal is often kept. */
export function printWalk(print: (line: string) => void): WalkReport {
  let steps = 0;
  let current = '';
  const detail = (text: string) => {
    print(`   ${text}`);
  };
  const request = (method: string, path: string, withGrant: boolean) => {
    detail(`→ ${method} ${path}  Authorization: Bearer …${withGrant ? '  Step-Up-Grant: sug_…' : ''}`);
  };
  return {
    current: () => current,
    step: (title) => {
      steps += 1;
      current = `${steps} (${title})`;
      print('');
      print(styleText('bold', `${steps}. ${title}`));
    },
    signingIn: (issuer, challenge) => {
      const demands =
        challenge === undefined
          ? ''
          : `  ${challenge.claims === undefined ? `acr_values=${challenge.acrValues.join(' ')}` : `claims=${challenge.claims}`} max_age=${challenge.maxAge ?? 'none'}`;
      detail(`→ authorization request to ${issuer}${demands}`);
    },
    exchanging: ({ tokenEndpoint, resource }) => {
      detail(`→ POST ${tokenEndpoint}  subject_token=… resource=${resource}`);
    },
    signedIn: ({ idTokenClaims, pages }) => {
      const { acr, auth_time: authTime } = idTokenClaims;
      if (pages !== undefined)
        detail(`← pages filled in: ${pages.join(', ') || 'none, the session sufficed'}`);
      detail(
        styleText(
          'green',
          `← access token of a sign-in with acr=${typeof acr === 'string' ? printable(acr) : 'none'} auth_time=${authTime ?? 'none'}`,
        ),
      );
    },
    opened: (method, path, body, withGrant) => {
      request(method, path, withGrant);
      detail(styleText('green', `← 200 ${body}`));
    },
    challenged: (method, path, challenge, withGrant) => {
      request(method, path, withGrant);
      detail(styleText('yellow', `← ${challenge.status}`));
      detail(styleText('yellow', `  WWW-Authenticate: ${challenge.header}`));
      detail(
        '  acr_values: one of these levels, the preferred one first. max_age: a sign-in at most so many seconds old.',
      );
    },
    granted: (value, expiresIn) => {
      detail(styleText('green', `← grant ${value.slice(0, 8)}…, valid for ${expiresIn} s`));
    },
  };
}

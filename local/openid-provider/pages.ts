/** The provider's pages: plain HTML, without scripts and without files from other servers. */
import { ALICE, BOB, findUser } from './accounts.ts';
import type { TestUser } from './accounts.ts';
import type { Asked } from './asked.ts';
import type { Factor } from './factors.ts';
import { layout as pageLayout } from './layout.ts';

/** The content of a page that asks for one factor. */
export interface SignInPage {
  readonly factor: Factor;
  /** The page is step `number` of `of`. */
  readonly step: { readonly number: number; readonly of: number };
  /** Why the user is asked to sign in, in one sentence. */
  readonly reason: string;
  /** The demands of the authorization request: acr_values and max_age. */
  readonly asked: readonly Asked[];
  /** The URL that the form is sent to. */
  readonly action: string;
  /** The user name, if it is known already. */
  readonly username: string;
  /** Why the last attempt failed. */
  readonly problem?: string | undefined;
}

const TITLES: Record<Factor, string> = { pwd: 'Sign in', otp: 'One-time code', hwk: 'Security key' };

/** A page that asks for one factor. */
export function signInPage(page: SignInPage): string {
  const title = TITLES[page.factor];
  const { number, of } = page.step;
  return layout(
    title,
    `${of > 1 ? `<p class="step">Step ${number} of ${of}</p>` : ''}
    <h1>${title}</h1>
    <p>${escape(page.reason)}</p>
    ${askedList(page.asked)}
    ${page.problem === undefined ? '' : `<p class="problem" id="problem" role="alert">${escape(page.problem)}</p>`}
    <form method="post" action="${escape(page.action)}">
      <input type="hidden" name="factor" value="${page.factor}">
      ${fields(page)}
    </form>
    <form method="post" action="${escape(page.action)}">
      <button class="quiet" name="cancel" value="yes">Cancel</button>
    </form>`,
  );
}

/** A page with an error, for requests that cannot be sent back to their application. */
export function errorPage(error: string, description = ''): string {
  return layout(
    'This did not work',
    `<h1>This did not work</h1>
    <p class="problem" role="alert">${escape(description === '' ? error : description)}</p>
    <p>Go back to the application and start again. <span class="code">${escape(error)}</span></p>`,
  );
}

/** The page that asks before signing out. `form` is HTML of oidc-provider, with the id `op.logoutForm`. */
export function signOutPage(form: string): string {
  return layout(
    'Sign out',
    `<h1>Sign out?</h1>
    ${form}
    <button form="op.logoutForm" name="logout" value="yes">Sign out</button>
    <button class="quiet" form="op.logoutForm">Stay signed in</button>`,
  );
}

/** The page after signing out. */
export function signedOutPage(): string {
  return layout('Signed out', '<h1>Signed out</h1><p>You can close this page.</p>');
}

function fields({ factor, username, problem }: SignInPage): string {
  const state = problem === undefined ? '' : 'aria-invalid="true" aria-describedby="problem"';
  if (factor === 'pwd') {
    const name = username === '' ? ALICE.username : username;
    return `<label for="username">User name</label>
      <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required
        value="${escape(name)}" ${state}>
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required
        value="${escape(findUser(name)?.password ?? '')}" ${state}>
      ${note(`Filled in, since this is a local demonstration: ${account(ALICE)}. Or try ${account(BOB)}.`)}
      <button autofocus aria-describedby="note">Sign in</button>`;
  }
  if (factor === 'otp') {
    return `<label for="code">Six-digit code for ${escape(username)}</label>
      <input id="code" name="code" class="digits" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}"
        maxlength="6" title="Six digits" required value="${findUser(username)?.oneTimeCode ?? ''}" ${state}>
      ${note('Filled in, since this is a local demonstration. A real code comes from a device of your own.')}
      <button autofocus aria-describedby="note">Continue</button>`;
  }
  return `${note('In this local demonstration the button stands for a key that signs a challenge.')}
    <button autofocus aria-describedby="note">Touch the security key</button>`;
}

function layout(title: string, content: string): string {
  return pageLayout({ title, of: 'Local identity provider' }, content);
}

/** The secrets are public: the form is filled in, so that the user does not have to look for them. */
function note(html: string): string {
  return `<p class="note" id="note">${html}</p>`;
}

function account({ username, password }: TestUser): string {
  return `<span class="code">${username}</span> with <span class="code">${password}</span>`;
}

function askedList(asked: readonly Asked[]): string {
  if (asked.length === 0) return '';
  const rows = asked.map(
    ({ parameter, value, meaning }) =>
      `<dt><span class="code">${parameter}=${escape(value)}</span></dt><dd>${escape(meaning)}</dd>`,
  );
  return `<dl class="asked" aria-label="What the request asks for">${rows.join('')}</dl>`;
}

function escape(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** What the user's browser shows before and after a sign-in for the terminal. */
import { layout } from '../openid-provider/layout.ts';

const PAGES = {
  done: {
    title: 'Signed in',
    text: 'The walk goes on in the terminal. When it asks for the next sign-in, go on here.',
    link: 'Next sign-in',
  },
  refused: {
    title: 'Not signed in',
    text: 'The provider refused the sign-in. The terminal says why.',
    link: undefined,
  },
  nothing: {
    title: 'Nothing to sign in for',
    text: 'The terminal says when it waits for a sign-in.',
    link: 'Try again',
  },
} as const;

/** A page of the console's server, which leads to the next sign-in. */
export function visitPage(kind: keyof typeof PAGES): string {
  const { title, text, link } = PAGES[kind];
  return layout(
    { title, of: 'Step-up walk' },
    `<h1>${title}</h1>
    <p>${text}</p>
    ${link === undefined ? '' : `<p class="next"><a href="/sign-in">${link}</a></p>`}`,
  );
}

/** What the scripted user makes of a sign-in page. */
import { fillIn, readPage } from '../../local/sign-in/page.ts';

const url = new URL('https://login.example.com/authenticate');
const alice = { username: 'alice', password: 'correct horse', oneTimeCode: '123456' };

/** Keycloak's page for the code, in short. */
const codePage = (attributes: string) =>
  readPage(
    `<title>Sign in</title><form action="/next"><input name="otp" autocomplete="one-time-code" ${attributes}/></form>`,
    url,
  );

test('a page for a code is filled in', () => {
  const { url: action, form } = fillIn(codePage('aria-invalid=""'), alice);
  expect([action.pathname, form.get('otp')]).toEqual(['/next', '123456']);
});

test('a page that refuses the code is not filled in again, and the error names the field', () => {
  expect(() => fillIn(codePage('aria-invalid="true"'), alice)).toThrow(
    'the page "Sign in" says: the value of "otp" is wrong',
  );
});

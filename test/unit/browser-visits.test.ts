/** Sign-ins of the terminal in the user's own browser. */
import { browserVisits } from '../../local/sign-in/browser-visits.ts';

const CONSOLE = 'http://127.0.0.1:3002';
const at = (path: string) => new URL(path, CONSOLE);
const START = new URL('https://login.example.com/auth?state=s1');
const never = new AbortController().signal;

test('the short address leads to the provider, and its answer ends the visit', async () => {
  const visits = browserVisits();
  const callback = visits.visit(START, never);
  expect(visits.answer(at('/sign-in'))).toEqual({ kind: 'redirect', location: START.href });
  expect(visits.answer(at('/signed-in?code=c&state=s1'))).toMatchObject({ kind: 'page' });
  expect((await callback).searchParams.get('code')).toBe('c');
  expect(visits.answer(at('/sign-in'))).toMatchObject({
    html: expect.stringContaining('Nothing to sign in for'),
  });
});

test('an answer to another sign-in is left to the console, and so is every other address', () => {
  const visits = browserVisits();
  expect(visits.answer(at('/signed-in?code=c'))).toBeUndefined();
  void visits.visit(START, never);
  expect(visits.answer(at('/signed-in?code=c&state=of-a-popup'))).toBeUndefined();
  expect(visits.answer(at('/signed-in?code=c'))).toBeUndefined();
  expect(visits.answer(at('/'))).toBeUndefined();
});

test('the page does not repeat what the address says', () => {
  const visits = browserVisits();
  void visits.visit(START, never);
  const answer = visits.answer(at('/signed-in?error=%3Cscript%3E&state=s1'));
  expect(answer).toMatchObject({ kind: 'page', html: expect.stringContaining('Not signed in') });
  expect(JSON.stringify(answer)).not.toContain('script');
});

test('nobody waits for ever: a visit ends with its signal, and the next one counts', async () => {
  const visits = browserVisits();
  const tooLate = new AbortController();
  const first = visits.visit(START, tooLate.signal);
  tooLate.abort(new Error('five minutes are over'));
  await expect(first).rejects.toThrow('five minutes are over');
  expect(visits.answer(at('/signed-in?code=c&state=s1'))).toBeUndefined();
  void visits.visit(new URL('https://login.example.com/auth?state=s2'), never);
  expect(visits.answer(at('/sign-in'))).toMatchObject({ location: expect.stringContaining('state=s2') });
});

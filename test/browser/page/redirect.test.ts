import { endSignIn } from '../../../client/adapters/authorization-code.ts';
import { signInByRedirect } from '../../../client/adapters/redirect.ts';

jest.mock('../../../client/adapters/authorization-code.ts', () => ({
  endSignIn: jest.fn(() => Promise.resolve('elevated')),
  beginSignIn: () => Promise.reject(new Error('a new sign-in')),
}));

const PENDING = { state: 's', nonce: 'n', verifier: 'v' };
const CHALLENGE = { acrValues: [], maxAge: undefined, reason: '' };

/** The page that the provider has sent the user back to. */
function comeBack(stored: string): void {
  Object.assign(globalThis, {
    sessionStorage: { getItem: () => stored, removeItem: () => undefined },
    window: {
      location: { href: 'https://shop.example/back?state=s&code=c' },
      history: { replaceState: () => undefined },
    },
  });
}

let user: string | undefined;
const open = () =>
  signInByRedirect(
    { issuer: 'https://id.example', clientId: 'shop', redirectUri: '/back', subject: () => user },
    () => 'pay',
    (task): task is string => typeof task === 'string',
  );

test.each([
  ['alice', 'alice', 'elevated'],
  [undefined, 'alice', 'elevated'],
  ['alice', 'bob', 'a new sign-in'],
  ['alice', undefined, 'a new sign-in'],
])('a sign-in in the session of %s is used in that of %s: %s', async (before, after, used) => {
  comeBack(JSON.stringify({ pending: PENDING, task: 'pay' }));
  user = before;
  const { resume, signIn } = open();
  expect(await resume()).toBe('pay');
  user = after;
  const { signal } = new AbortController();
  expect(await signIn(CHALLENGE, signal).catch((error: unknown) => String(error))).toContain(used);
});

test.each(['{broken', '[]', '{"pending":{"state":"s"},"task":"pay"}'])(
  'nothing is resumed from a storage that says %s',
  async (stored) => {
    comeBack(stored);
    jest.mocked(endSignIn).mockClear();
    expect(await open().resume()).toBeUndefined();
    expect(endSignIn).not.toHaveBeenCalled();
  },
);

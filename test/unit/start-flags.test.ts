/** The flags of `npm start` for the user's own provider: what does not go together is refused, with what to write. */
import { readFlags } from '../../local/run/flags.ts';
import { yourProvider } from '../../local/run/your-provider.ts';

test('all that a sign-in at the user’s own provider can need', () => {
  const flags = readFlags(
    '--own-provider off --client-id web-app --issuer https://a.example --resource https://api.example'.split(
      ' ',
    ),
  );
  expect(flags).toMatchObject({
    ownProvider: false,
    signIn: { clientId: 'web-app', issuer: 'https://a.example', resource: 'https://api.example' },
  });
  expect(readFlags([])).toMatchObject({ ownProvider: true, signIn: undefined });
});

test.each([
  ['--own-provider off', 'leaves nobody to sign in at: add --client-id'],
  ['--own-provider no', 'expected on or off'],
  ['--scope openid', '--scope is for the sign-in at your provider: add --client-id'],
])('%s is refused', (flags, said) => {
  expect(() => readFlags(flags.split(' '))).toThrow(said);
});

const ISSUERS = [{ issuer: 'https://a.example' }, { issuer: 'https://b.example' }];
const signIn = {
  clientId: 'c',
  issuer: undefined,
  scope: undefined,
  resource: undefined,
  audience: undefined,
};

test.each([
  [{}, 'several issuers: write one of them, character by character: --issuer https://a.example or'],
  [{ issuer: 'https://a.example/' }, '--issuer https://a.example/ is not in the trust config: write one of'],
  [{ issuer: 'https://a.example', scope: 'profile' }, 'write --scope "openid profile"'],
])('an issuer that is not clear, or a scope without openid (%j), is refused', async (flags, said) => {
  await expect(yourProvider({ ...signIn, ...flags }, ISSUERS)).rejects.toThrow(said);
});

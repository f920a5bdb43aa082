/** The tokens of each vendor, as it documents them, at the built authorizer: with its profile, and nothing else in the trust config than docs/deploy.md says. */
import { callerWith } from '../../../admin/explain/written-claims.ts';
import { TOKEN_PROFILES } from '../../../core/trust/presets/presets.ts';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import { callRoute } from '../../support/functions/api-caller.ts';
import { startBuiltFunctions, VOCABULARY } from '../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../support/functions/built-functions.ts';
import { AUDIENCE } from '../../support/tokens/issuer.ts';
import { claimsAt, issuerOf, PROVIDERS } from '../../support/tokens/provider-tokens.ts';
import type { ProviderToken } from '../../support/tokens/provider-token.ts';

const SIGNED_IN = 'GET /signed-in';
const OPEN = 'GET /open';

let functions: BuiltFunctions;

beforeAll(async () => {
  functions = await startBuiltFunctions();
  await functions.putPolicy({ route: SIGNED_IN, acr: 'loa1' });
});
afterAll(() => functions.close());

const without = (claims: object, names: readonly string[]) =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));

describe.each(TOKEN_PROFILES)('the profile %s', (profile) => {
  const { person, machine, idToken, refreshToken } = PROVIDERS[profile];
  const now = Math.floor(Date.now() / 1000);
  let issuer: ReturnType<typeof issuerOf>;

  beforeAll(() => {
    const { issuer: url } = functions.issuer;
    issuer = issuerOf(profile, url, `${url}/jwks`);
    // The client is an audience, too, so that the audience does not refuse an ID token.
    functions.redeploy({ claim: 'acr' }, { ...issuer, audience: [AUDIENCE, 'app'] });
  });

  const claimsOf = (token: ProviderToken, changes: object = {}) => ({
    ...claimsAt(token, issuer.issuer, now),
    ...changes,
  });

  async function answer(route: string, { typ }: ProviderToken, claims: object): Promise<string> {
    const token = await functions.issuer.signParts(
      JSON.stringify({
        alg: 'ES256',
        kid: 'key-0',
        typ,
        ...(profile === 'xsuaa' ? { jku: 'https://x.example' } : {}),
      }),
      JSON.stringify(claims),
    );
    const called = await callRoute(functions, route, { token });
    return called === 'fault' ? called : 'opened' in called ? 'opened' : called.refused;
  }

  test('takes the access token of a person, who may have signed in strongly', async () => {
    expect(await answer(OPEN, person, claimsOf(person))).toBe('opened');
    expect(await answer(SIGNED_IN, person, claimsOf(person, { acr: 'loa2' }))).toBe('opened');
    expect(await answer(SIGNED_IN, person, claimsOf(person, { acr: undefined }))).toBe(
      'insufficient_user_authentication',
    );
  });

  test('gives a machine no sign-in, whatever acr its token has', async () => {
    for (const acr of [undefined, 'loa3'])
      expect(await answer(SIGNED_IN, machine, claimsOf(machine, { acr }))).toMatch(
        /^(access_denied|invalid_token)$/,
      );
  });

  test('refuses the ID token, with and without nonce and hashes', async () => {
    const hashes = { nonce: 'n', at_hash: 'h', c_hash: 'c' };
    const plain = without(claimsOf(idToken), Object.keys(hashes));
    for (const claims of [
      plain,
      { ...plain, ...hashes },
      { ...plain, nonce: 'n' },
      { ...plain, at_hash: 'h' },
    ])
      for (const aud of ['app', ['app'], AUDIENCE])
        for (const typ of [idToken.typ, 'JWT', undefined])
          expect(
            await answer(OPEN, { ...idToken, ...(typ === undefined ? {} : { typ }) }, { ...claims, aud }),
          ).toBe('invalid_token');
  });

  test('refuses the refresh token', async () => {
    const token = refreshToken ?? person;
    const claims = claimsOf(token, {
      aud: AUDIENCE,
      ...(refreshToken === undefined ? { typ: 'Refresh' } : {}),
    });
    expect(await answer(OPEN, token, claims)).toBe('invalid_token');
  });

  test('refuses a token for another API', async () => {
    for (const aud of ['https://other.example.com', ['https://other.example.com'], null, []])
      expect(await answer(OPEN, person, claimsOf(person, { aud }))).toBe('invalid_token');
  });

  test('is the same to explain', () => {
    const trust = parseTrustConfig({ acr: VOCABULARY, issuers: [issuer] }, { allowLoopbackIssuers: true });
    if (!trust.ok) throw new Error(JSON.stringify(trust.error));
    const explained = (claims: object) => {
      const caller = callerWith({ ...claims }, trust.value, { issuer: issuer.issuer, now });
      return caller.kind === 'verified' ? caller.authentication.issuedFor : caller.kind;
    };
    expect(explained(claimsOf(person))).toBe('person');
    expect(explained(claimsOf(machine))).not.toBe('person');
  });
});

/** Secrets in the wrong parts of a request. Logs and tables are searched for them here, and when each stack is closed. */
import type { SignedIn } from '../../../local/sign-in.ts';
import { exchangeForm } from '../../support/exchange-form.ts';
import { machineToken, refresh } from '../../support/sign-in.ts';
import { bearer, startSignedInStack } from '../../support/stacks/signed-in-stack.ts';
import type { SignedInStack } from '../../support/stacks/signed-in-stack.ts';

let stack: SignedInStack;
let grant: string;

beforeAll(async () => {
  stack = await startSignedInStack();
  grant = (await stack.client.exchange(stack.strong, stack.target('POST /payments'))).value;
});
afterAll(() => stack.close());

const exchange = (fields: Record<string, string>, query = '') =>
  fetch(`${stack.apiUrl}/step-up/token${query}`, { method: 'POST', body: new URLSearchParams(fields) });
const signatureOf = ({ accessToken }: SignedIn) => accessToken.split('.')[2] ?? '';

describe('neither log nor table keeps', () => {
  test.each([
    ['a token in the query', () => stack.raw(`GET /accounts?access_token=${stack.ordinary.accessToken}`)],
    ['a grant in the query', () => stack.raw(`POST /payments?grant=${grant}`, bearer(stack.ordinary))],
    ['a token in a path', () => stack.raw(`GET /accounts/${stack.ordinary.accessToken}`)],
    [
      'a token in a parameter of a path',
      () => stack.raw(`GET /step-up/requirements/GET/${stack.strong.accessToken}`),
    ],
    [
      'a grant in a parameter of a path, with a token',
      () => stack.raw(`GET /step-up/requirements/GET/%2F${grant}`, bearer(stack.ordinary)),
    ],
    [
      'a token in a path of the metadata',
      () => stack.raw(`GET /.well-known/oauth-protected-resource/${grant}`),
    ],
    [
      'a token in a cookie',
      () => stack.raw('GET /accounts', { Cookie: `token=${stack.ordinary.accessToken}` }),
    ],
    ['a grant as an access token', () => stack.raw('POST /payments', { Authorization: `Bearer ${grant}` })],
    [
      'a token as a grant',
      () =>
        stack.raw('POST /payments', { ...bearer(stack.ordinary), 'Step-Up-Grant': stack.strong.accessToken }),
    ],
    [
      'a grant of another user',
      async () => {
        const bob = await stack.signIn({ user: 'bob' });
        return stack.raw('POST /payments', { ...bearer(bob), 'Step-Up-Grant': grant });
      },
    ],
    [
      'a token with another signature',
      () =>
        stack.raw('GET /accounts', {
          Authorization: `Bearer ${stack.strong.accessToken.slice(0, -9)}AAAAAAAAA`,
        }),
    ],
    ['a token as Basic', () => stack.raw('GET /accounts', { Authorization: `Basic ${btoa(`x:${grant}`)}` })],
    [
      'a refresh token as an access token',
      () => stack.raw('GET /accounts', { Authorization: `Bearer ${stack.strong.refreshToken ?? ''}` }),
    ],
    [
      'a grant as the id of a request',
      () => stack.raw('GET /accounts', { ...bearer(stack.ordinary), 'x-amzn-RequestId': grant }),
    ],
    [
      'a signature as the name of a browser',
      () =>
        stack.raw('GET /accounts', {
          ...bearer(stack.ordinary),
          'User-Agent': signatureOf(stack.strong),
          'X-Forwarded-For': grant,
        }),
    ],
    [
      'a grant as a trace id',
      () => stack.raw('GET /accounts', { ...bearer(stack.ordinary), 'X-Amzn-Trace-Id': `Root=${grant}` }),
    ],
    ['a grant as an origin', () => stack.raw('POST /payments', { Origin: `https://${grant}` })],
    ['a grant as the subject token', () => exchange({ subject_token: grant })],
    [
      'a grant as every parameter of the exchange',
      () =>
        exchange({
          grant_type: grant,
          subject_token: grant,
          subject_token_type: grant,
          resource: grant,
          client_id: grant,
        }),
    ],
    [
      'a token in the names of the parameters',
      () => exchange({ [stack.strong.accessToken]: '1' }, `?${grant}`),
    ],
    [
      'a client id of an exchange that is not a client',
      () =>
        exchange({
          ...Object.fromEntries(
            exchangeForm(stack.strong.accessToken, stack.target('POST /payments').resource),
          ),
          client_id: grant,
        }),
    ],
    [
      'a password in the query',
      () => stack.raw(`GET /accounts?password=${stack.provider.testUser.password}`),
    ],
  ])('%s', async (_, send) => {
    const before = stack.log().length;
    const response = await send();
    expect(response.status).toBeLessThan(500);
    expect(stack.log().length).toBeGreaterThan(before);
    expect(await stack.leaks()).toEqual([]);
  });

  test('tokens that were refreshed, and those of a client without a user', async () => {
    const { issuer, clientId, machineClient } = stack.provider;
    const { access_token: token } = await refresh(issuer, clientId, stack.ordinary.refreshToken ?? '');
    for (const one of [token, await machineToken(issuer, machineClient)])
      expect((await stack.raw('GET /accounts', { Authorization: `Bearer ${one}` })).status).toBe(200);
    expect(await stack.leaks()).toEqual([]);
  });
});

describe('the scan of a run', () => {
  const plant = async (secret: string) => {
    const item = { id: 'planted', note: { deep: [secret] } };
    await stack.put(stack.grantTable, item);
    const leaks = await stack.leaks();
    await stack.remove(stack.grantTable, { id: item.id });
    return leaks.map(({ what }) => what);
  };

  test('knows the secrets that were used, sent and issued, and finds a part of one in a table', async () => {
    expect(await plant(signatureOf(stack.strongest))).toContain('access_token');
    expect(await plant(`x${grant.slice(10, 40)}`)).toContain('access_token');
    expect(await plant(stack.strong.refreshToken ?? '')).toContain('refresh_token');
    expect(await plant(stack.provider.machineClient.clientSecret)).not.toEqual([]);
    expect(await plant(stack.provider.otherUser.password)).toEqual(['the password of bob']);
    expect(await plant('nothing of that kind')).toEqual([]);
  });

  test('covers the table of grants, the lines of both functions, and the access log', async () => {
    expect(await stack.scan(stack.grantTable)).not.toEqual([]);
    const sources = stack.log().map(({ source }) => source);
    for (const part of ['access', 'Authorizer', 'Exchange']) {
      expect(sources).toContainEqual(expect.stringContaining(part));
    }
    expect(stack.complaints()).toBe('');
  });
});

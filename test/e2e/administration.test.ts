import { hashParts } from '../../adapters/hash.ts';
import { bearer, startSignedInStack, STRONG } from '../support/stacks/signed-in-stack.ts';
import type { SignedInStack } from '../support/stacks/signed-in-stack.ts';

let stack: SignedInStack;

beforeAll(async () => {
  stack = await startSignedInStack();
});
afterAll(() => stack.close());

describe('an administrator', () => {
  test('changes a policy while the API runs, in force within ten seconds', async () => {
    await stack.put(stack.policyTable, { route: 'GET /accounts', deny: true });
    stack.time.advance(10_000);
    expect(
      (await stack.raw('GET /accounts', bearer(stack.ordinary))).headers.get('www-authenticate'),
    ).toContain('error="access_denied"');
    await stack.put(stack.policyTable, { route: 'GET /accounts' });
    stack.time.advance(10_000);
    expect(await stack.request(stack.ordinary.accessToken, 'GET /accounts')).toMatchObject({ status: 200 });
  });

  test('who writes a malformed item closes that route and no other', async () => {
    await stack.put(stack.policyTable, { route: 'GET /statements', maxage: 30 });
    stack.time.advance(10_000);
    expect(await stack.request(stack.strong.accessToken, 'GET /statements')).toMatchObject({
      status: 401,
      error: 'access_denied',
    });
    expect(await stack.request(stack.strong.accessToken, 'POST /payments')).toMatchObject({ status: 200 });
    await stack.put(stack.policyTable, { route: 'GET /statements', acr: 'urn:example:loa:2' });
  });
});

describe('a sign-in that was revoked', () => {
  test('no longer counts within five seconds, nor do grants made from it; a newer one does', async () => {
    const { value } = await stack.client.exchange(stack.strong, stack.target('POST /payments'));
    stack.time.advance(1_100);
    const id = hashParts(stack.provider.issuer, 'alice');
    await stack.put(stack.riskTable, { id, revokedBefore: Math.floor(Date.now() / 1000) });
    stack.time.advance(5_000);
    expect(await stack.request(stack.strong.accessToken, 'POST /payments')).toMatchObject({
      error: 'insufficient_user_authentication',
    });
    expect(await stack.request(stack.ordinary.accessToken, 'POST /payments', value)).toMatchObject({
      status: 401,
    });
    expect(await stack.request(stack.ordinary.accessToken, 'GET /accounts')).toMatchObject({ status: 200 });
    const newer = await stack.signIn({ challenge: STRONG });
    expect(await stack.request(newer.accessToken, 'POST /payments')).toMatchObject({ status: 200 });
    await stack.remove(stack.riskTable, { id });
    stack.time.advance(5_000);
    expect(await stack.request(stack.strong.accessToken, 'POST /payments')).toMatchObject({ status: 200 });
  });
});

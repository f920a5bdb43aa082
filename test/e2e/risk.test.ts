import { hashParts } from '../../adapters/hash.ts';
import { bearer, startSignedInStack, STRONG } from '../support/stacks/signed-in-stack.ts';
import type { SignedInStack } from '../support/stacks/signed-in-stack.ts';

/** Seconds after which a signal of the risk engine counts, and an edit of a policy is in force. */
const RISK_BOUND = 5;
const POLICY_BOUND = 10;

let stack: SignedInStack;
let id: string;

beforeAll(async () => {
  stack = await startSignedInStack();
  id = hashParts(stack.provider.issuer, 'alice');
});
afterAll(() => stack.close());

const statusOf = async (route: string, signedIn = stack.ordinary) =>
  (await stack.raw(route, bearer(signedIn))).status;

/** Requires that answer once so many seconds have passed. */
async function expectAfter(seconds: number, route: string, status: number): Promise<void> {
  stack.time.advance(seconds * 1000);
  expect(await statusOf(route)).toBe(status);
}

const setRisk = (item: object) => stack.put(stack.riskTable, { id, ...item });
const clearRisk = () => stack.remove(stack.riskTable, { id });

describe('a route with a rule on risk', () => {
  test('has the rule in force within ten seconds of the edit', async () => {
    await stack.put(stack.policyTable, { route: 'GET /accounts' });
    expect(await statusOf('GET /accounts')).toBe(200);
    await stack.put(stack.policyTable, { route: 'GET /accounts', deny: true });
    await expectAfter(POLICY_BOUND, 'GET /accounts', 401);
    const rules = [{ when: 'risk.score >= 70', acr: 'urn:example:loa:2', maxAge: 300 }];
    await stack.put(stack.policyTable, { route: 'GET /accounts', rules });
    await expectAfter(POLICY_BOUND, 'GET /accounts', 200);
  });

  test('challenges a user of high risk within five seconds, is opened by the step-up, and forgets a cleared risk', async () => {
    await setRisk({ score: 69, level: 'medium' });
    await expectAfter(RISK_BOUND, 'GET /accounts', 200);

    await setRisk({ score: 70, level: 'high', reasons: ['impossible_travel'] });
    await expectAfter(RISK_BOUND, 'GET /accounts', 401);
    const challenge = await stack.request(stack.ordinary.accessToken, 'GET /accounts');
    expect(challenge).toMatchObject({
      error: 'insufficient_user_authentication',
      acrValues: ['urn:example:loa:2', 'urn:example:loa:3'],
      maxAge: 300,
    });

    const lines = stack.log().map(({ line }) => line);
    expect(lines.some((line) => line.includes('"rules":["GET /accounts rules[0]"]'))).toBe(true);

    if (!('acrValues' in challenge)) throw new Error('no challenge');
    const elevated = await stack.signIn({ challenge });
    expect(await statusOf('GET /accounts', elevated)).toBe(200);
    const { value } = await stack.client.exchange(elevated, stack.target('GET /accounts'));
    expect(await stack.open(stack.ordinary.accessToken, 'GET /accounts', value)).toMatchObject({
      openedBy: 'grant',
      acr: 'urn:example:loa:2',
    });

    await clearRisk();
    await expectAfter(RISK_BOUND, 'GET /accounts', 200);
  });

  test('challenges a user whose risk another engine has written as a set of reasons', async () => {
    const rules = [{ when: '"new_device" in risk.reasons', acr: 'urn:example:loa:2' }];
    await stack.put(stack.policyTable, { route: 'GET /accounts', rules });
    await expectAfter(POLICY_BOUND, 'GET /accounts', 200);
    await setRisk({ reasons: new Set(['new_device']) });
    await expectAfter(RISK_BOUND, 'GET /accounts', 401);
    await clearRisk();
    await expectAfter(RISK_BOUND, 'GET /accounts', 200);
  });

  test('counts a condition that cannot be evaluated as one that holds, and says so', async () => {
    const rules = [{ when: 'request.headers["x-device"] == "known"', deny: true }];
    await stack.put(stack.policyTable, { route: 'GET /accounts', rules });
    await expectAfter(POLICY_BOUND, 'GET /accounts', 401);
    const known = await stack.raw('GET /accounts', { ...bearer(stack.ordinary), 'X-Device': 'unknown' });
    expect(known.status).toBe(200);
    const lines = stack.log().map(({ line }) => line);
    expect(lines.some((line) => line.includes('"rulesFailed":["GET /accounts rules[0]"]'))).toBe(true);
    expect(lines.some((line) => line.includes('"RuleFailed":1'))).toBe(true);
    await stack.put(stack.policyTable, {
      route: 'GET /accounts',
      rules: [{ when: 'risk.score > 0', acr: 'urn:example:loa:2' }],
    });
    await expectAfter(POLICY_BOUND, 'GET /accounts', 200);
  });

  test('is closed with a 503, not opened, by a risk item that is not of the documented form', async () => {
    await setRisk({ score: 'high' });
    await expectAfter(RISK_BOUND, 'GET /accounts', 503);
    await clearRisk();
    await expectAfter(RISK_BOUND, 'GET /accounts', 200);
  });
});

describe('revokedBefore', () => {
  test('ends the sessions and the grants made before it, and no others', async () => {
    const { value } = await stack.client.exchange(stack.strong, stack.target('POST /payments'));
    expect(await statusOf('POST /payments', stack.strong)).toBe(200);
    stack.time.advance(1_100);
    await setRisk({ revokedBefore: Math.floor(Date.now() / 1000) });
    stack.time.advance(RISK_BOUND * 1000);
    expect(await statusOf('POST /payments', stack.strong)).toBe(401);
    expect(await stack.request(stack.ordinary.accessToken, 'POST /payments', value)).toMatchObject({
      error: 'insufficient_user_authentication',
    });
    const newer = await stack.signIn({ challenge: STRONG });
    expect(await statusOf('POST /payments', newer)).toBe(200);
    const grant = await stack.client.exchange(newer, stack.target('POST /payments'));
    expect(await stack.request(newer.accessToken, 'POST /payments', grant.value)).toMatchObject({
      status: 200,
    });
    await clearRisk();
  });
});

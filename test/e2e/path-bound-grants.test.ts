import * as v from 'valibot';
import { encodeForm, exchangeForm, FORM } from '../support/exchange-form.ts';
import { bearerOf, WORDS } from '../support/tokens/ordinary-tokens.ts';
import { send } from '../support/send.ts';
import { startTrustingStack } from '../support/stacks/trusting-stack.ts';
import type { TrustingStack } from '../support/stacks/trusting-stack.ts';

/** After which an edit of a policy is in force, in milliseconds. */
const POLICY_BOUND = 10_000;
const APPROVAL = '/step-up/requirements/POST/payments/%7Bid%7D/approval';

let stack: TrustingStack;
let token: string;
let elevated: string;

beforeAll(async () => {
  stack = await startTrustingStack();
  [token, elevated] = [stack.token(), stack.token({ acr: WORDS.strong })];
});
afterAll(() => stack.close());

const named = v.object({ resource: v.string() });

const call = (route: string, grant?: string) => stack.call(route, bearerOf(token, grant));

const approve = (id: string, grant?: string) => call(`POST /payments/${id}/approval`, grant);

const exchange = (resource: string) =>
  send(
    'POST',
    `${stack.apiUrl}/step-up/token`,
    [['Content-Type', FORM]],
    encodeForm(exchangeForm(elevated, resource)),
  );

/** As a client gets it: for the resource that the challenge names. */
async function grantFor(route: string): Promise<string> {
  const { resource } = v.parse(named, (await call(route)).body);
  const { body } = await exchange(resource);
  return v.parse(v.object({ access_token: v.string() }), body).access_token;
}

describe('a grant that is bound to a path', () => {
  let grant: string;
  beforeAll(async () => {
    grant = await grantFor('POST /payments/17/approval');
  });

  test('is offered by a challenge that names the path', async () => {
    expect((await approve('17')).body).toMatchObject({
      next: 'authenticate',
      resource: `${stack.apiUrl}${APPROVAL}?id=17`,
    });
  });

  test('opens the payment that it was issued for, with any query', async () => {
    expect((await approve('17', grant)).status).toBe(200);
    expect((await call('POST /payments/17/approval?id=18', grant)).status).toBe(200);
  });

  test.each([['18'], ['17%20'], ['017'], ['17%2F'], ['17&id=17'], ['17%3Fid=17'], ['%EF%BC%91%EF%BC%97']])(
    'does not open payment %s',
    async (id) => {
      expect(await approve(id, grant)).toMatchObject({
        status: 401,
        body: { error: 'insufficient_user_authentication', next: 'authenticate' },
      });
    },
  );

  test.each([[''], ['?'], ['?id=%31'], ['?id=17&id=18'], ['?id=17&x=1'], ['?x=17'], ['?id=17#'], ['?id']])(
    'is not issued for the resource with %p as its query',
    async (query) => {
      expect(await exchange(`${stack.apiUrl}${APPROVAL}${query}`)).toMatchObject({
        status: 400,
        body: { error: 'invalid_target' },
      });
    },
  );

  test('holds every character of a path apart', async () => {
    const id = 'a%20b%26id%3D1%2Bc%25%C3%A4';
    const odd = await grantFor(`POST /payments/${id}/approval`);
    expect((await approve(id, odd)).status).toBe(200);
    expect((await approve('a', odd)).status).toBe(401);
  });
});

describe('a grant for a group', () => {
  test('opens each of its routes, and none outside', async () => {
    await stack.put(stack.policyTable, {
      route: 'GROUP money',
      acr: WORDS.strong,
      grant: { required: true, ttl: 120 },
    });
    await stack.put(stack.policyTable, { route: 'POST /payments', group: 'money' });
    await stack.put(stack.policyTable, {
      route: 'GET /accounts',
      group: 'money',
      scopes: ['payments:write'],
    });
    stack.time.advance(POLICY_BOUND);
    expect((await call('GET /accounts')).status).toBe(401);
    const money = await grantFor('GET /accounts');
    expect((await call('GET /accounts', money)).status).toBe(200);
    expect((await call('POST /payments', money)).status).toBe(200);
    expect((await call('GET /statements', money)).status).toBe(401);
    expect((await approve('17', money)).status).toBe(401);
  });
});

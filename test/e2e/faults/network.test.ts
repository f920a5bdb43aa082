import { WORDS } from '../../support/tokens/ordinary-tokens.ts';
import { methodAndPath } from '../../support/route.ts';
import { startTrustingStack } from '../../support/stacks/trusting-stack.ts';
import type { TrustingStack } from '../../support/stacks/trusting-stack.ts';

/** The key set and the tables are asked over HTTP, and what is asked is counted. */
let stack: TrustingStack;
beforeAll(async () => {
  stack = await startTrustingStack();
  // What is kept for seconds is not due because the machine is slow.
  stack.time.stop();
});
afterAll(() => stack.close());

const strong = (claims: object = {}) => stack.token({ acr: WORDS.strong, ...claims });

function call(token: string, route: string): Promise<Response> {
  const [method, path] = methodAndPath(route);
  return fetch(`${stack.apiUrl}${path}`, { method, headers: { Authorization: `Bearer ${token}` } });
}

async function statusOf(token: string, route: string): Promise<number> {
  return (await call(token, route)).status;
}

function forget(): number {
  stack.database.forget();
  return stack.issuer.fetches();
}

test('a token, key and policy seen before cost no network call on a route without step-up', async () => {
  const token = strong();
  expect(await statusOf(token, 'GET /accounts')).toBe(200);
  const fetches = forget();
  for (let request = 0; request < 5; request += 1) expect(await statusOf(token, 'GET /accounts')).toBe(200);
  expect(stack.database.operations()).toEqual([]);
  expect(stack.issuer.fetches()).toBe(fetches);
});

test('and on a route with step-up none but the read of the risk, once in five seconds', async () => {
  const token = strong();
  expect(await statusOf(token, 'GET /statements')).toBe(200);
  const fetches = forget();
  for (let request = 0; request < 5; request += 1) expect(await statusOf(token, 'GET /statements')).toBe(200);
  expect(stack.database.operations()).toEqual([]);
  stack.time.advance(5_100);
  expect(await statusOf(token, 'GET /statements')).toBe(200);
  expect(stack.database.operations()).toEqual(['BatchGetItem']);
  expect(stack.issuer.fetches()).toBe(fetches);
});

test('a challenge writes nothing', async () => {
  const token = stack.token();
  expect(await statusOf(token, 'GET /statements')).toBe(401);
  forget();
  expect(await statusOf(token, 'GET /statements')).toBe(401);
  expect(stack.database.operations()).toEqual([]);
});

test('a token that is refused reads no table', async () => {
  forget();
  expect(await statusOf(strong({ exp: 1 }), 'GET /statements')).toBe(401);
  expect(stack.database.operations()).toEqual([]);
});

test('a database that fails closes the route with a 503 that says when to try again', async () => {
  const token = strong({ sub: 'somebody-new' });
  stack.database.loseAnswers(100);
  const response = await call(token, 'GET /statements');
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  stack.database.loseAnswers(0);
  expect(await statusOf(token, 'GET /statements')).toBe(200);
});

test('an exchange for a route deeper than any of the API reads no table', async () => {
  const token = strong();
  expect((await stack.exchange('POST /payments', token)).status).toBe(200);
  forget();
  const { status, body } = await stack.exchange('POST /a/b/c/d/e/f', token);
  expect({ status, body }).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
  expect(stack.database.operations()).toEqual([]);
});

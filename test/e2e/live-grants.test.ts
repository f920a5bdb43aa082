/** The limit of live grants over HTTP, on the tables and indexes that the template describes. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stepUpFetch } from '../../client/index.ts';
import { runCli } from '../support/admin/run-cli.ts';
import { startTrustingStack } from '../support/stacks/trusting-stack.ts';
import type { TrustingStack } from '../support/stacks/trusting-stack.ts';
import { AUDIENCE } from '../support/tokens/issuer.ts';
import { WORDS } from '../support/tokens/ordinary-tokens.ts';

const MOST = 100;
const TTL = 300;
const ROUTE = 'POST /payments';

let stack: TrustingStack;
let elevated: string;

beforeAll(async () => {
  stack = await startTrustingStack();
  const grant = { required: true, ttl: TTL };
  await stack.put(stack.policyTable, { route: ROUTE, acr: WORDS.strong, grant });
  elevated = stack.token({ acr: WORDS.strong });
  await stack.grantFor(ROUTE, elevated);
  stack.time.advance(60_000);
  for (let count = 1; count < MOST; count += 1) {
    await stack.grantFor(ROUTE, elevated);
    // The stage takes 50 exchanges in a second.
    if (count % 20 === 0) stack.time.advance(1_000);
  }
});
afterAll(() => stack.close());

const TOO_MANY = { status: 429, body: { error: 'too_many_grants' } };

test('the hundred and first is refused, with the seconds until the first ends', async () => {
  const answer = await stack.exchange(ROUTE, elevated);
  expect(answer).toMatchObject(TOO_MANY);
  expect(answer.headers['cache-control']).toBe('no-store');
  const retryAfter = Number(answer.headers['retry-after']);
  expect(retryAfter).toBeGreaterThan(TTL - 120);
  expect(retryAfter).toBeLessThanOrEqual(TTL - 60);
});

test('the client library stops with the error and the time, without a sign-in and without another try', async () => {
  let signIns = 0;
  const sent: string[] = [];
  const call = stepUpFetch({
    api: stack.apiUrl,
    token: () => elevated,
    signIn: () => Promise.resolve(`not a token ${(signIns += 1)}`),
    fetch: (input, init) => {
      sent.push(input instanceof Request ? input.url : String(input));
      return fetch(input, init);
    },
  });
  await expect(call(`${stack.apiUrl}/payments`, { method: 'POST' })).rejects.toMatchObject({
    code: 'too_many_requests',
    retryAfter: expect.any(Number),
    cause: { error: 'too_many_grants' },
  });
  expect([signIns, sent]).toEqual([0, [`${stack.apiUrl}/payments`, `${stack.apiUrl}/step-up/token`]]);
});

test('a grant that is revoked makes room', async () => {
  const config = join(mkdtempSync(join(tmpdir(), 'step-up-live-grants-')), 'config.json');
  const issuers = [{ issuer: stack.issuer.issuer, audience: [AUDIENCE] }];
  writeFileSync(config, JSON.stringify({ acr: Object.values(WORDS), issuers }));
  const { stdout } = await runCli(
    ['grants', 'revoke', 'alice', '--endpoint', stack.dynamodb.endpoint, '--config', config].concat(
      '--table',
      stack.policyTable,
    ),
    { GRANT_TABLE: stack.grantTable, RISK_TABLE: stack.riskTable },
  );
  expect(stdout).toContain(`${MOST} grants revoked`);
  expect(await stack.exchange(ROUTE, elevated)).toMatchObject({ status: 200 });
});

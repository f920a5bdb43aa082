import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { bearerOf, WORDS } from '../../support/tokens/ordinary-tokens.ts';
import { runCli } from '../../support/admin/run-cli.ts';
import { startTrustingStack } from '../../support/stacks/trusting-stack.ts';
import type { TrustingStack } from '../../support/stacks/trusting-stack.ts';

/** After which an edit of a policy is in force, and a signal of the risk engine counts; in milliseconds. */
const [POLICY_BOUND, RISK_BOUND] = [10_000, 5_000];

let stack: TrustingStack;
let token: string;
let elevated: string;
let config: string;

beforeAll(async () => {
  stack = await startTrustingStack();
  [token, elevated] = [stack.token(), stack.token({ acr: WORDS.strong })];
  config = join(mkdtempSync(join(tmpdir(), 'step-up-cli-')), 'config.json');
  const issuers = [{ issuer: stack.issuer.issuer, audience: ['https://api.example.com'] }];
  writeFileSync(config, JSON.stringify({ acr: Object.values(WORDS), issuers }));
});
afterAll(() => stack.close());

const step = (...args: string[]) =>
  runCli([...args, '--endpoint', stack.dynamodb.endpoint, '--table', stack.policyTable, '--config', config], {
    RISK_TABLE: stack.riskTable,
    GRANT_TABLE: stack.grantTable,
  });

const statusOf = async (route: string, grant?: string) =>
  (await stack.call(route, bearerOf(token, grant))).status;

describe('what an administrator does with the CLI', () => {
  test('policy put is in force within ten seconds, and so is policy delete', async () => {
    expect(await statusOf('GET /accounts')).toBe(200);
    expect(await step('policy', 'put', 'GET /accounts', '--acr', WORDS.strong)).toMatchObject({ code: 0 });
    stack.time.advance(POLICY_BOUND);
    expect(await statusOf('GET /accounts')).toBe(401);
    expect(await step('policy', 'delete', 'GET /accounts')).toMatchObject({ code: 0 });
    stack.time.advance(POLICY_BOUND);
    expect(await stack.call('GET /accounts', bearerOf(token))).toMatchObject({
      body: { error: 'access_denied' },
    });
  });

  test('risk set counts within five seconds, and risk clear takes it back', async () => {
    await stack.put(stack.policyTable, {
      route: 'GET /statements',
      rules: [{ when: 'risk.level == "high"', acr: WORDS.strong }],
    });
    stack.time.advance(POLICY_BOUND);
    expect(await statusOf('GET /statements')).toBe(200);
    expect(
      await step('risk', 'set', 'alice', '--level', 'high', '--score', '90', '--reason', 'a', 'b'),
    ).toMatchObject({
      code: 0,
    });
    stack.time.advance(RISK_BOUND);
    expect(await statusOf('GET /statements')).toBe(401);
    expect((await step('risk', 'get', 'alice', '--json')).stdout).toContain('"reasons":["a","b"]');
    expect(await step('risk', 'clear', 'alice')).toMatchObject({ code: 0 });
    stack.time.advance(RISK_BOUND);
    expect(await statusOf('GET /statements')).toBe(200);
  });

  test('risk revoke ends the sign-in, and grants revoke ends the grant at once', async () => {
    const [first, second] = [
      await stack.grantFor('POST /payments', elevated),
      await stack.grantFor('POST /payments', elevated),
    ];
    expect(await statusOf('POST /payments', first)).toBe(200);
    const listed = await step('grants', 'list', 'alice', '--json');
    const grants = v.parse(
      v.array(v.looseObject({ id: v.string(), target: v.string() })),
      JSON.parse(listed.stdout),
    );
    expect(grants).toHaveLength(2);
    expect(listed.stdout).not.toContain('sug_');
    const [{ id } = { id: '' }] = grants;
    expect((await step('grants', 'revoke', '--id', id)).stdout).toContain('1 grant revoked');
    const statuses = [await statusOf('POST /payments', first), await statusOf('POST /payments', second)];
    expect(statuses.toSorted()).toEqual([200, 401]);
    expect((await step('grants', 'revoke', 'alice')).stdout).toContain('1 grant revoked');
    expect(await statusOf('POST /payments', second)).toBe(401);

    const third = await stack.grantFor('POST /payments', elevated);
    expect(await step('risk', 'revoke', 'alice')).toMatchObject({ code: 0 });
    stack.time.advance(RISK_BOUND);
    expect(await statusOf('POST /payments', third)).toBe(401);
    // The exchange is another function with its own cache, for which the same bound holds.
    expect(await stack.exchange('POST /payments', elevated)).toMatchObject({
      status: 400,
      body: { error: 'insufficient_user_authentication' },
    });
  });

  test.each([
    [['risk', 'set', 'alice', '--score', '101'], 'expected a number from 0 to 100'],
    [['risk', 'set', 'alice'], 'name a score'],
    [['risk', 'set', 'alice', '--level', 'extreme'], 'low, medium, high'],
    [['risk', 'revoke', 'alice', '--before', '2099-01-01T00:00:00Z'], 'lies ahead'],
    [['risk', 'get', 'alice', '--issuer', 'https://elsewhere.example'], 'is not trusted'],
    [['grants', 'revoke'], 'name the user'],
    [['grants', 'revoke', '--id', 'nonsense'], '64 characters'],
    [['grants', 'revoke', '--id', 'f'.repeat(64)], 'there is no grant'],
  ])('%j is refused with a reason', async (args, reason) => {
    const { code, stderr } = await step(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(reason);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('a risk item that cannot be read is reported to close routes', async () => {
    const { stdout } = await step('risk', 'get', 'mallory', '--json');
    const { subjectHash } = v.parse(v.object({ subjectHash: v.string() }), JSON.parse(stdout));
    await stack.put(stack.riskTable, { id: subjectHash, score: 'high' });
    expect((await step('risk', 'get', 'mallory')).stderr).toContain('answer 503');
  });
});

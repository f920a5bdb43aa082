/** `explain` and `simulate` read a sign-in where the trust config says that it stands, also in files with claims and grants. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addExplainCommand } from '../../../cli/explain/explain-command.ts';
import { addSimulateCommand } from '../../../cli/simulate-command.ts';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import type { TrustConfig } from '../../../core/trust/trust-config.ts';
import { startAdminWorld } from '../../support/admin/admin-world.ts';
import type { AdminWorld } from '../../support/admin/admin-world.ts';
import { runCommand } from '../../support/admin/command-runner.ts';
import { claimsRequest, createEntraTenant } from '../../support/tokens/entra-tenant.ts';
import { AUDIENCE } from '../../support/tokens/issuer.ts';

const ACR = ['urn:example:loa:1', 'urn:example:loa:2', 'urn:example:loa:3'];
const [WEAK, STRONG] = ACR;

let world: AdminWorld;
beforeAll(async () => {
  world = await startAdminWorld([{ route: 'POST /payments/{id}', acr: STRONG, maxAge: 300 }]);
});
afterAll(() => world.close());

/** The trust in an issuer with these settings. */
function trusting(settings: object): TrustConfig {
  const issuer = { issuer: world.issuer.issuer, audience: [AUDIENCE], ...settings };
  const parsed = parseTrustConfig({ acr: ACR, issuers: [issuer] }, { allowLoopbackIssuers: true });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const run = (add: typeof addExplainCommand, settings: object, args: readonly string[]) =>
  runCommand(add, [...args], {
    connection: { ...world.connection, trust: trusting(settings) },
    now: () => Math.floor(Date.now() / 1000),
  });

const explained = async (settings: object, claims: object, ...more: readonly string[]) => {
  const file = world.fileOf('claims.json', claims);
  const { printed } = await run(addExplainCommand, settings, [
    ...['explain', 'POST', '/payments/17', '--claims', file],
    ...more,
  ]);
  return printed;
};

const BY_SETS = {
  acr: {
    methods: [
      { all: ['pwd'], acr: WEAK },
      { all: ['pwd', 'otp'], acr: STRONG },
    ],
    request: { [STRONG ?? '']: 'mfa' },
  },
  amr: { member: 'method' },
  authTime: { member: 'timestamp' },
};
const BY_NUMBER = { acr: { numbers: { 1: WEAK, 2: STRONG } }, authTime: { claim: 'signed_in' } };
const TIMELESS = { authTime: 'none' };

const used = (method: string, timestamp: unknown) => ({ method, timestamp });

describe('the claims of a file', () => {
  test('may have relative times wherever the trust config reads a time', async () => {
    const amr = [used('otp', 'now-10'), used('pwd', 'now-20')];
    expect(await explained(BY_SETS, { amr })).toMatch(/^Decision: allow, opened by the token/m);
    const old = [used('otp', 'now-10'), used('pwd', 'now-400')];
    expect(await explained(BY_SETS, { amr: old })).toMatch(/^ {2}NOT MET +maxAge .*; the token: 400 s old$/m);
    expect(await explained(BY_NUMBER, { acr: 2, signed_in: 'now-10' })).toMatch(/^Decision: allow/m);
  });

  test('without a time are told where it would stand', async () => {
    const methods = { amr: ['pwd', 'otp'] };
    const bySets = await explained(BY_SETS, methods);
    expect(bySets).toMatch(/^ {2}NOT MET +maxAge .*; the token: no timestamp of each method in amr$/m);
    expect(bySets).toMatch(/^Decision: challenge \(auth_time_missing\)/m);
    const byNumber = await explained(BY_NUMBER, { acr: '2', auth_time: 'now-1' });
    expect(byNumber).toMatch(/the token: no signed_in$/m);
    const timeless = await explained(TIMELESS, { acr: STRONG, auth_time: 'now-1' });
    expect(timeless).toMatch(/the token: no time: this issuer writes none$/m);
    expect(timeless).toMatch(/^Decision: deny \(auth_time_unavailable\)/m);
  });

  test('without a time are told which setting says where it is read', async () => {
    const by = (claim: string, reason: string) =>
      new RegExp(
        `^Decision: [a-z]+ \\(${reason}\\)[^]*came: {5}${claim}\\n {2}expected: the time of the sign-in, in seconds since 1970\\n` +
          ` {2}by: {7}authTime of the issuer ${world.issuer.issuer} in the trust config`,
        'm',
      );
    expect(await explained({}, { acr: STRONG })).toMatch(by('no auth_time', 'auth_time_missing'));
    expect(await explained({}, { acr: STRONG, auth_time: 'yesterday' })).toMatch(
      by('auth_time \\(a text\\), which is no time', 'auth_time_missing'),
    );
    expect(await explained(BY_NUMBER, { acr: '2' })).toMatch(by('no signed_in', 'auth_time_missing'));
    expect(await explained(BY_SETS, { amr: ['pwd', 'otp'] })).toMatch(
      by('no timestamp of each method in amr', 'auth_time_missing'),
    );
    expect(await explained(TIMELESS, { acr: STRONG })).toMatch(
      by('no time: this issuer writes none', 'auth_time_unavailable'),
    );
  });

  test('with an acr that is not mapped are told what came and what is read', async () => {
    const bySets = await explained(BY_SETS, { amr: [used('sms', 'now-5')] });
    expect(bySets).toMatch(
      /came: {5}amr \[sms\], which is not mapped\n {2}expected: pwd\+otp|expected: pwd, pwd\+otp/m,
    );
    expect(bySets).toMatch(/by: {7}acr\.methods of the issuer/);
    expect(bySets).toMatch(/acr_values="mfa"/);
    const byNumber = await explained(BY_NUMBER, { acr: 7, signed_in: 'now-5' });
    expect(byNumber).toMatch(
      /came: {5}acr \(a number\), which is not mapped\n {2}expected: 1, 2\n {2}by: {7}acr\.numbers/m,
    );
  });
});

describe('a client of Microsoft Entra ID', () => {
  const CONTEXTS = { profile: 'entra', acr: { values: { c1: WEAK, c2: STRONG, c3: ACR[2] } } };
  const withContexts = (...acrs: string[]) =>
    explained(CONTEXTS, { azp: 'app', scp: 'a', acrs, auth_time: 'now-5' });

  test('gets the ids of authentication contexts, any of which suffices, as docs/client.md says', async () => {
    const challenged = await withContexts('c1');
    expect(challenged).toMatch(/acr_values="c2 c3"/);
    expect(challenged).not.toMatch(/claims=/);
    expect(await withContexts('c1', 'c2')).toMatch(/^Decision: allow/m);
    expect(await withContexts('c3')).toMatch(/^Decision: allow/m);
    const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'client.md'), 'utf8');
    expect(JSON.parse(/^claims=(.*)$/m.exec(guide)?.[1] ?? '')).toEqual({
      access_token: { acrs: { essential: true, value: 'c2' } },
    });
  });
});

test('a tenant of Microsoft Entra ID is challenged in its own form, where the config says so', async () => {
  const [weak = '', strong = '', strongest = ''] = ACR;
  const { trusted } = createEntraTenant({ weak, strong, strongest });
  const asked = (acrs: readonly string[]) =>
    explained(trusted, { azp: 'app', scp: 'a', acrs, auth_time: 'now-5' });
  const challenged = await asked(['c1']);
  expect(challenged).toContain(`claims="${btoa(claimsRequest('c2'))}", authorization_uri="https://login.`);
  expect(challenged).toMatch(/error="insufficient_claims".*acr_values="c2 c3"/);
  expect(await asked(['c1', 'c2'])).toMatch(/^Decision: allow/m);
});

describe('a described grant', () => {
  const grantFile = (grant: object) => ['--grant-file', world.fileOf('grant.json', grant)];

  test.each<[string, object]>([
    ['sets of methods', BY_SETS],
    ['a number', BY_NUMBER],
    [
      'a list of words and times of methods',
      { ...BY_SETS, acr: { claim: 'levels', values: { high: STRONG } } },
    ],
    ['its own words', {}],
  ])('is said as the issuer says a sign-in: by %s', async (_, settings) => {
    const grant = { acr: STRONG, authTime: 'now-60' };
    expect(await explained(settings, {}, ...grantFile(grant))).toMatch(
      /^Decision: allow, opened by the grant/m,
    );
    const weak = await explained(settings, {}, ...grantFile({ ...grant, acr: WEAK }));
    expect(weak).toMatch(/a grant that does not open it: acr/);
    const old = await explained(settings, {}, ...grantFile({ ...grant, authTime: 'now-301' }));
    expect(old).toMatch(/a grant that does not open it: max_age/);
  });

  test('has no time where the issuer writes none', async () => {
    const printed = await explained(TIMELESS, {}, ...grantFile({ acr: STRONG }));
    expect(printed).toMatch(/a grant that does not open it: auth_time_missing/);
    expect(printed).toMatch(/^Decision: deny \(auth_time_unavailable\)/m);
  });
});

test('simulate decides alike', async () => {
  const scenario = (name: string, claims: object, expected: unknown) => ({
    ...{ name, request: { method: 'POST', path: '/payments/17' } },
    ...{ claims, expect: expected },
  });
  const file = world.fileOf('scenarios.json', {
    scenarios: [
      scenario('new', { amr: [used('otp', 'now-10'), used('pwd', 'now-20')] }, 'allow'),
      scenario('silent', { amr: ['otp', 'pwd'] }, { decision: 'challenge', reason: 'auth_time_missing' }),
      scenario('odd', { amr: [7] }, { decision: 'challenge', reason: 'acr' }),
    ],
  });
  const result = await run(addSimulateCommand, BY_SETS, ['simulate', file]);
  expect(result.printed).toMatch(/3 of 3 scenarios as expected/);
});

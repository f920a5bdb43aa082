import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { scenariosJsonSchema } from '../../../admin/simulate/scenarios-json-schema.ts';
import { addSimulateCommand } from '../../../cli/simulate-command.ts';
import { startAdminWorld } from '../../support/admin/admin-world.ts';
import type { AdminWorld } from '../../support/admin/admin-world.ts';
import { runCommand } from '../../support/admin/command-runner.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const [SCENARIOS = '', POLICY = ''] = [
  ...readFileSync(join(ROOT, 'docs', 'simulate.md'), 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm),
].map(([, block = '']) => block);

let world: AdminWorld;
beforeAll(async () => {
  world = await startAdminWorld(v.parse(v.array(v.looseObject({})), parse(POLICY)));
});
afterAll(() => world.close());

const run = (...args: string[]) =>
  runCommand(addSimulateCommand, args, {
    connection: world.connection,
    now: () => Math.floor(Date.now() / 1000),
  });
const simulate = (file: string, ...args: string[]) => run('simulate', file, ...args);

const scenario = (expected: unknown, more: object = {}) => ({
  name: 'one',
  request: { method: 'POST', path: '/payments/17' },
  claims: { acr: 'urn:example:loa:1', auth_time: 'now-10', scope: 'payments:write' },
  expect: expected,
  ...more,
});
const fileOf = (...scenarios: object[]) => world.fileOf('scenarios.json', { scenarios });

test('the example of the documentation comes out as it says', async () => {
  const result = await simulate(world.fileOf('docs.yaml', SCENARIOS));
  expect(result).toMatchObject({ exitCode: 0, error: '' });
  expect(result.printed).toMatch(/\n5 of 5 scenarios as expected\.$/);
});

test('against a policy file, the decisions are those of the file, with what would change', async () => {
  const stricter = POLICY.replace('acr: urn:example:loa:2', 'acr: urn:example:loa:3');
  const args = ['--against', world.fileOf('policy.yaml', stricter)] as const;
  const result = await simulate(world.fileOf('docs.yaml', SCENARIOS), ...args);
  expect(result.exitCode).toBe(2);
  expect(result.printed).toMatch(
    /^NOT OK {2} +A second factor is: challenge \(acr\).*\n +decision: expected allow, found challenge\n +would change: today allow, opened by the token$/m,
  );
  expect(result.printed).toMatch(
    /\n\d of 5 scenarios as expected; [1-5] would change against the policy in force\.$/,
  );
});

test('a token that is not accepted, or whose acr is not mapped, shows what came and what is expected', async () => {
  const claims = scenario('allow').claims;
  const { printed } = await simulate(
    fileOf(
      scenario('allow', { claims: { ...claims, acr: 'silver' } }),
      scenario('unauthenticated', { claims: { ...claims, aud: 'account' } }),
    ),
  );
  expect(printed).toMatch(/^ +came: {5}acr silver, which is not mapped\n +expected: urn:example:loa:1/m);
  expect(printed).toMatch(
    /^ok +one: unauthenticated \(audience\).*\n +came: {5}aud account\n +expected: https:\/\/api\.example\.com\n +by: {7}audience of/m,
  );
});

test('a request that falls through to an open method is refused with the name of the method', async () => {
  const otherMethods = [{ method: 'ANY', template: '/{proxy+}' }];
  const at = (method: string, path: string) =>
    runCommand(
      addSimulateCommand,
      ['simulate', fileOf(scenario('challenge', { request: { method, path } }))],
      {
        connection: { ...world.connection, otherMethods },
        now: () => Math.floor(Date.now() / 1000),
      },
    );
  for (const [method, path] of [
    ['PUT', '/accounts'],
    ['PUT', '/payments/17'],
    ['PUT', '/payments/{id}'],
    ['PUT', '/payments/{another}/'],
    ['POST', '/{else}'],
    ['GET', '//nowhere/'],
  ] as const) {
    const { error, exitCode } = await at(method, path);
    expect(error).toContain(`Scenario "one": ${method} ${path} reaches ANY /{proxy+}`);
    expect(exitCode).toBe(1);
  }
  // Slashes at both ends change nothing, nor does the name of a parameter.
  for (const path of ['//payments/17/', '/payments/{id}', '/payments/{another}/'])
    expect((await at('POST', path)).printed).toMatch(/challenge \(acr\)/);
});

test('a template stands for the requests that no more specific resource takes', async () => {
  const otherMethods = [
    { method: 'ANY', template: '/{proxy+}' },
    { method: 'POST', template: '/payments/{id}/{more}' },
    { method: 'POST', template: '/{any}' },
  ];
  const reachedBy = async (path: string) => {
    const connection = { ...world.connection, otherMethods };
    const file = fileOf(scenario('challenge', { request: { method: 'POST', path } }));
    const { error } = await runCommand(addSimulateCommand, ['simulate', file], { connection, now: () => 0 });
    return error;
  };
  expect(await reachedBy('/{proxy+}')).toContain('POST /{proxy+} reaches ANY /{proxy+}');
  expect(await reachedBy('/{any}')).toContain('POST /{any} reaches POST /{any}');
  expect(await reachedBy('/payments/{id}/{more}')).toContain('reaches POST /payments/{id}/{more}');
  expect(await reachedBy('/payments/{proxy+}')).toContain('reaches ANY /{proxy+}');
});

test('the same policy in a file changes nothing', async () => {
  const args = ['--against', world.fileOf('policy.yaml', POLICY)] as const;
  const { exitCode, printed } = await simulate(world.fileOf('docs.yaml', SCENARIOS), ...args);
  expect(exitCode).toBe(0);
  expect(printed).toMatch(/\n5 of 5 scenarios as expected; 0 would change/);
});

test.each([
  ['the decision', 'allow', 'decision: expected allow, found challenge'],
  ['the reason', { decision: 'challenge', reason: 'max_age' }, 'reason: expected max_age, found acr'],
  [
    'the words',
    { decision: 'challenge', acr_values: ['urn:example:loa:3'] },
    'acr_values: expected urn:example:loa:3, found urn:example:loa:2 urn:example:loa:3',
  ],
  ['the age', { decision: 'challenge', max_age: 60 }, 'max_age: expected 60, found 300'],
])('%s that is not as expected fails, with both', async (_, expected, problem) => {
  const { exitCode, printed } = await simulate(fileOf(scenario(expected)));
  expect(exitCode).toBe(2);
  expect(printed).toContain(`           ${problem}`);
});

test('a route that is closed by mistake does not pass for one that is denied', async () => {
  const accounts = { request: { method: 'GET', path: '/accounts' } };
  const denied = await simulate(fileOf(scenario('deny', accounts)));
  expect(denied.exitCode).toBe(3);
  expect(denied.printed).toContain('the route is closed by a mistake (policy_missing)');
  const missing = { decision: 'deny', reason: 'policy_missing' };
  expect(await simulate(fileOf(scenario(missing, accounts)))).toMatchObject({ exitCode: 0 });
});

test('a policy file with an item that is not usable ends with 3 and names it', async () => {
  const policy = world.fileOf('bad.yaml', [{ route: 'GET /accounts', acr: 'gold' }, ...parsedPolicy()]);
  const { exitCode, printed } = await simulate(fileOf(scenario('challenge')), '--against', policy);
  expect(exitCode).toBe(3);
  expect(printed).toMatch(/^INVALID .*bad\.yaml: GET \/accounts: acr: not a word of the acr vocabulary$/m);
});

test('as JSON, it is one document', async () => {
  const { printed } = await run('--json', 'simulate', fileOf(scenario('challenge')));
  expect(JSON.parse(printed)).toMatchObject({ ok: true, results: [{ name: 'one', problems: [] }] });
});

test.each([
  ['a field that does not exist', { expects: 'allow' }, /scenarios\[0\]\.expects: unknown field/],
  ['a decision that does not exist', { expect: 'maybe' }, /scenarios\[0\]\.expect: expected one of allow/],
  ['a time that is none', { at: 'noon' }, /Scenario "one": at: "noon" is no time/],
  [
    'a path of no method',
    { request: { method: 'GET', path: '/nowhere' } },
    /Scenario "one": No protected method/,
  ],
])('%s is refused, and where it is', async (_, fields, message) => {
  const { exitCode, error } = await simulate(fileOf(scenario('allow', fields)));
  expect(exitCode).toBe(1);
  expect(error).toMatch(message);
});

test('the JSON Schema for editors is that of the scenarios: if not, npm run schema', () => {
  const file = readFileSync(join(ROOT, 'step-up.scenarios.schema.json'), 'utf8');
  expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(scenariosJsonSchema())));
});

function parsedPolicy(): object[] {
  return v.parse(v.array(v.looseObject({})), parse(POLICY));
}

test('against a policy file as large as apply takes it', async () => {
  const filler = Array.from({ length: 6_000 }, (_, index) => ({
    route: `GET /accounts/${index}`,
    description: 'x'.repeat(1_000),
  }));
  const policy = world.fileOf('large.json', [...filler, ...parsedPolicy()]);
  const { error, printed } = await simulate(fileOf(scenario('challenge')), '--against', policy);
  expect(error).toBe('');
  expect(printed).toMatch(/\n1 of 1 scenarios as expected; 0 would change/);
});

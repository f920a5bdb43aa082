import { addExplainCommand } from '../../../cli/explain/explain-command.ts';
import { hashParts } from '../../../adapters/hash.ts';
import { startAdminWorld } from '../../support/admin/admin-world.ts';
import type { AdminWorld } from '../../support/admin/admin-world.ts';
import { runCommand } from '../../support/admin/command-runner.ts';
import type { Connection } from '../../../admin/protected-api.ts';

const POLICIES = [
  {
    route: 'POST /payments/{id}',
    group: 'money',
    acr: 'urn:example:loa:2',
    rules: [
      { when: 'risk.score >= 70.0', acr: 'urn:example:loa:3', description: 'Risky users' },
      { when: 'claims.tenant == "bank"', maxAge: 60 },
      { when: 'request.query.dry.exists(one, one == "no")', scopes: ['never'] },
    ],
    upcoming: { effectiveAt: '2100-01-01T00:00:00Z', deny: true },
  },
  { route: 'GROUP money', scopes: ['payments:write'] },
  { route: 'ANY /*', acr: 'urn:example:loa:1' },
];

let world: AdminWorld;
beforeAll(async () => {
  world = await startAdminWorld(POLICIES);
});
afterAll(() => world.close());

const explain = (args: readonly string[], connection: Partial<Connection> = {}) =>
  runCommand(addExplainCommand, ['explain', ...args], {
    connection: { ...world.connection, ...connection },
    now: () => Math.floor(Date.now() / 1000),
  });

const claimsFile = (claims: object) => world.fileOf('claims.yaml', { auth_time: 'now-10', ...claims });
const STRONG = { acr: 'urn:example:loa:2', scope: 'payments:write', tenant: 'shop' };
const DRY = ['--query', 'dry=yes'];

test('the report tells which items count, which rules fire, what is met, and the answer of the client', async () => {
  const args = ['POST', '/payments/17?dry=yes', '--claims', claimsFile(STRONG), '--risk', '{"score":70}'];
  const { printed, exitCode } = await explain(args);
  expect(exitCode).toBe(2);
  expect(printed).toMatch(/^POST \/payments\/17, which is POST \/payments\/\{id\}, at /);
  for (const line of [
    /^ {2}POST \/payments\/\{id\} +there: this one counts$/m,
    /^ {2}ANY \/payments\/\* +not there$/m,
    /^ {2}ANY \/\* +there, but a more specific one counts$/m,
    /^ {2}GROUP money holds too/m,
    /^ {2}A change is announced for 2100-01-01T00:00:00Z\.$/m,
    /^ {2}matched +risk\.score >= 70\.0 {2}\(POST \/payments\/\{id\}: Risky users\)$/m,
    /^ {2}not matched +claims\.tenant == "bank"/m,
    /^ {2}met +scopes +payments:write; the token: payments:write$/m,
    /^ {2}NOT MET +acr +one of urn:example:loa:3; the token: urn:example:loa:2$/m,
    /^Decision: challenge \(acr\), acr urn:example:loa:3$/m,
    /^ {2}HTTP 401$/m,
    /^ {2}WWW-Authenticate: Bearer error="insufficient_user_authentication", .*acr_values="urn:example:loa:3", resource_metadata="https:\/\/api\.example\.com\/v1\/\.well-known\/oauth-protected-resource\/payments\/17"$/m,
    /^ {2}\{"type":"urn:step-up-authorizer:problem:insufficient_user_authentication",/m,
    /^From 2100-01-01T00:00:00Z on: deny \(policy_denies\)$/m,
  ])
    expect(printed).toMatch(line);
});

test('an allowed request prints the context that the backend gets', async () => {
  const { printed, exitCode } = await explain([
    'POST',
    '/payments/17',
    '--claims',
    claimsFile(STRONG),
    ...DRY,
  ]);
  expect(exitCode).toBe(0);
  expect(printed).toMatch(/^Decision: allow, opened by the token$/m);
  expect(printed).toMatch(/^ {2}acr: urn:example:loa:2$/m);
  expect(printed).toMatch(/^ {2}upcomingOutcome: deny$/m);
});

test('a rule that cannot be evaluated is shown as one that failed, and counts', async () => {
  const { printed } = await explain(['POST', '/payments/17', '--claims', claimsFile(STRONG)]);
  expect(printed).toMatch(/^ {2}FAILED +request\.query\.dry/m);
  expect(printed).toMatch(/it could not be evaluated, and so it counts: .*dry/);
  expect(printed).toMatch(/^Decision: insufficient_scope, scopes never payments:write$/m);
});

test('a template is explained as it stands, and one that no method is for is refused', async () => {
  const known = await explain(['post', '/payments/{id}', '--claims', claimsFile(STRONG), ...DRY]);
  expect(known).toMatchObject({ exitCode: 0, informed: '' });
  const unknown = await explain(['POST', '/{else}', '--claims', claimsFile(STRONG)]);
  expect(unknown.exitCode).toBe(1);
  expect(unknown.error).toContain('No protected method of the API is for POST /{else}. It has: ');
});

test('a path that no method is for is refused with the methods that there are', async () => {
  const { error, exitCode } = await explain(['GET', '/payments/17', '--claims', claimsFile(STRONG)]);
  expect(exitCode).toBe(1);
  expect(error).toBe(
    'No protected method of the API is for GET /payments/17. It has: GET /accounts, POST /payments/{id}.',
  );
});

test('a token that is not accepted is told its reason, and the client what it always is', async () => {
  const token = await world.issuer.sign({ exp: 1_000 });
  const { printed, exitCode } = await explain(['GET', '/accounts', '--token', token]);
  expect(exitCode).toBe(2);
  expect(printed).toMatch(/^Decision: unauthenticated \(expired\), The token has expired\.$/m);
  expect(printed).toContain(
    'error_description="The access token is expired, malformed, or not for this API."',
  );
  expect(printed).not.toContain(token);
});

test('a token that is not accepted shows what came, what is expected, and which setting of which issuer says so', async () => {
  const token = await world.issuer.sign({ aud: 'https://other.example.com' });
  const { printed } = await explain(['GET', '/accounts', '--token', token]);
  expect(printed).toContain(
    [
      'Decision: unauthenticated (audience), The token is for another audience.',
      '  came:     aud https://other.example.com',
      '  expected: https://api.example.com',
      `  by:       audience of the issuer ${world.issuer.issuer} in the trust config`,
    ].join('\n'),
  );
});

test('an acr that is not mapped is named, beside those that are', async () => {
  const { printed } = await explain([
    'POST',
    '/payments/17',
    ...DRY,
    '--claims',
    claimsFile({ ...STRONG, acr: 'silver' }),
  ]);
  expect(printed).toMatch(/^ {2}NOT MET +acr .*; the token: acr silver, which is not mapped$/m);
  expect(printed).toMatch(
    /^Decision: challenge \(acr\).*\n {2}came: {5}acr silver, which is not mapped\n {2}expected: urn:example:loa:1, .*\n {2}by: {7}acr\.values of the issuer http/m,
  );
});

test('the same claims come to the same, in a token and in a file', async () => {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: 'carol', acr: 'urn:example:loa:1', auth_time: now - 5, amr: ['pwd'], exp: now + 60 };
  const token = await world.issuer.sign({ ...claims, iat: undefined });
  const at = ['--json', 'explain', 'GET', '/accounts', '--at', String(now)];
  const run = (args: readonly string[]) =>
    runCommand(addExplainCommand, [...at, ...args], { connection: world.connection, now: () => now });
  const own = { ...claims, client_id: 'app', scope: 'payments:write' };
  const byFile = await run(['--claims', world.fileOf('carol.json', own)]);
  expect(byFile.printed).toBe((await run(['--token', token])).printed);
  expect(byFile.exitCode).toBe(0);
});

describe('what other users of the machine must not read comes from standard input', () => {
  const now = Math.floor(Date.now() / 1000);
  const run = (args: readonly string[], input: string) =>
    runCommand(addExplainCommand, ['explain', 'POST', '/payments/17', ...DRY, ...args], {
      connection: world.connection,
      now: () => now,
      input,
    });
  const tokenOf = () => world.issuer.sign({ acr: 'urn:example:loa:2', auth_time: now });

  test('a token, with any end of line', async () => {
    const token = await tokenOf();
    const { printed } = await run(['--token', '-'], `${token}\r\n`);
    expect(printed).toBe((await run(['--token', token], '')).printed);
    expect(printed).toMatch(/^Decision: allow, opened by the token$/m);
  });

  test('a grant, and both, of which the token comes first', async () => {
    const token = await tokenOf();
    const grant = `sug_${'A'.repeat(43)}`;
    const given = await run(['--token', token, '--grant', grant], '');
    expect(given.printed).toContain('a grant that is not in the table');
    expect((await run(['--token', token, '--grant', '-'], grant)).printed).toBe(given.printed);
    expect((await run(['--token', '-', '--grant', '-'], `${token}\n${grant}\n`)).printed).toBe(given.printed);
  });

  test.each([
    ['nothing', ['--token', '-'], ' \n', 'standard input has 0 lines, and --token takes one'],
    [
      'one line for two',
      ['--token', '-', '--grant', '-'],
      'one',
      'standard input has 1 lines, and --token and --grant take one each, the token first',
    ],
    ['two lines for one', ['--token', '-'], 'one\ntwo', 'standard input has 2 lines, and --token takes one'],
  ])('%s is refused, and not repeated', async (_, args, input, message) => {
    expect(await run(args, input)).toMatchObject({ exitCode: 1, error: message });
  });
});

test('the risk is that of the table, unless another is given', async () => {
  const id = hashParts(world.issuer.issuer, 'dave');
  await world.database.put('risk', { id, score: 99 });
  const dave = ['POST', '/payments/17', '--claims', claimsFile({ ...STRONG, sub: 'dave' }), ...DRY];
  expect(await explain(dave)).toMatchObject({ exitCode: 2 });
  expect(await explain([...dave, '--risk', world.fileOf('risk.yaml', 'score: 1')])).toMatchObject({
    exitCode: 0,
  });
});

test('a grant may be described in a file', async () => {
  const weak = claimsFile({ ...STRONG, acr: 'urn:example:loa:1' });
  const args = (grant: object) => [
    ...['POST', '/payments/17', '--claims', weak, ...DRY],
    ...['--grant-file', world.fileOf('grant.yaml', grant)],
  ];
  const opened = await explain(args({ acr: 'urn:example:loa:2', issuedAt: 'now-30' }));
  expect(opened.printed).toMatch(/^Decision: allow, opened by the grant$/m);
  const refused = await explain(args({ target: 'POST /payments/{id}' }));
  expect(refused.printed).toMatch(/the grant does not count: other_target/);
  expect(refused.printed).toMatch(/NOT MET +grant +possible for GROUP money, .*: other_target$/m);
});

test('the time may be another: from its moment on, the announced change holds', async () => {
  const args = ['POST', '/payments/17', '--claims', claimsFile(STRONG), '--at', '2100-01-01T00:00:00Z'];
  const { printed } = await explain(args);
  expect(printed).toMatch(/^ {2}The change announced for 2100-01-01T00:00:00Z holds\.$/m);
  expect(printed).toMatch(/^Decision: deny \(policy_denies\)$/m);
});

test('a policy that is invalid ends with 3, and tells what is wrong with it', async () => {
  await world.database.put('policy', { route: 'GET /accounts', maxage: 60 });
  const { exitCode, printed } = await explain(['GET', '/accounts', '--claims', claimsFile(STRONG)]);
  await world.database.remove('policy', { route: 'GET /accounts' });
  expect(exitCode).toBe(3);
  expect(printed).toMatch(
    /^ {2}GET \/accounts is not usable, and closes the route:\n {4}maxage: unknown field/m,
  );
});

test.each([
  ['neither token nor claims', [], /give --token with an access token, or --claims/],
  ['a time that is none', ['--claims', 'x', '--at', 'noon'], /--at: "noon" is no time/],
  ['a header without a colon', ['--claims', 'x', '--header', 'nothing'], /write it as name: value/],
  ['a file that is not there', ['--claims', '/nowhere/claims.yaml'], /cannot be read/],
  ['a risk that is none', ['--claims', '', '--risk', '{"score": 101, "points": 1}'], /expected 0 to 100/],
])('%s is refused in words', async (_, args, message) => {
  const file = claimsFile(STRONG);
  const { error, exitCode } = await explain(['GET', '/accounts', ...args.map((one) => one || file)]);
  expect(error).toMatch(message);
  expect(exitCode).toBe(1);
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import type { Connection } from '../../../admin/protected-api.ts';
import { addLintCommand } from '../../../cli/lint-command.ts';
import { reachableAcr } from '../../../admin/lint/reachable-acr.ts';
import { createLocalClient, createTables, startDynamoDB } from '../../../local/dynamodb.ts';
import type { DynamoDB } from '../../../local/dynamodb.ts';
import { runCommand } from '../../support/admin/command-runner.ts';
import { databaseAt } from '../../support/tables/database.ts';
import type { Database } from '../../support/tables/database.ts';
import { methods } from '../../support/lint/case.ts';
import { closeServer, listenOnLoopback } from '../../support/loopback-server.ts';
import { NOW, VOCABULARY } from '../../support/policies/decision-inputs.ts';
import { TABLES } from '../../support/tables/tables.ts';

/** Issuers by the first segment of their path. */
const DOCUMENTS: Readonly<Record<string, (issuer: string) => object>> = {
  good: (issuer) => ({ issuer, acr_values_supported: ['loa1', 'loa2'] }),
  silent: (issuer) => ({ issuer }),
  other: () => ({ issuer: 'https://other.example.com', acr_values_supported: ['loa1'] }),
  wrong: (issuer) => ({ issuer, acr_values_supported: 'loa1' }),
  large: (issuer) => ({ issuer, acr_values_supported: ['x'.repeat(300_000)] }),
};

let base: string;
let asked: string[];
const server = createServer((request, response) => {
  const [, name = '', ...rest] = request.url?.split('/') ?? [];
  asked.push(name);
  if (name === 'hanging') return;
  if (name === 'moved') {
    response.writeHead(302, { location: `${base}/good/${rest.join('/')}` }).end();
    return;
  }
  const document = DOCUMENTS[name]?.(`${base}/${name}`);
  response.writeHead(document === undefined ? 404 : 200).end(JSON.stringify(document ?? {}));
});

beforeAll(async () => {
  base = await listenOnLoopback(server);
});
afterAll(() => closeServer(server));
beforeEach(() => {
  asked = [];
});

describe('the acr words that an issuer publishes', () => {
  const published = async (...names: string[]) => [
    ...(await reachableAcr(
      names.map((name) => ({ issuer: `${base}/${name}` })),
      500,
    )),
  ];

  test('are read from its discovery document', async () => {
    expect(await published('good')).toEqual([[`${base}/good`, ['loa1', 'loa2']]]);
  });

  test.each(['silent', 'other', 'wrong', 'large', 'hanging', 'moved', 'missing'])(
    'are unknown for a document that is %s, and known for other issuers',
    async (name) => {
      expect(await published(name, 'good')).toEqual([[`${base}/good`, ['loa1', 'loa2']]]);
      expect(asked.toSorted()).toEqual([name, 'good'].toSorted());
    },
  );
});

describe('step-up policy lint', () => {
  let engine: DynamoDB;
  let database: Database;
  const folder = mkdtempSync(join(tmpdir(), 'lint-'));

  beforeAll(async () => {
    engine = await startDynamoDB();
    await createTables(engine.endpoint, TABLES);
    database = databaseAt(engine.endpoint);
  });
  afterAll(() => engine.close());

  /** Runs the command as it is typed. */
  async function run(...args: string[]) {
    const trust = parseTrustConfig(
      { acr: VOCABULARY, issuers: [{ issuer: `${base}/good`, audience: ['api'] }] },
      { allowLoopbackIssuers: true },
    );
    if (!trust.ok) throw new Error('the trust config is wrong');
    const connection: Connection = {
      description: 'the test',
      dynamodb: createLocalClient(engine.endpoint),
      policyTable: 'policy',
      grantTable: undefined,
      riskTable: undefined,
      auditTable: undefined,
      trust: trust.value,
      routes: methods('GET /a', 'GET /b'),
      baseUrl: undefined,
    };
    return runCommand(
      (program, runtime) => {
        addLintCommand(program.command('policy'), runtime);
      },
      ['policy', 'lint', ...args],
      { connection, now: () => NOW },
    );
  }

  function file(content: string) {
    const path = join(folder, 'policies.yaml');
    writeFileSync(path, content);
    return path;
  }

  test('checks the table, prints by route, and exits with 3 if there are errors', async () => {
    await database.put('policy', { route: 'GET /a', acr: 'loa9', maxAge: 20 });
    await database.put('policy', { route: 'GET /b', acr: 'loa3' });
    const { lines, exitCode } = await run();
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'GET /a',
      '  error    acr',
      '  error    maxAge',
      'GET /b',
      `  warning  ${base.split(':')[0] ?? ''}`,
      '2 errors, 1 warnings in the policies of the test',
    ]);
    expect(lines.join('\n')).toContain('[acr-unsupported]');
    expect(exitCode).toBe(3);
  });

  test('prints one JSON document for pipelines', async () => {
    await database.put('policy', { route: 'GET /a', acr: 'loa1' });
    await database.put('policy', { route: 'GET /b', acr: 'loa1', grant: { required: true }, scopes: [] });
    const { lines } = await run('--json');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      { errors: 0, warnings: 0, findings: [] },
    ]);
  });

  const WARNING = '- route: ANY /*\n  acr: loa1\n- route: GET /a\n- route: GET /b\n  acr: loa2\n';

  test('exits with 0 for warnings alone, and with 3 if --strict is given', async () => {
    const path = file(WARNING);
    const { lines, exitCode } = await run('--file', path);
    expect(lines.at(-1)).toBe(`0 errors, 2 warnings in ${path}`);
    expect(exitCode).toBe(0);
    expect((await run('--file', path, '--strict')).exitCode).toBe(3);
    expect((await run('--file', file('- route: ANY /*'), '--strict')).exitCode).toBe(0);
  });

  test('takes a file as the whole table, also in JSON, and also as a map', async () => {
    expect((await run('--file', file('[{"route": "GET /a", "acr": "loa9"}]'))).exitCode).toBe(3);
    expect((await run('--file', file('ANY /*: {}'))).exitCode).toBe(0);
  });

  test.each([
    ['a missing file', () => join(folder, 'none.yaml'), 'cannot be read'],
    ['a file that is not YAML', () => file('a: [b'), 'line 1'],
    ['a name that stands twice', () => file('GET /a: {}\nGET /a: {}'), 'line 2'],
    ['a list of something else', () => file('- 1'), 'item 1'],
  ])('says what is wrong with %s', async (_, path, reason) => {
    expect((await run('--file', path())).error).toMatch(reason);
  });

  test('does not let an item write to the terminal', async () => {
    const { lines } = await run('--file', file('- route: "GET /a\\e[31m\\nok"\n  acr: "\\e[31m"'));
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  });
});

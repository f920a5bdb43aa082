/** Each refusal of docs/cli.md, by a command line that gets it: its code and facts with --json, and its exit code. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashParts } from '../../../adapters/hash.ts';
import { administration } from '../../../admin/administration.ts';
import { connect, connectForFiles } from '../../../admin/connection/connection.ts';
import { announceRun } from '../../../admin/connection/run-file.ts';
import type { Connection } from '../../../admin/protected-api.ts';
import { REFUSALS } from '../../../admin/refusals/codes.ts';
import type { RefusalCode } from '../../../admin/refusals/codes.ts';
import { ALL_COMMANDS } from '../../../cli/all-commands.ts';
import { faultLog } from '../../../cli/fault-log.ts';
import { runProgram } from '../../../cli/program.ts';
import { reservePort } from '../../support/reserved-port.ts';
import { startAdminWorld } from '../../support/admin/admin-world.ts';
import type { AdminWorld } from '../../support/admin/admin-world.ts';

const NOW = 1_790_000_000;
const ACR = 'urn:example:loa:2';
const EMPTY = mkdtempSync(join(tmpdir(), 'step-up-refusals-'));
/** A local run without a protected method is started here. */
const STARTED_IN = mkdtempSync(join(tmpdir(), 'step-up-refusals-'));
const TRUST = { acr: ['a'], issuers: [{ issuer: 'https://id.example.com', audience: ['api'] }] };
const RECORDED = { change: '1', at: '2026-06-01T12:00:00Z', event: 'created', eventId: 'e' };

let world: AdminWorld;
beforeAll(async () => {
  world = await startAdminWorld([
    { route: 'GET /accounts', acr: ACR },
    { route: 'POST /payments/{id}', rules: [{ when: 'risk.score > 50', acr: ACR }] },
  ]);
});
afterAll(() => world.close());

interface Case {
  /** The command line, or a function that prepares for it. */
  readonly args: readonly string[] | (() => Promise<readonly string[]>);
  /** Standard input. */
  readonly input?: string;
  /** What is different in the connection. */
  readonly connection?: () => Partial<Connection>;
  /** Connects as a command in this folder does. */
  readonly directory?: string;
  readonly interrupted?: boolean;
  readonly facts?: Readonly<Record<string, unknown>>;
}

const twoIssuers = (): Partial<Connection> => {
  const { trust } = world.connection;
  const [first] = trust.issuers;
  if (first === undefined) throw new Error('the trust config has no issuer');
  return { trust: { ...trust, issuers: [first, { ...first, issuer: 'https://other.example.com' }] } };
};

/** In the place of the audit table stands the policy table: both have the key `route`. */
const withRecord = (): Partial<Connection> => ({ auditTable: 'policy' });

const CASES: Readonly<Record<RefusalCode, Case>> = {
  usage: { args: ['polcy'] },
  input_missing: { args: ['policy', 'put', 'GET /accounts'], facts: { route: 'GET /accounts' } },
  input_too_large: {
    args: () => Promise.resolve(['explain', 'GET', '/accounts', '--claims', largeFile()]),
  },
  input_malformed: { args: ['risk', 'revoke', 'alice', '--before', 'yesterdayish'] },
  file_unreadable: { args: ['policy', 'apply', join(EMPTY, 'nowhere.yaml')] },
  not_confirmed: {
    args: ['policy', 'apply', '-'],
    input: 'GET /new: {acr: urn:example:loa:1}',
    facts: { changes: 1 },
  },
  api_not_named: { args: ['policy', 'list'], directory: EMPTY },
  api_not_found: {
    args: () => {
      const run = { pid: process.pid, apiUrl: 'http://127.0.0.1:3000/v1', endpoint: 'http://127.0.0.1:1' };
      announceRun(STARTED_IN, {
        ...run,
        issuer: 'http://127.0.0.1:3001',
        region: 'us-east-1',
        environment: {},
        routes: [],
      });
      return Promise.resolve(['policy', 'list']);
    },
    directory: STARTED_IN,
  },
  trust_config_missing: { args: ['--table', 'policy', 'policy', 'list'], directory: EMPTY },
  trust_config_invalid: {
    args: ['--table', 'policy', 'policy', 'list'],
    directory: folderOf({ ...TRUST, acr: 1 }),
  },
  table_not_named: { args: ['risk', 'get', 'alice'], connection: () => ({ riskTable: undefined }) },
  unreachable: {
    args: async () => {
      const { number, release } = await reservePort();
      afterAllReleased.push(release);
      return ['--table', 'policy', '--endpoint', `http://127.0.0.1:${number}`, 'policy', 'list'];
    },
    directory: folderOf(TRUST),
  },
  aws_refused: { args: ['policy', 'list'], connection: () => ({ policyTable: 'nowhere' }) },
  route_malformed: { args: ['policy', 'get', 'payments'] },
  no_such_item: { args: ['policy', 'get', 'GET /nowhere'], facts: { route: 'GET /nowhere' } },
  policy_conflict: {
    args: ['policy', 'put', 'GET /accounts'],
    input: `acr: ${ACR}\nversion: 7`,
    facts: { route: 'GET /accounts' },
  },
  policy_invalid: {
    args: ['policy', 'put', 'GET /accounts', '--acr', 'urn:example:loa:9'],
    facts: { findings: [{ route: 'GET /accounts', rule: 'acr-unknown', severity: 'error', field: 'acr' }] },
  },
  policy_loosens: {
    args: ['policy', 'put', 'GET /accounts', '--acr', 'urn:example:loa:1'],
    facts: { loosens: { 'GET /accounts': [expect.any(String)] } },
  },
  policy_file_invalid: { args: ['policy', 'diff', '-'], input: 'GET /a: [', facts: { line: 1 } },
  policy_partly_applied: {
    args: ['policy', 'apply', '-', '--yes'],
    input: 'GET /new: {acr: urn:example:loa:1}',
    interrupted: true,
    facts: { done: [], notDone: ['GET /new'], unknown: [], because: 'interrupted' },
  },
  no_record: { args: ['policy', 'history', 'GET /accounts'] },
  record_too_short: {
    args: async () => {
      await world.database.put('policy', { ...RECORDED, route: 'GET /recorded' });
      return ['policy', 'rollback', 'GET /recorded', '--changes', '2'];
    },
    connection: withRecord,
    facts: { route: 'GET /recorded', recorded: 1 },
  },
  record_incomplete: {
    args: ['policy', 'rollback', 'GET /accounts'],
    connection: withRecord,
  },
  issuer_not_named: { args: ['grants', 'list', 'alice'], connection: twoIssuers },
  issuer_not_trusted: {
    args: ['grants', 'list', 'alice', '--issuer', 'https://x'],
    facts: { issuer: 'https://x' },
  },
  no_such_grant: { args: ['grants', 'revoke', '--id', 'a'.repeat(64)], facts: { id: 'a'.repeat(64) } },
  risk_unreadable: {
    args: async () => {
      await world.database.put('risk', { id: hashParts(world.issuer.issuer, 'alice'), score: 'high' });
      return ['risk', 'get', 'alice'];
    },
    facts: { field: 'score' },
  },
  no_such_route: { args: ['explain', 'GET', '/nowhere', '--claims', claimsFile()] },
  route_not_protected: {
    args: ['explain', 'PUT', '/accounts', '--claims', claimsFile()],
    connection: () => ({ otherMethods: [{ method: 'ANY', template: '/{proxy+}' }] }),
    facts: { reached: 'ANY /{proxy+}' },
  },
  keys_unavailable: {
    args: async () => {
      world.issuer.answer((_, response) => response.writeHead(500).end());
      return ['explain', 'GET', '/accounts', '--token', await world.issuer.sign()];
    },
  },
  keys_unreadable: {
    args: async () => {
      world.issuer.answer((_, response) => response.end('<html>'));
      return ['explain', 'GET', '/accounts', '--token', await world.issuer.sign()];
    },
  },
  internal: {
    args: ['policy', 'list'],
    connection: () => ({
      get dynamodb(): never {
        throw new TypeError('x is not a function');
      },
    }),
    facts: { correlationId: expect.any(String) },
  },
};

const afterAllReleased: (() => void)[] = [];
afterAll(() => {
  for (const release of afterAllReleased) release();
});

test('a grant that is given in the place of its id stands nowhere in the answer', async () => {
  const grant = `sug_${'x'.repeat(43)}`;
  const { printed, informed } = await run(['--json', 'grants', 'revoke', '--id', grant], { args: [] });
  expect(printed).toContain('input_malformed');
  expect([printed, ...informed].join('')).not.toContain(grant);
});

test.each(entries())('%s', async (code, one) => {
  const args = typeof one.args === 'function' ? await one.args() : one.args;
  const { exitCode, printed, informed } = await run(['--json', ...args], one);
  const refusal = REFUSALS[code];
  const document: unknown = JSON.parse(printed);
  expect(document).toMatchObject({ code, exitCode: refusal.exitCode, facts: one.facts ?? {} });
  expect(document).toHaveProperty('error', expect.stringMatching(/\S/));
  expect(exitCode).toBe(refusal.exitCode);
  expect(informed.filter((line) => line.startsWith('fault '))).toHaveLength(code === 'internal' ? 1 : 0);
});

function entries(): (readonly [code: RefusalCode, one: Case])[] {
  return Object.entries(CASES).flatMap(([code, one]) => (isCode(code) ? [[code, one] as const] : []));
}

function isCode(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}

async function run(
  args: readonly string[],
  { input = '', connection, directory, interrupted = false }: Case,
) {
  const [printed, informed]: [string[], string[]] = [[], []];
  let exitCode = 0;
  const inform = (line: string) => {
    informed.push(line);
  };
  const startedIn = { directory: directory ?? EMPTY, environment: {} };
  const given = () => Object.defineProperties({ ...world.connection }, properties(connection?.()));
  const signal = interrupted ? AbortSignal.abort() : new AbortController().signal;
  await runProgram(
    args,
    {
      admin: administration(faultLog({ inform })),
      connect: (options) =>
        directory === undefined ? Promise.resolve(given()) : connect(options, startedIn),
      connectForFiles: (options) =>
        directory === undefined ? Promise.resolve(given()) : connectForFiles(options, startedIn),
      print: (line) => printed.push(line),
      inform,
      confirm: () => Promise.resolve(false),
      readInput: () => Promise.resolve(input),
      guarded: (work) => work(signal),
      exit: (code) => {
        exitCode = code;
      },
      now: () => NOW,
      environment: {},
    },
    ALL_COMMANDS,
  );
  return { exitCode, printed: printed.join('\n'), informed };
}

function properties(changes: Partial<Connection> = {}): PropertyDescriptorMap {
  return Object.getOwnPropertyDescriptors(changes);
}

/** A folder with this trust config. */
function folderOf(trust: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-refusals-'));
  writeFileSync(join(folder, 'step-up.config.json'), JSON.stringify(trust));
  return folder;
}

function claimsFile(): string {
  const file = join(EMPTY, 'claims.json');
  writeFileSync(file, JSON.stringify({ sub: 'alice' }));
  return file;
}

function largeFile(): string {
  const file = join(EMPTY, 'large.json');
  writeFileSync(file, ' '.repeat(6_000_000));
  return file;
}

/** DynamoDB endpoints that take a call and do not answer it to the end. */
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dynamodbClient } from '../../../admin/connection/aws-clients.ts';
import type { Connection } from '../../../admin/protected-api.ts';
import { EXIT } from '../../../admin/refusals/codes.ts';
import { ALL_COMMANDS } from '../../../cli/all-commands.ts';
import { connectionTo } from '../../support/admin/connection-to.ts';
import { runCommand } from '../../support/admin/command-runner.ts';
import { closeServer, listenOnLoopback } from '../../support/loopback-server.ts';

/** For each attempt, in milliseconds. Commands give 5 seconds. */
const SHORT = 100;

const ISSUER = 'https://id.example.com';

let answer: (response: ServerResponse) => void;
const server = createServer((request, response) => {
  request.resume();
  answer(response);
});

let endpoint: string;
let connection: Connection;
beforeAll(async () => {
  endpoint = await listenOnLoopback(server);
  connection = {
    ...connectionTo({ issuer: ISSUER, acr: ['loa1', 'loa2'], endpoint, routes: [ACCOUNTS] }),
    dynamodb: dynamodbClient({ endpoint }, SHORT),
    auditTable: 'audit',
  };
});
afterAll(async () => {
  connection.dynamodb.destroy();
  await closeServer(server);
});

const ACCOUNTS = { method: 'GET', template: '/accounts' };
const CLAIMS = join(mkdtempSync(join(tmpdir(), 'step-up-unanswered-')), 'claims.json');
writeFileSync(CLAIMS, '{"sub": "alice"}');

const COMMANDS: readonly (readonly [command: string, args: readonly string[]])[] = [
  ['policy list', []],
  ['policy get', ['GET /accounts']],
  ['policy put', ['GET /accounts', '--acr', 'loa1']],
  ['policy delete', ['GET /accounts']],
  ['policy apply', ['-', '--yes']],
  ['policy diff', ['-']],
  ['policy export', []],
  ['policy lint', []],
  ['policy history', ['GET /accounts']],
  ['policy rollback', ['GET /accounts']],
  ['risk get', ['alice']],
  ['risk set', ['alice', '--score', '50']],
  ['risk clear', ['alice']],
  ['risk revoke', ['alice']],
  ['grants list', ['alice']],
  ['grants revoke', ['alice']],
  ['explain', ['GET', '/accounts', '--claims', CLAIMS, '--issuer', ISSUER]],
];

describe.each<readonly [what: string, answer: (response: ServerResponse) => void]>([
  ['that never answers', () => undefined],
  [
    'whose answer stops',
    (response) => response.writeHead(200, { 'content-length': 1000 }).write('{"Items":'),
  ],
])('a server %s', (_, answerSo) => {
  beforeAll(() => {
    answer = answerSo;
  });

  test.each(COMMANDS)('ends step-up %s, and is named', async (command, args) => {
    const { exitCode, error } = await runCommand(
      (program, runtime) => {
        for (const add of ALL_COMMANDS) add(program, runtime);
      },
      [...command.split(' '), ...args],
      { connection, now: () => Date.now() / 1000, input: 'GET /accounts: {acr: loa1}' },
    );
    expect(error).toMatch(/: nothing answers at http:\/\/127\.0\.0\.1:\d+ in time: is the endpoint right/);
    expect(error).toContain(endpoint);
    expect(exitCode).toBe(EXIT.failure);
  });
});

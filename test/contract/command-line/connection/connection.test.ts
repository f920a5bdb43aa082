import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine, commandLineProcess } from '../../../support/admin/command-line.ts';
import { announceRun } from '../../../../admin/connection/run-file.ts';
import { createTables, startDynamoDB } from '../../../../local/dynamodb.ts';
import type { DynamoDB } from '../../../../local/dynamodb.ts';
import { startFakeAws } from './aws-fake.ts';
import type { FakeAws, FakeStack } from './aws-fake.ts';
import { TABLE_NAMES, TABLES } from '../../../support/tables/tables.ts';
import { reservePort } from '../../../support/reserved-port.ts';

const TRUST = { acr: ['a'], issuers: [{ issuer: 'https://id.example.com', audience: ['api'] }] };
const ENVIRONMENT = TABLE_NAMES;
const MAIN = join(import.meta.dirname, 'connection-main.ts');

const outputOf = (key: string, apiId: string) => ({
  key,
  value: JSON.stringify({
    authorizerFunction: 'shop-authorizer',
    authorizerResource: 'Authorizer',
    apiId,
    auditTable: 'audit',
  }),
  description: 'step-up-authorizer: what its command line needs',
});
const custom = (authorizerId: string) => ({ authorizationType: 'CUSTOM', authorizerId });
const STACK: FakeStack = {
  outputs: [{ key: 'ApiUrl', value: 'https://x' }, outputOf('StepUpA', 'api1')],
  environment: ENVIRONMENT,
  metadata: { 'aws:cdk:path': 'Shop/StepUp', 'step-up-authorizer:trust-config': JSON.stringify(TRUST) },
  resources: [
    [{ path: '/', resourceMethods: { GET: { authorizationType: 'NONE' } } }, { path: '/open' }],
    [
      {
        path: '/payments',
        resourceMethods: {
          POST: custom('ours'),
          PUT: custom('other'),
          OPTIONS: { authorizationType: 'NONE' },
        },
      },
    ],
    [{ path: '/admin/{proxy+}', resourceMethods: { ANY: custom('ours') } }],
  ],
};

describe('--stack', () => {
  let aws: FakeAws | undefined;
  afterEach(() => aws?.close());

  async function connectTo(stack: FakeStack, options: object = {}) {
    aws = await startFakeAws(stack);
    const args = [JSON.stringify({ stack: 'shop', region: 'eu-west-1', ...options })];
    const { out, ...ended } = await commandLineProcess(args, { environment: aws.environment }, MAIN);
    expect(ended).toEqual({ code: 0, err: '' });
    const found: unknown = JSON.parse(out);
    return found;
  }

  test('finds tables, trust config, protected methods and base URL from the outputs on', async () => {
    expect(await connectTo(STACK)).toEqual({
      description: 'stack shop in eu-west-1',
      policyTable: 'policy',
      grantTable: 'grant',
      riskTable: 'risk',
      auditTable: 'audit',
      trust: expect.objectContaining({ acr: ['a'] }),
      routes: [
        { method: 'POST', template: '/payments' },
        { method: 'ANY', template: '/admin/{proxy+}' },
      ],
      otherMethods: [
        { method: 'GET', template: '/' },
        { method: 'PUT', template: '/payments' },
        { method: 'OPTIONS', template: '/payments' },
      ],
      baseUrl: 'https://api1.execute-api.eu-west-1.amazonaws.com/prod',
    });
    expect(aws?.asked.filter((operation) => operation === 'GetResources')).toHaveLength(3);
  });

  test('puts into the trust config what is known only at deployment, from the environment of the authorizer', async () => {
    const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/';
    const [text = '', rest = ''] = JSON.stringify({
      ...TRUST,
      issuers: [{ issuer: `${issuer}POOL`, profile: 'cognito', clientsWithoutAudience: ['app'] }],
    }).split('POOL');
    const metadata = { 'step-up-authorizer:trust-config': `${text}\n0123456789ab\n${rest}` };
    const environment = { ...ENVIRONMENT, TRUST_VALUE_0123456789ab: 'eu-west-1_abc' };
    expect(await connectTo({ ...STACK, metadata, environment })).toMatchObject({
      trust: { issuers: [{ issuer: `${issuer}eu-west-1_abc` }] },
    });
    await aws?.close();
    expect(await connectTo({ ...STACK, metadata })).toEqual({
      error: expect.stringMatching(
        /^the trust config of stack shop has mistakes:\n {2}value 0123456789ab: is not in/,
      ),
    });
  });

  test('needs the trust config of a file where the stack does not have its own', async () => {
    expect(await connectTo({ ...STACK, metadata: {} })).toEqual({
      error: expect.stringMatching(/^stack shop does not have its trust config.*--config$/),
    });
    await aws?.close();
    const config = join(mkdtempSync(join(tmpdir(), 'step-up-config-')), 'config.json');
    writeFileSync(config, JSON.stringify({ ...TRUST, acr: ['b'] }));
    expect(await connectTo({ ...STACK, metadata: {} }, { config })).toMatchObject({ trust: { acr: ['b'] } });
    expect(aws?.asked).not.toContain('DescribeStackResource');
  });

  test('knows no base URL where there are two stages and no publicUrl', async () => {
    expect(await connectTo({ ...STACK, publicStages: ['a', 'b'] })).not.toHaveProperty('baseUrl');
  });

  test('lists the APIs of a stack that has several, and takes the one that --api names', async () => {
    const outputs = [outputOf('StepUpA', 'api0'), outputOf('StepUpB', 'api1')];
    expect(await connectTo({ ...STACK, outputs })).toEqual({
      error:
        'stack shop protects 2 APIs: choose one with\n  --api api0  (output StepUpA)\n  --api api1  (output StepUpB)',
    });
    await aws?.close();
    expect(await connectTo({ ...STACK, outputs }, { api: 'StepUpB' })).toMatchObject({
      policyTable: 'policy',
    });
  });

  test('says so when there is no such stack, or it is none of ours', async () => {
    expect(await connectTo(STACK, { stack: 'nowhere' })).toEqual({
      error: 'describing stack nowhere: Stack with id nowhere does not exist',
    });
    await aws?.close();
    expect(await connectTo({ ...STACK, outputs: [] })).toEqual({
      error: expect.stringContaining('has no output of step-up-authorizer'),
    });
  });
});

describe('the local run', () => {
  let engine: DynamoDB;
  let folder: string;
  beforeAll(async () => {
    engine = await startDynamoDB();
    await createTables(engine.endpoint, TABLES);
  });
  afterAll(() => engine.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'step-up-run-'));
    mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  });

  const write = (pid: number) =>
    announceRun(folder, {
      pid,
      apiUrl: 'http://127.0.0.1:3000/v1',
      issuer: 'http://127.0.0.1:3001',
      endpoint: engine.endpoint,
      region: 'us-east-1',
      environment: ENVIRONMENT,
      trustFile: JSON.stringify(TRUST),
      routes: [],
    });
  const list = (directory: string) => commandLine(['policy', 'list'], { directory });

  test('is found from its folder and from those below, until it ends', async () => {
    const { end } = write(process.pid);
    expect(await list(folder)).toMatchObject({ code: 0 });
    expect(await list(join(folder, 'a', 'b'))).toMatchObject({ code: 0 });
    end();
    expect(await list(folder)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/--stack NAME[^]*npm start[^]*--table NAME/),
    });
  });

  test('is not found when its process has ended without taking the file away', async () => {
    const child = spawn(process.execPath, ['--version']);
    await new Promise((resolve) => child.once('close', resolve));
    write(child.pid ?? 0);
    expect((await list(folder)).err).toContain('which protected API?');
  });

  test('says that nothing answers when its database is gone', async () => {
    // Nobody listens on it.
    const reserved = await reservePort();
    const args = [
      'policy',
      'list',
      '--table',
      'x',
      '--endpoint',
      `http://127.0.0.1:${reserved.number}`,
      '--config',
      join(import.meta.dirname, '..', '..', '..', '..', 'step-up.config.json'),
    ];
    expect((await commandLine(args)).err).toMatch(/reading table x: nothing answers/);
    reserved.release();
  });
});

/** A gateway with a small API of its own, and functions of a few lines: for tests of what stands in for AWS. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFunctions } from '../../local/functions.ts';
import type { Functions } from '../../local/functions.ts';
import { startGateway } from '../../local/gateway/server.ts';
import type { Gateway } from '../../local/gateway/server.ts';
import type { ApiResource, MethodResource, StageResource } from '../../local/api-template.ts';
import type { FunctionResource, Template } from '../../local/template.ts';

/** Answers as the header X-Mode asks. */
const AUTHORIZER = `
const policy = (Effect, Resource) => ({ Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] });
exports.handler = async (event) => {
  const mode = Object.entries(event.headers).find(([name]) => name.toLowerCase() === 'x-mode')?.[1] ?? 'allow';
  const context = { text: 'a', number: 1, truth: true, event: JSON.stringify(event) };
  switch (mode) {
    case 'allow': return { principalId: 'me', policyDocument: policy('Allow', event.methodArn), context };
    case 'wildcard': return { principalId: 'me', policyDocument: policy('Allow', event.methodArn.replace(/\\/GET\\/.*/, '/GET/*')), context };
    case 'other': return { principalId: 'me', policyDocument: policy('Allow', event.methodArn + '/other'), context };
    case 'deny': return { principalId: 'me', policyDocument: policy('Deny', '*'), context };
    case 'both': {
      const both = policy('Allow', '*');
      both.Statement.push({ Action: 'execute-api:*', Effect: 'Deny', Resource: event.methodArn });
      return { principalId: 'me', policyDocument: both, context };
    }
    case 'nested': return { principalId: 'me', policyDocument: policy('Allow', '*'), context: { a: {} } };
    case 'nobody': return { policyDocument: policy('Allow', '*') };
    case 'nothing': return null;
    case 'unauthorized': throw new Error('Unauthorized');
    case 'throw': throw new Error('boom');
    case 'crash': process.exit(1);
    case 'slow': await new Promise((resolve) => setTimeout(resolve, 5000));
  }
};`;

const BACKEND = `
let timerRanAt = null;
exports.handler = async (event) => {
  const mode = event.queryStringParameters?.mode;
  if (mode === 'malformed') return { status: 'ok' };
  if (mode === 'challenge') return { statusCode: 401, headers: { 'WWW-Authenticate': 'Bearer', Date: 'x' }, body: '' };
  if (mode === 'header') return { statusCode: 200, headers: { 'X-Bad': 'a\\r\\nb' }, body: '' };
  if (mode === 'timer') setTimeout(() => { timerRanAt = Date.now(); }, 50);
  if (mode === 'pause') await new Promise((resolve) => setTimeout(resolve, 300));
  const body = { event, environment: process.env, timerRanAt, pid: process.pid };
  return { statusCode: 200, multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] }, body: JSON.stringify(body) };
};`;

export interface SmallGateway extends Gateway {
  readonly functions: Functions;
  readonly accessLog: readonly string[];
  readonly faults: readonly unknown[];
}

/** Starts it. `api` replaces parts of the API. */
export async function startSmallGateway(api: Partial<ApiResource> = {}): Promise<SmallGateway> {
  const template = templateWith(api);
  const accessLog: string[] = [];
  const faults: unknown[] = [];
  const functions = createFunctions(template, { environment: {}, maxInstances: 3, onLog: () => undefined });
  const gateway = await startGateway({
    template,
    functions,
    port: 0,
    onAccessLog: (line) => accessLog.push(line),
    onFault: (fault) => faults.push(fault),
  });
  return {
    ...gateway,
    functions,
    accessLog,
    faults,
    close: async () => {
      await gateway.close();
      functions.close();
    },
  };
}

export const STAGE: StageResource = {
  name: 'v1',
  accessLogFormat:
    '{"status":"$context.status","who":"$context.authorizer.text","nothing":"$context.nothing"}',
  throttling: [],
};

function templateWith(api: Partial<ApiResource>): Template {
  return {
    region: 'us-east-1',
    accountId: '123456789012',
    functions: [functionOf('Authorizer', AUTHORIZER, { timeout: 1 }), functionOf('Backend', BACKEND)],
    tables: [],
    customResources: [],
    api: {
      id: 'abcdefghij',
      stages: [STAGE],
      domains: [],
      gatewayResponses: [],
      methods: [
        method('GET', '/open', false),
        method('GET', '/guarded'),
        method('GET', '/items/{id}'),
        method('GET', '/items/special'),
        method('ANY', '/files/{proxy+}'),
        {
          ...method('OPTIONS', '/open', false),
          integration: {
            kind: 'mock',
            statusCode: 204,
            headers: { 'Access-Control-Allow-Origin': 'https://a.example.com' },
            otherOrigins: ['https://b.example.com'],
          },
        },
      ],
      ...api,
    },
  };
}

function method(httpMethod: string, template: string, guarded = true): MethodResource {
  return {
    template,
    resourceId: 'r',
    httpMethod,
    authorizer: guarded ? { name: 'a', functionId: 'Authorizer' } : undefined,
    integration: { kind: 'function', functionId: 'Backend' },
  };
}

export function functionOf(
  logicalId: string,
  code: string,
  fields: Partial<FunctionResource> = {},
): FunctionResource {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-function-'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
  writeFileSync(join(folder, 'index.js'), code);
  return {
    logicalId,
    folder,
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    timeout: 3,
    memorySize: 128,
    environment: { OWN: 'yes' },
    ...fields,
  };
}

/** A gateway with an authorizer and a backend whose answers the request chooses. */
import type { ApiResource, StageResource } from '../../../local/template/api.ts';
import type { Template } from '../../../local/template/template.ts';
import {
  functionOf,
  methodOf,
  mockOf,
  stageOf,
  startGatewayWith,
  templateOf,
} from '../../support/gateway/parts.ts';
import type { RunningGateway } from '../../support/gateway/parts.ts';

/** The header X-Mode chooses the answer. */
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
    case 'no-principal': return { policyDocument: policy('Allow', '*') };
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
  if (mode === 'timer') setTimeout(() => { timerRanAt = Date.now(); }, 2000);
  if (mode === 'pause') await new Promise((resolve) => setTimeout(resolve, 300));
  const body = { event, environment: process.env, timerRanAt, pid: process.pid };
  return { statusCode: 200, multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] }, body: JSON.stringify(body) };
};`;

/** Starts it. `api` replaces parts of the API. */
export function startSmallGateway(api: Partial<ApiResource> = {}): Promise<RunningGateway> {
  return startGatewayWith(templateWith(api));
}

export const STAGE: StageResource = stageOf({
  accessLogFormat:
    '{"status":"$context.status","who":"$context.authorizer.text","nothing":"$context.nothing"}',
});

function templateWith(api: Partial<ApiResource>): Template {
  return {
    ...templateOf({}, {}, { stages: [STAGE], methods: METHODS, ...api }),
    functions: [functionOf('Authorizer', AUTHORIZER, { timeout: 1 }), functionOf('Backend', BACKEND)],
  };
}

const METHODS = [
  methodOf('GET', '/open'),
  methodOf('GET', '/guarded', true),
  methodOf('GET', '/items/{id}', true),
  methodOf('GET', '/items/special', true),
  methodOf('ANY', '/files/{proxy+}', true),
  {
    ...methodOf('OPTIONS', '/open'),
    integration: mockOf(
      {},
      {
        statusCode: 204,
        headers: { 'Access-Control-Allow-Origin': "'https://a.example.com'" },
        otherOrigins: ['https://b.example.com'],
      },
    ),
  },
];

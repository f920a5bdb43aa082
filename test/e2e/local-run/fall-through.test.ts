/** An API whose protected resource lacks a verb that an open greedy sibling has, run from its template. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { connectionTo } from '../../../admin/connection/connection-local-run.ts';
import { simulate } from '../../../admin/simulate/simulate.ts';
import { describeStack } from '../../../local/description.ts';
import { readTemplate } from '../../../local/template/template.ts';
import type { Template } from '../../../local/template/template.ts';
import { ECHO, startGatewayWith } from '../../support/gateway/parts.ts';
import type { RunningGateway } from '../../support/gateway/parts.ts';
import { foreignApi } from '../../support/stacks/foreign-api.ts';
import { newOutdir } from '../../support/stacks/synth.ts';

const ISSUER = 'http://127.0.0.1:3001';
const ACR = ['urn:example:loa:1', 'urn:example:loa:2'];

function synthesize(): string {
  const outdir = newOutdir();
  const folder = join(newOutdir(), 'backend');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
  writeFileSync(join(folder, 'index.js'), ECHO);
  const { app, stack, api, stepUp } = foreignApi({
    app: new App({ outdir, analyticsReporting: false }),
    props: {
      trust: { acr: ACR, issuers: [{ issuer: ISSUER, audience: ['https://api.example.com'] }] },
      allowLoopbackIssuers: true,
      unprotected: 'warn',
    },
  });
  const runtime = Runtime.NODEJS_24_X;
  const code = Code.fromAsset(folder);
  const backend = new LambdaIntegration(
    new Function(stack, 'Backend', { runtime, handler: 'index.handler', code }),
  );
  const payments = api.root.addResource('payments').addMethod('POST', backend);
  stepUp.protect(payments, { acr: 'urn:example:loa:2' });
  api.root.addResource('{proxy+}').addMethod('ANY', backend);
  app.synth();
  return join(outdir, `${stack.stackName}.template.json`);
}

let template: Template;
let gateway: RunningGateway;
beforeAll(async () => {
  template = readTemplate(synthesize());
  gateway = await startGatewayWith(template);
});
afterAll(() => gateway.close());

test('the verb reaches the open backend, and the protected verb does not', async () => {
  const open = await fetch(`${gateway.url}/payments`, { method: 'PUT' });
  expect([open.status, await open.json()]).toMatchObject([200, { resource: '/{proxy+}' }]);
  for (const path of ['/payments', '/payments/', '//payments'])
    expect((await fetch(`${gateway.url}${path}`, { method: 'POST' })).status).toBe(401);
});

test('a simulation of the verb says which method it reaches', async () => {
  const dynamodb = { endpoint: 'http://127.0.0.1:1', notice: '', hasStreams: false };
  const described = { apiUrl: gateway.url, provider: { issuer: ISSUER }, dynamodb, template };
  const connection = connectionTo(describeStack(described));
  const scenario = {
    name: 'put',
    request: { method: 'PUT', path: '/payments' },
    claims: {},
    expect: 'challenge',
  } as const;
  await expect(simulate(connection, { scenarios: [scenario], now: 0 })).rejects.toThrow(
    'Scenario "put": PUT /payments reaches ANY /{proxy+}, which step-up does not protect',
  );
  connection.dynamodb.destroy();
});

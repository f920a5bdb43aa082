/** An API with open methods, and one of another authorizer, beside the protected ones, run from its template. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration } from 'aws-cdk-lib';
import { LambdaIntegration, RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { connectionTo } from '../../../admin/connection/connection-local-run.ts';
import { simulate } from '../../../admin/simulate/simulate.ts';
import { errorText } from '../../../core/error-text.ts';
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
  const handler = new Function(stack, 'Backend', { runtime, handler: 'index.handler', code });
  const backend = new LambdaIntegration(handler);
  const another = { handler, identitySources: [], resultsCacheTtl: Duration.seconds(0) };
  const authorizer = new RequestAuthorizer(stack, 'Another', another);
  api.root.addResource('others').addMethod('GET', backend, { authorizer });
  const payments = api.root.addResource('payments');
  for (const resource of [payments, payments.addResource('{id}')])
    stepUp.protect(resource.addMethod('POST', backend), { acr: 'urn:example:loa:2' });
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
  for (const path of ['/payments', '/payments/17']) {
    const open = await fetch(`${gateway.url}${path}`, { method: 'PUT' });
    expect([open.status, await open.json()]).toMatchObject([200, { resource: '/{proxy+}' }]);
  }
  for (const path of ['/payments', '/payments/', '//payments', '/payments/17'])
    expect((await fetch(`${gateway.url}${path}`, { method: 'POST' })).status).toBe(401);
});

const described = () => {
  const dynamodb = { endpoint: 'http://127.0.0.1:1', notice: '', hasStreams: false };
  return describeStack({ apiUrl: gateway.url, provider: { issuer: ISSUER }, dynamodb, template });
};

async function simulated(method: string, path: string) {
  const connection = connectionTo(described());
  const scenario = { name: 'one', request: { method, path }, claims: {}, expect: 'challenge' } as const;
  try {
    await simulate(connection, { scenarios: [scenario], now: 0 });
    return 'simulated';
  } catch (error) {
    return errorText(error);
  } finally {
    connection.dynamodb.destroy();
  }
}

test.each(['/payments', '/payments/17', '/payments/{id}', '/payments/{another}'])(
  'a simulation of the verb says which method it reaches: PUT %s',
  async (path) => {
    expect(await simulated('PUT', path)).toContain(
      `Scenario "one": PUT ${path} reaches ANY /{proxy+}, which step-up does not protect`,
    );
  },
);

test('a method of another authorizer is none that step-up protects', async () => {
  const routes = described().routes.map(({ method, template: path }) => `${method} ${path}`);
  expect(routes.toSorted()).toEqual([
    'GET /step-up/requirements/{proxy+}',
    'POST /payments',
    'POST /payments/{id}',
  ]);
  expect(described().trustFile).toContain(ISSUER);
  expect(await simulated('GET', '/others')).toContain(
    'GET /others reaches GET /others, which step-up does not protect',
  );
});

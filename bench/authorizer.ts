/**
 * `npm run bench`: what a request costs in the warm authorizer, as a multiple of one bare ES256 signature check.
 * Ratios of one run: machines differ, and so do minutes on the same machine.
 */
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as v from 'valibot';
import { createTables, LOCAL_CREDENTIALS, LOCAL_REGION, startDynamoDB } from '../local/dynamodb.ts';
import { databaseAt } from '../test/support/database.ts';
import { closeServer, listenOnLoopback } from '../test/support/loopback-server.ts';

const ROUNDS = 2_000;
const WARM_UP = 200;
const AUDIENCE = 'https://api.example.com';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const issuer = await serveKeySet({
  ...publicKey.export({ format: 'jwk' }),
  kid: 'k',
  use: 'sig',
  alg: 'ES256',
});
const database = await startDynamoDB({ prefer: 'dynalite' });
await fillTables(database.endpoint);
const handler = loadHandler(database.endpoint, issuer.url);

const bare = await measure(bareSignatureCheck());
const ordinary = token({ sub: 'alice' });
const elevated = token({ sub: 'alice', acr: 'loa2' });
const rows: [string, number][] = [
  ['one bare ES256 signature check', bare],
  [
    'a route without step-up, token seen before',
    await measure(() => handler(event('GET', '/accounts', ordinary))),
  ],
  [
    'a route with step-up, token seen before',
    await measure(() => handler(event('POST', '/payments', elevated))),
  ],
  ['a challenge, token seen before', await measure(() => handler(event('POST', '/payments', ordinary)))],
  [
    'a token never seen before',
    await measure(freshTokens((fresh) => handler(event('GET', '/accounts', fresh)))),
  ],
];
for (const [name, time] of rows) {
  console.log(
    `${(time / bare).toFixed(2).padStart(6)} ×  ${name} (${(time * 1000).toFixed(0)} µs, median of ${ROUNDS})`,
  );
}
await issuer.close();
await database.close();

type Handler = (event: object) => unknown;

/** Median time of one run, in milliseconds, with what it prints going nowhere. */
async function measure(run: () => unknown): Promise<number> {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  // Else the first case would bear what the others find done: code that is compiled, connections that are open.
  for (let round = 0; round < WARM_UP; round += 1) await run();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  process.stdout.write = write;
  return times.toSorted((a, b) => a - b)[ROUNDS / 2] ?? 0;
}

function bareSignatureCheck(): () => boolean {
  const data = Buffer.from(token({ sub: 'alice' }).split('.').slice(0, 2).join('.'));
  const signature = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const key = createPublicKey(publicKey.export({ format: 'pem', type: 'spki' }));
  return () => verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

function freshTokens(call: (fresh: string) => unknown): () => unknown {
  const fresh = Array.from({ length: WARM_UP + ROUNDS }, (_, index) => token({ sub: `user-${index}` }));
  return () => call(fresh.pop() ?? '');
}

function token(claims: object): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const header = encode({ alg: 'ES256', typ: 'at+jwt', kid: 'k' });
  const times = { auth_time: now, exp: now + 3600 };
  const payload = encode({
    iss: issuer.url,
    aud: AUDIENCE,
    client_id: 'app',
    acr: 'loa1',
    ...times,
    ...claims,
  });
  const signature = sign('sha256', Buffer.from(`${header}.${payload}`), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return `${header}.${payload}.${signature.toString('base64url')}`;
}

function event(httpMethod: string, resource: string, accessToken: string): object {
  const requestContext = { apiId: 'a', stage: 'v1', domainName: 'api.example.com', path: `/v1${resource}` };
  const methodArn = `arn:aws:execute-api:us-east-1:123456789012:a/v1/${httpMethod}${resource}`;
  const multiValueHeaders = { Host: ['api.example.com'], Authorization: [`Bearer ${accessToken}`] };
  return {
    type: 'REQUEST',
    methodArn,
    httpMethod,
    resource,
    multiValueHeaders,
    pathParameters: null,
    requestContext,
  };
}

/** The bundle that is deployed, with the environment that the template would give it. */
function loadHandler(endpoint: string, issuerUrl: string): Handler {
  const trust = { acr: ['loa1', 'loa2'], issuers: [{ issuer: issuerUrl, audience: [AUDIENCE] }] };
  Object.assign(process.env, {
    POLICY_TABLE: 'policy',
    GRANT_TABLE: 'grant',
    RISK_TABLE: 'risk',
    TRUST_CONFIG: JSON.stringify(trust),
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  });
  const file = join(import.meta.dirname, '..', 'dist', 'lambda', 'authorizer', 'index.js');
  const bundle = v.parse(v.object({ handler: v.function() }), createRequire(import.meta.url)(file));
  return (one) =>
    bundle.handler(one, { awsRequestId: 'r', functionName: 'f', getRemainingTimeInMillis: () => 3000 });
}

async function fillTables(endpoint: string): Promise<void> {
  const keys = { policy: 'route', grant: 'id', risk: 'id' };
  const tables = Object.entries(keys).map(([TableName, AttributeName]) => ({
    create: {
      TableName,
      KeySchema: [{ AttributeName, KeyType: 'HASH' as const }],
      AttributeDefinitions: [{ AttributeName, AttributeType: 'S' as const }],
      BillingMode: 'PAY_PER_REQUEST' as const,
    },
  }));
  await createTables(endpoint, tables);
  const { put } = databaseAt(endpoint);
  for (const item of [{ route: 'GET /accounts' }, { route: 'POST /payments', acr: 'loa2', maxAge: 3000 }]) {
    await put('policy', item);
  }
}

async function serveKeySet(key: object): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const discovery = { issuer: url, jwks_uri: `${url}/jwks` };
    response.end(JSON.stringify(request.url === '/jwks' ? { keys: [key] } : discovery));
  });
  const url = await listenOnLoopback(server);
  return { url, close: () => closeServer(server) };
}

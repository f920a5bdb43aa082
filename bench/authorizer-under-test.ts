/** What the benchmarks measure: the built authorizer, in this process, with its own DynamoDB API and issuer. */
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { TRUST_FILE } from '../core/contract.ts';
import { createTables, LOCAL_CREDENTIALS, LOCAL_REGION } from '../local/dynamodb.ts';
import { closeServer, listenOnLoopback } from '../test/support/loopback-server.ts';

const AUDIENCE = 'https://api.example.com';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

export type Handler = (event: object) => unknown;

export interface Issuer {
  readonly url: string;
  readonly token: (claims: object) => string;
  readonly close: () => Promise<void>;
}

/** An issuer. Its tokens are issued now, and valid for an hour. */
export async function startIssuer(): Promise<Issuer> {
  const { url, close } = await serveKeySet({
    ...publicKey.export({ format: 'jwk' }),
    kid: 'k',
    use: 'sig',
    alg: 'ES256',
  });
  return { url, close, token: (claims) => signToken(url, claims) };
}

/** One signature check. The results are multiples of its time. */
export function bareSignatureCheck(token: string): () => boolean {
  const data = Buffer.from(token.split('.').slice(0, 2).join('.'));
  const signature = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const key = createPublicKey(publicKey.export({ format: 'pem', type: 'spki' }));
  return () => verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** Runs something without its output. */
export async function silently<Result>(run: () => Promise<Result>): Promise<Result> {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  try {
    return await run();
  } finally {
    process.stdout.write = write;
  }
}

/** How long it takes, in milliseconds. */
export async function timed(run: () => unknown): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

export function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function signToken(iss: string, claims: object): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const header = encode({ alg: 'ES256', typ: 'at+jwt', kid: 'k' });
  const times = { auth_time: now, exp: now + 3600 };
  const payload = encode({ iss, aud: AUDIENCE, client_id: 'app', acr: 'loa1', ...times, ...claims });
  const signature = sign('sha256', Buffer.from(`${header}.${payload}`), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return `${header}.${payload}.${signature.toString('base64url')}`;
}

/** The event of a call. */
export function event(httpMethod: string, resource: string, accessToken: string): object {
  const requestContext = {
    apiId: 'a',
    stage: 'v1',
    domainName: 'api.example.com',
    path: `/v1${resource}`,
    identity: { sourceIp: '192.0.2.1', userAgent: 'curl/8' },
  };
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

/** Loads a new instance of the built bundle, with the environment that a template would set. */
export function loadHandler(endpoint: string, issuerUrl: string, policyTable = 'policy'): Handler {
  const trust = { acr: ['loa1', 'loa2'], issuers: [{ issuer: issuerUrl, audience: [AUDIENCE] }] };
  const folder = mkdtempSync(join(tmpdir(), 'step-up-bench-'));
  writeFileSync(join(folder, TRUST_FILE), JSON.stringify(trust));
  Object.assign(process.env, {
    POLICY_TABLE: policyTable,
    GRANT_TABLE: 'grant',
    RISK_TABLE: 'risk',
    LAMBDA_TASK_ROOT: folder,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  });
  const file = join(import.meta.dirname, '..', 'dist', 'lambda', 'authorizer', 'index.js');
  const require = createRequire(import.meta.url);
  // Loaded again each time, for its own environment and its own caches.
  Reflect.deleteProperty(require.cache, file);
  const bundle = v.parse(v.object({ handler: v.function() }), require(file));
  return (one) =>
    bundle.handler(one, { awsRequestId: 'r', functionName: 'f', getRemainingTimeInMillis: () => 3000 });
}

/** Creates empty tables: these policy tables, and the tables of grants and risk. */
export async function createEmptyTables(endpoint: string, policyTables: readonly string[]): Promise<void> {
  const keys = [...policyTables.map((name) => [name, 'route']), ['grant', 'id'], ['risk', 'id']];
  const tables = keys.map(([TableName = '', AttributeName = '']) => ({
    create: {
      TableName,
      KeySchema: [{ AttributeName, KeyType: 'HASH' as const }],
      AttributeDefinitions: [{ AttributeName, AttributeType: 'S' as const }],
      BillingMode: 'PAY_PER_REQUEST' as const,
    },
  }));
  await createTables(endpoint, tables);
}

async function serveKeySet(key: object): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const discovery = { issuer: url, jwks_uri: `${url}/jwks` };
    response.end(JSON.stringify(request.url === '/jwks' ? { keys: [key] } : discovery));
  });
  const url = await listenOnLoopback(server);
  return { url, close: () => closeServer(server) };
}

/**
 * A local stack that trusts an issuer of the test beside the local provider: one that signs everything it is
 * told. Everything that the stack could ask, the issuer and the database, counts what it is asked.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { SEED_RECORD } from '../../../core/seeds.ts';
import { startDynamoDB } from '../../../local/dynamodb.ts';
import { startDynamoDBProxy } from '../tables/proxy.ts';
import type { DynamoDBProxy } from '../tables/proxy.ts';
import { AUDIENCE, startIssuer } from '../tokens/issuer.ts';
import type { TestIssuer } from '../tokens/issuer.ts';
import { learnTokens } from '../secrets/secret-watch.ts';
import { tokensOf, WORDS } from '../tokens/ordinary-tokens.ts';
import type { OrdinaryTokens } from '../tokens/ordinary-tokens.ts';
import { encodeForm, exchangeForm, FORM } from '../exchange-form.ts';
import { methodAndPath, requirementUriOf } from '../route.ts';
import { send } from '../send.ts';
import type { HeaderPairs, HttpAnswer } from '../send.ts';
import { startStack } from './stack.ts';
import type { TestStack } from './stack.ts';
import { createSigner } from '../tokens/token-signer.ts';
import type { TokenSigner } from '../tokens/token-signer.ts';
import { until } from '../time/until.ts';

export interface TrustingStack extends TestStack, OrdinaryTokens {
  readonly issuer: TestIssuer;
  readonly signer: TokenSigner;
  readonly database: DynamoDBProxy;
  /** Calls a route (`POST /payments`) with these headers. */
  readonly call: (route: string, headers?: HeaderPairs, body?: string) => Promise<HttpAnswer>;
  /** Exchanges a token for a grant of the route. */
  readonly exchange: (route: string, token: string) => Promise<HttpAnswer>;
  /** The same, when the grant must be given: its value. */
  readonly grantFor: (route: string, token: string) => Promise<string>;
  /** The lines that the authorizer has written. */
  readonly authorizerLog: () => string[];
}

export interface TrustingStackOptions {
  /** More keys for the issuer's key set, beside that of `signer`. */
  readonly keys?: readonly object[];
  /** More fields for the issuer in the trust config. */
  readonly trust?: object;
  /** More issuers. */
  readonly issuers?: readonly object[];
}

export async function startTrustingStack({
  keys = [],
  trust = {},
  issuers = [],
}: TrustingStackOptions = {}): Promise<TrustingStack> {
  const issuer = await startIssuer();
  const signer = createSigner('ES256', 'the-key');
  issuer.answer((_, response) => response.end(JSON.stringify({ keys: [signer.jwk, ...keys] })));
  const dynamodb = await startDynamoDB();
  const database = await startDynamoDBProxy(dynamodb.endpoint);
  const configFile = writeConfig([{ issuer: issuer.issuer, audience: [AUDIENCE], ...trust }, ...issuers]);
  const stack = await startStack({ configFile, dynamodbEndpoint: database.endpoint, maxInstances: 1 });
  const tokens = tokensOf(issuer.issuer, signer);
  const authorizerLog = () =>
    stack
      .log()
      .filter(({ source }) => source.includes('Authorizer'))
      .map(({ line }) => line);
  await startLog(stack.apiUrl, authorizerLog);
  await auditOfSeeds(stack);
  const watched: typeof send = async (method, url, headers, body) => {
    // A grant is a secret once it was handed out: tests send its hash as one, under which the table keeps it.
    const sent = [url, ...(headers ?? []).flat(), body].join('\n').replace(/sug_[\w-]{43}/g, '');
    learnTokens(sent, stack.learn);
    const answer = await send(method, url, headers, body);
    learnTokens(answer.text, stack.learn);
    return answer;
  };

  return {
    ...stack,
    ...tokens,
    issuer,
    signer,
    database,
    call: (route, headers, body) => {
      const [method, path] = methodAndPath(route);
      return watched(method, `${stack.apiUrl}${path}`, headers, body);
    },
    exchange: (route, token) => exchange(watched, stack.apiUrl, route, token),
    grantFor: async (route, token) => {
      const { body } = await exchange(watched, stack.apiUrl, route, token);
      return v.parse(v.object({ access_token: v.string() }), body).access_token;
    },
    authorizerLog,
    close: async () => {
      await stack.close();
      await database.close();
      await dynamodb.close();
      await issuer.close();
    },
  };
}

/** A first request, so that there is a log to read. The line with its metrics is the last of it. */
async function startLog(apiUrl: string, authorizerLog: () => string[]): Promise<void> {
  await send('GET', `${apiUrl}/accounts`);
  await until('the metrics of the first request', () =>
    authorizerLog().some((line) => line.includes('"_aws"')),
  );
}

/** The audit of what was seeded reads policies too: then the tables are quiet, until a test writes or calls. */
async function auditOfSeeds({ scan, policyTable, tables }: TestStack): Promise<void> {
  const audit = tables.find((name) => name.includes('Audit')) ?? '';
  const seeds = (await scan(policyTable)).filter(({ route }) => route !== SEED_RECORD).length;
  await until('the record of what was seeded', async () => (await scan(audit)).length >= seeds);
}

function exchange(post: typeof send, apiUrl: string, route: string, token: string): Promise<HttpAnswer> {
  const form = exchangeForm(token, requirementUriOf(apiUrl, route));
  return post('POST', `${apiUrl}/step-up/token`, [['Content-Type', FORM]], encodeForm(form));
}

function writeConfig(issuers: readonly object[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'step-up-config-')), 'config.json');
  writeFileSync(file, JSON.stringify({ acr: Object.values(WORDS), issuers }));
  return file;
}

/** The built bundle of the token exchange as a function, beside a stack: for what the gateway does not let through. */
import { join } from 'node:path';
import * as v from 'valibot';
import { BUNDLES, ENDPOINTS, ENVIRONMENT } from '../../lambda/contract.ts';
import { createFunctions } from '../../local/functions.ts';
import { templateOf } from './gateway-parts.ts';
import type { LogLine } from './remains.ts';
import type { TestStack } from './stack.ts';

const httpAnswer = v.object({
  statusCode: v.number(),
  headers: v.record(v.string(), v.string()),
  body: v.string(),
});

export interface ExchangeFunction {
  /** Invokes it with a form, as API Gateway does for an API with binary media types when the body is in base64. */
  readonly post: (body: string, isBase64Encoded: boolean) => Promise<v.InferOutput<typeof httpAnswer>>;
  /** What it has logged. */
  readonly log: readonly LogLine[];
  readonly close: () => void;
}

/** Runs it on the tables of the stack, with trust in the provider of the stack. */
export function startExchangeFunction(stack: TestStack, acr: readonly string[]): ExchangeFunction {
  const trust = {
    acr,
    issuers: [{ issuer: stack.provider.issuer, audience: [stack.apiUrl] }],
    publicUrl: stack.apiUrl,
  };
  const log: LogLine[] = [];
  const template = templateOf(
    { Exchange: '' },
    {
      folder: join(import.meta.dirname, '..', '..', 'dist', 'lambda', BUNDLES.tokenExchange),
      handler: 'index.handler',
      timeout: 10,
      memorySize: 512,
      environment: {
        [ENVIRONMENT.policyTable]: stack.policyTable,
        [ENVIRONMENT.grantTable]: stack.grantTable,
        [ENVIRONMENT.riskTable]: stack.riskTable,
        [ENVIRONMENT.trustConfig]: JSON.stringify(trust),
      },
    },
  );
  const functions = createFunctions(template, {
    environment: { AWS_ENDPOINT_URL_DYNAMODB: stack.dynamodb.endpoint },
    maxInstances: 1,
    onLog: (source, line) => log.push({ source, line }),
  });
  return {
    post: async (body, isBase64Encoded) => {
      const invocation = await functions.invoke('Exchange', eventOf(body, isBase64Encoded));
      if (!invocation.ok) throw new Error(`the function failed: ${invocation.errorMessage}`);
      return v.parse(httpAnswer, invocation.value);
    },
    log,
    close: functions.close,
  };
}

function eventOf(body: string, isBase64Encoded: boolean) {
  return {
    resource: ENDPOINTS.token,
    path: ENDPOINTS.token,
    httpMethod: 'POST',
    multiValueHeaders: { 'Content-Type': ['application/x-www-form-urlencoded'] },
    pathParameters: null,
    requestContext: { apiId: 'a', stage: 'v1', path: `/v1${ENDPOINTS.token}`, extendedRequestId: 'e' },
    body,
    isBase64Encoded,
  };
}

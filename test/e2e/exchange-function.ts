/** The built bundle of the token exchange as a function, beside a stack: for what the gateway does not let through. */
import * as v from 'valibot';
import { BUNDLES, ENVIRONMENT } from '../../core/contract.ts';
import { createFunctions } from '../../local/functions/functions.ts';
import { builtFunction } from '../support/functions/built-function.ts';
import { templateOf } from '../support/gateway/parts.ts';
import type { LogLine } from '../support/secrets/remains.ts';
import { exchangeEvent } from '../support/functions/rest-events.ts';
import type { TestStack } from '../support/stacks/stack.ts';

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
  const environment = {
    [ENVIRONMENT.policyTable]: stack.policyTable,
    [ENVIRONMENT.grantTable]: stack.grantTable,
    [ENVIRONMENT.riskTable]: stack.riskTable,
  };
  const exchange = builtFunction(BUNDLES.tokenExchange, environment, trust);
  const template = { ...templateOf({}), functions: [exchange] };
  const functions = createFunctions(template, {
    environment: { AWS_ENDPOINT_URL_DYNAMODB: stack.dynamodb.endpoint },
    maxInstances: 1,
    onLog: (source, line) => log.push({ source, line }),
  });
  return {
    post: async (body, isBase64Encoded) => {
      const invocation = await functions.invoke(exchange.logicalId, {
        ...exchangeEvent(body),
        isBase64Encoded,
      });
      if (!invocation.ok) throw new Error(`the function failed: ${invocation.errorMessage}`);
      return v.parse(httpAnswer, invocation.value);
    },
    log,
    close: functions.close,
  };
}

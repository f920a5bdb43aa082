/** Runs a case through the built authorizer, with a signed token and real tables. */
import * as v from 'valibot';
import { BUNDLES } from '../../../core/contract.ts';
import { createFunctions } from '../../../local/functions/functions.ts';
import { builtFunction } from '../functions/built-function.ts';
import { templateOf } from '../gateway/parts.ts';
import { authorizerEvent } from '../functions/rest-events.ts';
import { responseIn } from './core.ts';
import { loggedDecision } from './log.ts';
import type { VectorOutcome, VectorResponse } from './outcome.ts';
import type { PreparedVector, VectorWorld } from './world.ts';
import type { Vector } from './vectors.ts';

/** Of the events of test/support/functions/rest-events.ts. */
const API = { apiId: 'abcdefghij', stage: 'v1' };

const result = v.object({
  policyDocument: v.object({ Statement: v.tuple([v.object({ Effect: v.picklist(['Allow', 'Deny']) })]) }),
  context: v.record(v.string(), v.string()),
});

export interface VectorRunner {
  readonly run: (vector: Vector) => Promise<VectorOutcome>;
  readonly close: () => Promise<void> | void;
}

export function bundleRunner(world: VectorWorld): VectorRunner {
  const log: string[] = [];
  const functions = createFunctions(
    { ...templateOf({}), functions: [builtFunction(BUNDLES.authorizer, world.environment, world.trust)] },
    { environment: {}, maxInstances: 1, onLog: (_, line) => log.push(line) },
  );
  return {
    run: async (vector) => {
      const prepared = await world.prepare(vector, 'bundle', API);
      const answer = await functions.invoke(BUNDLES.authorizer, eventOf(prepared));
      if (!answer.ok)
        throw new Error(`${answer.errorType}: ${answer.errorMessage}\n${log.slice(-3).join('\n')}`);
      const logged = await loggedDecision(log, `${prepared.method} ${prepared.template}`);
      return { ...logged, response: responseOf(answer.value) };
    },
    close: functions.close,
  };
}

function eventOf({ vector, headers, method, path, template, parameters }: PreparedVector) {
  const lists = (pairs: readonly (readonly [string, string])[]) =>
    Object.fromEntries(
      pairs.map(([name]) => [name, pairs.filter(([one]) => one === name).map(([, value]) => value)]),
    );
  const event = authorizerEvent(`${method} ${template}`, lists(headers));
  const context = v.parse(v.looseObject({}), event.requestContext);
  const userAgent = headers.find(([name]) => name === 'User-Agent')?.[1] ?? null;
  return {
    ...event,
    path,
    pathParameters: parameters,
    multiValueQueryStringParameters: lists(vector.request.query),
    requestContext: { ...context, path: `/v1${path}`, identity: { sourceIp: '127.0.0.1', userAgent } },
  };
}

function responseOf(value: unknown): VectorResponse {
  const { policyDocument, context } = v.parse(result, value);
  if (policyDocument.Statement[0].Effect === 'Deny') return responseIn(context);
  const { acr = '', authTime = '', openedBy = '' } = context;
  return { status: 200, acr, authTime, openedBy };
}

/** Functions and gateways made of a few lines of code, for tests of single parts of the local run. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFunctions } from '../../../local/functions/functions.ts';
import type { Functions, FunctionsOptions } from '../../../local/functions/functions.ts';
import { startGateway } from '../../../local/gateway/server.ts';
import type { Gateway } from '../../../local/gateway/server.ts';
import type { ApiResource, MethodResource, StageResource } from '../../../local/template/api.ts';
import type { MockIntegration, MockResponse } from '../../../local/template/mock.ts';
import type { FunctionResource, Template } from '../../../local/template/template.ts';

/** The function `Backend` answers every request with its event. */
export const ECHO = `exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });`;

/** The stage `v1`, with these fields changed. */
export function stageOf(fields: Partial<StageResource> = {}): StageResource {
  return { name: 'v1', accessLogFormat: undefined, variables: {}, throttling: [], ...fields };
}

/** A function with `code` as its `index.js`, in a folder of its own. */
export function functionOf(
  logicalId: string,
  code: string,
  fields: Partial<FunctionResource> = {},
): FunctionResource {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-function-'));
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

/** A template of these functions, `index.js` by logical id. Each function gets `fields`. */
export function templateOf(
  code: Readonly<Record<string, string>>,
  fields: Partial<FunctionResource> = {},
  api: Partial<ApiResource> = {},
): Template {
  return {
    region: 'us-east-1',
    accountId: '123456789012',
    functions: Object.entries(code).map(([id, text]) => functionOf(id, text, fields)),
    tables: [],
    customResources: [],
    streamConsumers: [],
    api: {
      id: 'abcdefghij',
      stages: [stageOf()],
      domains: [],
      binaryMediaTypes: [],
      hasDefaultEndpoint: true,
      apiKeys: [],
      gatewayResponses: [],
      methods: [],
      ...api,
    },
  };
}

export interface SmallFunctions extends Functions {
  readonly log: readonly string[];
}

/** Runs one function, `Only`. */
export function runFunction(
  code: string,
  fields: Partial<FunctionResource> = {},
  options: Partial<FunctionsOptions> = {},
): SmallFunctions {
  const log: string[] = [];
  const functions = createFunctions(templateOf({ Only: code }, fields), {
    environment: {},
    maxInstances: 1,
    onLog: (_, line) => log.push(line),
    ...options,
  });
  return { ...functions, log };
}

export interface RunningGateway extends Gateway {
  readonly functions: Functions;
  readonly accessLog: readonly string[];
  readonly faults: readonly string[];
}

/** Starts a gateway with the functions in `code`. */
export function startGatewayOf(
  code: Readonly<Record<string, string>>,
  api: Partial<ApiResource>,
): Promise<RunningGateway> {
  return startGatewayWith(templateOf(code, {}, api));
}

/** Starts a gateway and its functions. */
export async function startGatewayWith(template: Template): Promise<RunningGateway> {
  const accessLog: string[] = [];
  const faults: string[] = [];
  const functions = createFunctions(template, { environment: {}, maxInstances: 3, onLog: () => undefined });
  try {
    const gateway = await startGateway({
      template,
      functions,
      port: 0,
      onAccessLog: (line) => accessLog.push(line),
      onFault: (fault) => faults.push(String(fault)),
    });
    const close = async () => {
      await gateway.close();
      functions.close();
    };
    return { ...gateway, functions, accessLog, faults, close };
  } catch (error) {
    functions.close();
    throw error;
  }
}

/** A method that invokes the function `Backend`; if `guarded`, with the function `Authorizer` before it. */
export function methodOf(httpMethod: string, resourcePath: string, guarded = false): MethodResource {
  return {
    resourcePath,
    resourceId: 'r',
    httpMethod,
    authorizer: guarded ? { name: 'a', functionId: 'Authorizer' } : undefined,
    needsApiKey: false,
    requiredParameters: [],
    integration: { kind: 'function', functionId: 'Backend', timeout: 29_000 },
  };
}

/** A mock that answers with one response, 200 and without a body. */
export function mockOf(
  fields: Partial<MockIntegration>,
  ...responses: Partial<MockResponse>[]
): MockIntegration {
  return {
    kind: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    passthrough: 'WHEN_NO_MATCH',
    readsText: false,
    responses: (responses.length === 0 ? [{}] : responses).map((response) => ({
      statusCode: 200,
      selectionPattern: undefined,
      headers: {},
      bodyTemplates: {},
      otherOrigins: [],
      writesText: false,
      ...response,
    })),
    ...fields,
  };
}

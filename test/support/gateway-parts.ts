/** Functions and gateways made of a few lines of code: for tests of single parts of what stands in for AWS. */
import { createFunctions } from '../../local/functions.ts';
import type { Functions, FunctionsOptions } from '../../local/functions.ts';
import { startGateway } from '../../local/gateway/server.ts';
import type { Gateway } from '../../local/gateway/server.ts';
import type { ApiResource, MethodResource, StageResource } from '../../local/api-template.ts';
import type { FunctionResource, Template } from '../../local/template.ts';
import { functionOf } from './small-gateway.ts';

/** What the function `Backend` answers to every request: its event. */
export const ECHO = `exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });`;

/** The stage `v1`, of which `fields` differ. */
export function stageOf(fields: Partial<StageResource> = {}): StageResource {
  return { name: 'v1', accessLogFormat: undefined, throttling: [], ...fields };
}

/** A template of these functions, `index.js` by logical id. `fields` hold for each of them. */
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
    api: {
      id: 'abcdefghij',
      stages: [stageOf()],
      domains: [],
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
  readonly accessLog: readonly string[];
  readonly faults: readonly string[];
}

/** Starts a gateway whose functions are `code`. */
export async function startGatewayOf(
  code: Readonly<Record<string, string>>,
  api: Partial<ApiResource>,
): Promise<RunningGateway> {
  const template = templateOf(code, {}, api);
  const accessLog: string[] = [];
  const faults: string[] = [];
  const functions = createFunctions(template, { environment: {}, maxInstances: 2, onLog: () => undefined });
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
    return { ...gateway, accessLog, faults, close };
  } catch (error) {
    functions.close();
    throw error;
  }
}

/** A method that invokes the function `Backend`, and asks the function `Authorizer` before if `guarded`. */
export function methodOf(httpMethod: string, template: string, guarded = false): MethodResource {
  return {
    template,
    resourceId: 'r',
    httpMethod,
    authorizer: guarded ? { name: 'a', functionId: 'Authorizer' } : undefined,
    integration: { kind: 'function', functionId: 'Backend' },
  };
}

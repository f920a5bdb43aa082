/**
 * The synthesized stack behind its gateway, without the OpenID provider: an issuer of the test's own takes its place.
 * Its functions can be started anew, so that they are cold as often as a test needs it. It runs on a database that
 * is there; faulty-api.ts has the issuer and the database, and makes their faults.
 */
import { createTables, specificationOf } from '../../../local/dynamodb.ts';
import { createCustomResources } from '../../../local/functions/custom-resources.ts';
import { createFunctions } from '../../../local/functions/functions.ts';
import { startGateway } from '../../../local/gateway/server.ts';
import { readTemplate } from '../../../local/template/template.ts';
import { readFunctionLog } from '../functions/function-log.ts';
import type { FunctionLog } from '../functions/function-log.ts';
import type { LogLine } from '../secrets/remains.ts';
import { methodAndPath } from '../route.ts';
import { synthesizedOnce } from './synthesized-once.ts';

export interface RestartableStackOptions {
  readonly trust: object;
  readonly dynamodbEndpoint: string;
  /** Further variables of the functions' environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Instances of each function at the most, 1 by default. */
  readonly maxInstances?: number;
}

export interface RestartableStack {
  readonly apiUrl: string;
  readonly policyTable: string;
  readonly grantTable: string;
  readonly riskTable: string;
  /** Calls a route, such as `POST /payments`. */
  readonly call: (route: string, token: string, grant?: string) => Promise<Response>;
  /** All instances end; the next request finds a cold function. What was logged is forgotten. */
  readonly restart: () => void;
  /** What the functions have logged since the start, or since the last `forget`. */
  readonly log: () => FunctionLog;
  readonly forget: () => void;
  /** What functions, access log and gateway have written since the start, with the lines that `forget` dropped. */
  readonly written: () => readonly LogLine[];
  readonly close: () => Promise<void>;
}

/** Starts it: tables are created, and seeded from the template. */
export async function startRestartableStack(options: RestartableStackOptions): Promise<RestartableStack> {
  const template = readTemplate(synthesizedOnce(options.trust));
  let lines: string[] = [];
  const written: LogLine[] = [];
  let generation = 0;
  const start = () => {
    const own = (generation += 1);
    return createFunctions(template, {
      environment: { ...options.environment, AWS_ENDPOINT_URL_DYNAMODB: options.dynamodbEndpoint },
      maxInstances: options.maxInstances ?? 1,
      onLog: (source, line) => {
        // The pipe of an instance that has ended may still have lines: they do not count for the next one.
        if (own === generation) lines.push(line);
        written.push({ source, line });
      },
    });
  };
  let functions = start();
  await createTables(options.dynamodbEndpoint, template.tables.map(specificationOf), template.region);
  await createCustomResources(template, functions);
  const gateway = await startGateway({
    template,
    functions: {
      invoke: (id, event) => functions.invoke(id, event),
      instances: (id) => functions.instances(id),
      close: () => undefined,
    },
    port: 0,
    onAccessLog: (line) => written.push({ source: 'access', line }),
    onFault: (fault) => written.push({ source: 'gateway', line: String(fault) }),
  });
  const forget = () => {
    lines = [];
  };
  const tableNamed = (part: string) => template.tables.find(({ name }) => name.includes(part))?.name ?? '';
  return {
    apiUrl: gateway.url,
    policyTable: tableNamed('Policy'),
    grantTable: tableNamed('Grant'),
    riskTable: tableNamed('Risk'),
    call: (route, token, grant) => {
      const [method, path] = methodAndPath(route);
      const headers = {
        Authorization: `Bearer ${token}`,
        ...(grant === undefined ? {} : { 'Step-Up-Grant': grant }),
      };
      return fetch(`${gateway.url}${path}`, { method, headers });
    },
    restart: () => {
      functions.close();
      functions = start();
      forget();
    },
    log: () => readFunctionLog(lines),
    forget,
    written: () => written,
    close: async () => {
      await gateway.close();
      functions.close();
    },
  };
}

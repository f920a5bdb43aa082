/** One instance of a function: a process that is frozen between two invocations, as on Lambda. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { join, resolve as absolute } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { FunctionResource } from '../template/template.ts';

/** The result of an invocation. API Gateway reads `errorMessage`. */
export type Invocation =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

const invocation = v.variant('ok', [
  v.object({ ok: v.literal(true), value: v.unknown() }),
  v.object({ ok: v.literal(false), errorType: v.string(), errorMessage: v.string() }),
]);

export interface Instance {
  /** Runs one event. Check `alive` afterwards: the instance may have crashed, or taken too long and been killed. */
  readonly invoke: (event: unknown) => Promise<Invocation>;
  readonly alive: () => boolean;
  readonly kill: () => void;
}

export interface InstanceOptions {
  readonly region: string;
  readonly accountId: string;
  /** The SDK's standard variables, such as AWS_ENDPOINT_URL_DYNAMODB. */
  readonly environment: Readonly<Record<string, string>>;
  /** Gets the id of the process. */
  readonly onStart: (pid: number) => void;
  readonly onLog: (line: string) => void;
}

const CAN_FREEZE = process.platform !== 'win32';

/** Starts an instance, which initializes at once. */
export function startInstance(fn: FunctionResource, options: InstanceOptions): Instance {
  const child = spawn(process.execPath, [`--max-old-space-size=${fn.memorySize}`, RUNTIME], {
    env: environmentOf(fn, options),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'json',
  });
  if (child.pid !== undefined) options.onStart(child.pid);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', options.onLog);
  }
  let alive = true;
  child.once('exit', () => {
    alive = false;
  });
  // Sending to an instance that has just died fails here. The exit above reports it already.
  child.on('error', () => undefined);
  const kill = () => {
    alive = false;
    child.kill('SIGKILL');
  };
  const initialized = nextMessage(child);

  async function invoke(event: unknown): Promise<Invocation> {
    const initialization = await initialized;
    if (initialization === undefined) return crashed(fn);
    freeze(child, false);
    const deadline = Date.now() + fn.timeout * 1000;
    const timer = setTimeout(kill, fn.timeout * 1000);
    const answer = nextMessage(child);
    child.send({ event, context: contextOf(fn, options), deadline });
    const message = await answer;
    clearTimeout(timer);
    if (message === undefined) return Date.now() >= deadline ? timedOut(fn) : crashed(fn);
    freeze(child, true);
    return v.parse(invocation, message);
  }

  void initialized.then((message) => {
    if (message !== undefined) freeze(child, true);
  });
  return { invoke, alive: () => alive, kill };
}

const RUNTIME = join(import.meta.dirname, 'runtime.mjs');

/** The next message of the child; undefined when it ends first. */
function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    const onMessage = (message: unknown) => {
      child.off('exit', onExit);
      resolve(message);
    };
    const onExit = () => {
      child.off('message', onMessage);
      resolve(undefined);
    };
    child.once('message', onMessage);
    child.once('exit', onExit);
  });
}

/** Between two events nothing runs: no timers, and no promises that the handler did not await. */
function freeze(child: ChildProcess, frozen: boolean): void {
  if (CAN_FREEZE) child.kill(frozen ? 'SIGSTOP' : 'SIGCONT');
}

/** AWS: "Defined runtime environment variables". Of this process only the certificates that it trusts are inherited. */
function environmentOf(
  fn: FunctionResource,
  { region, environment }: InstanceOptions,
): Record<string, string> {
  const { NODE_EXTRA_CA_CERTS: certificates } = process.env;
  return {
    ...(certificates === undefined ? {} : { NODE_EXTRA_CA_CERTS: absolute(certificates) }),
    ...fn.environment,
    ...environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_FUNCTION_NAME: fn.logicalId,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memorySize),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.logicalId}`,
    AWS_LAMBDA_LOG_STREAM_NAME: randomBytes(16).toString('hex'),
    LAMBDA_TASK_ROOT: fn.folder,
    _HANDLER: fn.handler,
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
  };
}

function contextOf(fn: FunctionResource, { region, accountId }: InstanceOptions) {
  return {
    awsRequestId: randomUUID(),
    functionName: fn.logicalId,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${region}:${accountId}:function:${fn.logicalId}`,
    memoryLimitInMB: String(fn.memorySize),
    logGroupName: `/aws/lambda/${fn.logicalId}`,
    logStreamName: 'local',
  };
}

function crashed({ logicalId }: FunctionResource): Invocation {
  return { ok: false, errorType: 'Runtime.ExitError', errorMessage: `${logicalId}: the runtime exited` };
}

function timedOut({ timeout }: FunctionResource): Invocation {
  return {
    ok: false,
    errorType: 'Sandbox.Timedout',
    errorMessage: `Task timed out after ${timeout.toFixed(2)} seconds`,
  };
}

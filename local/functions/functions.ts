/** Runs the functions of a template: as many instances as there are requests at the same time, up to a limit. */
import { startInstance } from './instance.ts';
import type { Instance, Invocation } from './instance.ts';
import { watchForOrphans } from './orphans.ts';
import type { FunctionResource, Template } from '../template/template.ts';

/** Lambda accepts 6 MB each for event and answer of a synchronous invocation (AWS Lambda quotas); in bytes. */
export const LARGEST_PAYLOAD = 6 * 1024 * 1024;

/** Lambda's default concurrency of an account (AWS Lambda quotas): the most requests that run at the same time. */
const MOST_WAITING = 1000;

export interface Functions {
  /** Invokes a function with an event that goes through JSON, as on Lambda. */
  readonly invoke: (logicalId: string, event: unknown) => Promise<Invocation>;
  /** How many instances of a function there are. */
  readonly instances: (logicalId: string) => number;
  readonly close: () => void;
}

export interface FunctionsOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** The most instances of each function; further requests wait for one. */
  readonly maxInstances: number;
  /** The most requests that wait for an instance of a function; a further one is throttled. */
  readonly maxWaiting?: number;
  readonly onLog: (functionId: string, line: string) => void;
}

/** Starts an instance when one is needed. Throws when the template requires another Node.js version than this process has. */
export function createFunctions(template: Template, options: FunctionsOptions): Functions {
  for (const fn of template.functions) requireRuntime(fn);
  const orphans = watchForOrphans();
  const { region, accountId } = template;
  const startOne = (fn: FunctionResource) =>
    startInstance(fn, {
      region,
      accountId,
      environment: options.environment,
      onStart: orphans.add,
      onLog: (line) => {
        options.onLog(fn.logicalId, line);
      },
    });
  const pools = new Map(
    template.functions.map((fn) => [fn.logicalId, createPool(() => startOne(fn), options)]),
  );
  const kill = () => {
    for (const pool of pools.values()) pool.close();
    orphans.close();
  };
  const forget = killWithProcess(kill);
  return {
    invoke: (logicalId, event) => {
      const pool = pools.get(logicalId);
      if (pool === undefined) throw new Error(`the template has no function ${logicalId}`);
      return pool.invoke(event);
    },
    instances: (logicalId) => pools.get(logicalId)?.size() ?? 0,
    close: () => {
      forget();
      kill();
    },
  };
}

/** Called when this process ends: an instance that is stopped (SIGSTOP) cannot notice that its parent has ended. SIGKILL calls nothing: orphans.ts is for that. */
const kills = new Set<() => void>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function killWithProcess(kill: () => void): () => void {
  if (kills.size === 0) {
    process.on('exit', killAll);
    for (const signal of SIGNALS) process.on(signal, onSignal);
  }
  kills.add(kill);
  return () => {
    kills.delete(kill);
    if (kills.size > 0) return;
    process.off('exit', killAll);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}

function killAll(): void {
  for (const kill of kills) kill();
}

/** Where there is another listener, that one decides. Without one the signal ends the process, which is its default. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  killAll();
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}

function createPool(startOne: () => Instance, options: FunctionsOptions) {
  const idle: Instance[] = [];
  const all = new Set<Instance>();
  const waiting: ((instance: Instance | undefined) => void)[] = [];
  const { maxInstances, maxWaiting = MOST_WAITING } = options;
  let closed = false;

  function start(): Instance {
    const instance = startOne();
    all.add(instance);
    return instance;
  }

  /** An instance for one event; undefined when too many requests wait already, or after `close`. */
  async function acquire(): Promise<Instance | undefined> {
    if (closed) return undefined;
    for (const instance of all) if (!instance.alive()) all.delete(instance);
    const free = takeAlive(idle);
    if (free !== undefined) return free;
    if (all.size < maxInstances) return start();
    if (waiting.length >= maxWaiting) return undefined;
    return new Promise((resolve) => waiting.push(resolve));
  }

  function release(instance: Instance): void {
    if (!instance.alive()) all.delete(instance);
    if (closed) return;
    const next = waiting.shift();
    if (next !== undefined) next(instance.alive() ? instance : start());
    else if (instance.alive()) idle.push(instance);
  }

  async function invoke(event: unknown): Promise<Invocation> {
    if (Buffer.byteLength(JSON.stringify(event)) > LARGEST_PAYLOAD) {
      return { ok: false, errorType: 'RequestTooLarge', errorMessage: 'the event is larger than 6 MB' };
    }
    const instance = await acquire();
    if (instance === undefined) return closed ? STOPPED : THROTTLED;
    try {
      return limited(await instance.invoke(event));
    } finally {
      release(instance);
    }
  }

  return {
    invoke,
    size: () => all.size,
    close: () => {
      closed = true;
      for (const instance of all) instance.kill();
      for (const leave of waiting.splice(0)) leave(undefined);
    },
  };
}

/** An instance that has died while it was idle would never answer: it is left out. */
function takeAlive(idle: Instance[]): Instance | undefined {
  let free = idle.pop();
  while (free !== undefined && !free.alive()) free = idle.pop();
  return free;
}

/** AWS Lambda API reference: "Invoke", errors. */
const THROTTLED: Invocation = {
  ok: false,
  errorType: 'TooManyRequestsException',
  errorMessage: 'Rate Exceeded.',
};

const STOPPED: Invocation = {
  ok: false,
  errorType: 'ServiceException',
  errorMessage: 'the functions of the local run have been stopped',
};

function limited(result: Invocation): Invocation {
  if (!result.ok || Buffer.byteLength(JSON.stringify(result.value)) <= LARGEST_PAYLOAD) return result;
  return {
    ok: false,
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: 'the answer is larger than 6 MB',
  };
}

function requireRuntime({ logicalId, runtime }: FunctionResource): void {
  const [major = ''] = process.versions.node.split('.');
  if (runtime === `nodejs${major}.x`) return;
  throw new Error(
    `${logicalId} is deployed on ${runtime}, and this is Node.js ${process.versions.node}: start the local run with ` +
      '"npm start", which uses the Node.js that npm ci brought along',
  );
}

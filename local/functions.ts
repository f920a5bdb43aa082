/** Runs the functions of a template: as many instances as there are requests at the same time, up to a limit. */
import { startInstance } from './function-instance.ts';
import type { Instance, InstanceOptions, Invocation } from './function-instance.ts';
import type { FunctionResource, Template } from './template.ts';

/** Lambda takes 6 MB for a synchronous invocation (AWS Lambda quotas), in bytes. */
const LARGEST_PAYLOAD = 6 * 1024 * 1024;

export interface Functions {
  /** Invokes a function with an event that goes through JSON, as on Lambda. */
  readonly invoke: (logicalId: string, event: unknown) => Promise<Invocation>;
  /** How many instances of a function there are. */
  readonly instances: (logicalId: string) => number;
  readonly close: () => void;
}

export interface FunctionsOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Instances of each function at the most; further requests wait for one. */
  readonly maxInstances: number;
  readonly onLog: (functionId: string, line: string) => void;
}

/** Starts no instance until one is needed. Throws when the template wants another Node.js than the one at hand. */
export function createFunctions(template: Template, options: FunctionsOptions): Functions {
  const pools = new Map(template.functions.map((fn) => [fn.logicalId, createPool(fn, template, options)]));
  const close = () => {
    for (const pool of pools.values()) pool.close();
  };
  process.once('exit', close);
  return {
    invoke: (logicalId, event) => {
      const pool = pools.get(logicalId);
      if (pool === undefined) throw new Error(`the template has no function ${logicalId}`);
      return pool.invoke(event);
    },
    instances: (logicalId) => pools.get(logicalId)?.size() ?? 0,
    close: () => {
      process.off('exit', close);
      close();
    },
  };
}

function createPool(fn: FunctionResource, { region, accountId }: Template, options: FunctionsOptions) {
  requireRuntime(fn);
  const idle: Instance[] = [];
  const all = new Set<Instance>();
  const waiting: ((instance: Instance) => void)[] = [];
  const instanceOptions: InstanceOptions = {
    region,
    accountId,
    environment: options.environment,
    onLog: (line) => {
      options.onLog(fn.logicalId, line);
    },
  };

  function start(): Instance {
    const instance = startInstance(fn, instanceOptions);
    all.add(instance);
    return instance;
  }

  function acquire(): Promise<Instance> {
    const free = idle.pop();
    if (free !== undefined) return Promise.resolve(free);
    if (all.size < options.maxInstances) return Promise.resolve(start());
    return new Promise((resolve) => waiting.push(resolve));
  }

  function release(instance: Instance): void {
    if (!instance.alive()) all.delete(instance);
    const next = waiting.shift();
    if (next !== undefined) next(instance.alive() ? instance : start());
    else if (instance.alive()) idle.push(instance);
  }

  async function invoke(event: unknown): Promise<Invocation> {
    if (Buffer.byteLength(JSON.stringify(event)) > LARGEST_PAYLOAD) {
      return { ok: false, errorType: 'RequestTooLarge', errorMessage: 'the event is larger than 6 MB' };
    }
    const instance = await acquire();
    try {
      return await instance.invoke(event);
    } finally {
      release(instance);
    }
  }

  return {
    invoke,
    size: () => all.size,
    close: () => {
      for (const instance of all) instance.kill();
    },
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

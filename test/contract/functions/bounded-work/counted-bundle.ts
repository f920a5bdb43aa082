/** A built bundle in a process of its own, which counts the work that an event causes. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as v from 'valibot';
import { folderWithTrust } from '../../../support/functions/built-function.ts';
import type { FunctionName } from '../../../support/functions/built-functions.ts';

const counted = v.object({
  value: v.optional(v.unknown()),
  thrown: v.optional(v.string()),
  work: v.record(v.string(), v.object({ calls: v.number(), characters: v.number() })),
});

/** What came of an event: what the handler returned or threw, and the work by what was called. */
export type Counted = v.InferOutput<typeof counted>;

export interface CountedBundle {
  /** Rejects when the process ends. */
  readonly invoke: (event: object) => Promise<Counted>;
  readonly close: () => Promise<void>;
}

/** Starts `dist/lambda/<bundle>`. */
export async function startCountedBundle(
  bundle: FunctionName,
  environment: Readonly<Record<string, string>>,
  trust: object,
): Promise<CountedBundle> {
  const folder = folderWithTrust(bundle, trust);
  const child = fork(join(import.meta.dirname, 'counting-main.ts'), [join(folder, 'index.js')], {
    env: { ...process.env, ...environment, LAMBDA_TASK_ROOT: folder },
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'json',
  });
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const ended = once(child, 'exit');
  const message = async () => {
    const [answer]: unknown[] = await Promise.race([
      once(child, 'message'),
      ended.then(() => Promise.reject(new Error(`the function has crashed: ${complaints}`))),
    ]);
    return answer;
  };
  await message();
  return {
    invoke: async (event) => {
      const answer = message();
      child.send(event);
      return v.parse(counted, await answer);
    },
    close: async () => {
      child.disconnect();
      await ended;
    },
  };
}

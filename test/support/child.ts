/** Runs one of our entry scripts in a process of its own, since jest runs CommonJS and oidc-provider is an ES module. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { moveTime } from './time/moved-time.ts';
import type { MovedTime } from './time/moved-time.ts';

/** A child that said, in JSON on its first line, what it offers. It ends with its input. */
export interface Child {
  readonly offer: unknown;
  /** What it has written to stderr: nothing, when all is well. */
  readonly complaints: () => string;
  /** Its time, which is that of the test. */
  readonly time: MovedTime;
  /** What it has written to stdout after its offer: nothing either. */
  readonly printed: () => string;
  readonly close: () => Promise<void>;
}

/** Starts `test/support/<main>` with options in JSON. Rejects with what it said when it ends before it offers anything. */
export async function startChild(main: string, options: object): Promise<Child> {
  const time = moveTime();
  const file = join(import.meta.dirname, main);
  const child = spawn(process.execPath, ['--no-warnings', file, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const ended = once(child, 'close');
  const lines = createInterface(child.stdout);
  const [offer] = await Promise.race([
    once(lines, 'line'),
    ended.then(() => {
      time.restore();
      throw new Error(`${main} did not start: ${complaints}`);
    }),
  ]);
  const printed: string[] = [];
  lines.on('line', (line) => printed.push(line));
  return {
    offer: JSON.parse(String(offer)),
    time,
    complaints: () => complaints,
    printed: () => printed.join('\n'),
    close: async () => {
      child.stdin.end();
      await ended;
      time.restore();
    },
  };
}

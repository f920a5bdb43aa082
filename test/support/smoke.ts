/** The smoke test of a deployment, as its owner runs it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Its exit code, and what it printed. */
export async function smoke(...args: string[]) {
  const file = join(import.meta.dirname, '..', '..', 'bin', 'smoke.ts');
  const child = spawn(process.execPath, ['--no-warnings', file, ...args], { env: {} });
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { code: child.exitCode, output };
}

/** The runtime of a command that is a process of its own. */
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { AdminRefusal } from '../admin/refusals/refusal.ts';
import type { Connection } from '../admin/protected-api.ts';
import type { GlobalOptions, Runtime } from './runtime.ts';
import { valueOf } from '../admin/use-case.ts';
import { administration } from '../admin/administration.ts';
import { faultLog } from './fault-log.ts';
import { printable } from '../core/printable.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export function processRuntime(): Runtime {
  const inform = (line: string) => {
    process.stderr.write(`${printable(line)}\n`);
  };
  const startedIn = { directory: process.cwd(), environment: process.env };
  let connection: Promise<Connection> | undefined;
  // The reader of the output, such as `head`, may close it early.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
  const admin = administration(faultLog({ inform }));
  return {
    admin,
    connect: (options: GlobalOptions) => (connection ??= admin.connect(options, startedIn).then(valueOf)),
    connectForFiles: async (options: GlobalOptions) =>
      valueOf(await admin.connectForFiles(options, startedIn)),
    print: (line) => {
      process.stdout.write(`${printable(line)}\n`);
    },
    inform,
    confirm,
    readInput,
    guarded,
    exit: (code) => {
      process.exitCode = code;
    },
    now: () => Math.floor(Date.now() / 1000),
    environment: process.env,
  };
}

/** Asks on stderr: stdout has the output of the command alone. */
async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await Promise.race([
      lines.question(`${printable(question)} [y/N] `),
      once(lines, 'close').then(() => ''),
    ]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}

async function readInput(most: number): Promise<string> {
  if (process.stdin.isTTY)
    throw new AdminRefusal('input_missing', 'nothing was given: name a file, or pipe it into this command');
  let text = '';
  for await (const part of process.stdin.setEncoding('utf8')) {
    text += String(part);
    if (text.length > most)
      throw new AdminRefusal('input_too_large', `standard input has more than ${most} bytes`);
  }
  return text;
}

async function guarded<T>(work: (interrupted: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onSignal = () => {
    controller.abort();
    stopListening();
  };
  const stopListening = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await work(controller.signal);
  } finally {
    stopListening();
  }
}

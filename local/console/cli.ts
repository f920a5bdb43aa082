/**
 * Asks the administrator's CLI: what it says of a policy, people and pipelines hear too. It is a process of its own,
 * which is loaded once and then runs one command line after another: most of what a command takes is its start.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as v from 'valibot';

export interface CliAnswer {
  /** 0 done, 1 failure, 2 the decision is no, 3 invalid policy. */
  readonly exitCode: number;
  readonly output: string;
  readonly complaints: string;
}

/** Runs one command line; `input` is its standard input. */
export type Cli = (args: readonly string[], input?: string) => Promise<CliAnswer>;

export interface CliService {
  readonly run: Cli;
  readonly close: () => void;
}

const reply = v.object({ id: v.number(), exitCode: v.number(), output: v.string(), complaints: v.string() });

interface Waiting {
  readonly resolve: (answer: CliAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** `script` is the CLI as a service, `directory` where it finds the local run. One that has died is started anew. */
export function startCli({ script, directory }: { script: string; directory: string }): CliService {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let service: ChildProcess | undefined;

  const start = (): ChildProcess => {
    const child = fork(script, [], { cwd: directory, execArgv: ['--no-warnings'] });
    child.on('message', (message) => {
      const { id, ...answer } = v.parse(reply, message);
      waiting.get(id)?.resolve(answer);
      waiting.delete(id);
    });
    const ended = () => {
      if (service !== child) return;
      service = undefined;
      for (const { reject } of waiting.values()) reject(new Error('the command line has ended: try again'));
      waiting.clear();
    };
    child.on('exit', ended);
    child.on('error', ended);
    return child;
  };
  service = start();
  return {
    run: (args, input = '') =>
      new Promise((resolve, reject) => {
        service ??= start();
        last += 1;
        const id = last;
        waiting.set(id, { resolve, reject });
        service.send({ id, args, input }, (error) => {
          if (error === null) return;
          waiting.delete(id);
          reject(new Error('the command line does not answer: try again', { cause: error }));
        });
      }),
    close: () => {
      service?.disconnect();
      service = undefined;
    },
  };
}

/** The JSON document that a command printed with `--json`. */
export function jsonOf({ output, complaints }: CliAnswer): unknown {
  try {
    return JSON.parse(output);
  } catch (cause) {
    throw new Error(complaints.trim() || output.trim() || 'the CLI said nothing', { cause });
  }
}

/**
 * Runs the administrator's command line, so that the console says about a policy what a terminal and a pipeline say. It is
 * a separate process, loaded once, which runs one command after another: most of a command's time is its start.
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
  readonly deadline: NodeJS.Timeout;
}

/** A command that takes longer does not end, and the others wait for it; in milliseconds. */
const LONGEST = 60_000;

export interface CliScript {
  /** The program that runs the command line as a service. */
  readonly script: string;
  /** The folder in which it finds the local run. */
  readonly directory: string;
  /** How long a command may take, in milliseconds. */
  readonly longest?: number;
}

/** Starts the service. When it has ended, or had to be ended, the next command starts it again. */
export function startCli({ script, directory, longest = LONGEST }: CliScript): CliService {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let service: ChildProcess | undefined;

  const settle = (id: number): Waiting | undefined => {
    const one = waiting.get(id);
    waiting.delete(id);
    clearTimeout(one?.deadline);
    return one;
  };
  const ended = (child: ChildProcess) => {
    if (service !== child) return;
    service = undefined;
    for (const id of waiting.keys()) settle(id)?.reject(new Error('the command line has ended: try again'));
  };

  const start = (): ChildProcess => {
    const child = fork(script, [], { cwd: directory, execArgv: ['--no-warnings'] });
    child.on('message', (message) => {
      const { id, ...answer } = v.parse(reply, message);
      settle(id)?.resolve(answer);
    });
    child.on('exit', () => {
      ended(child);
    });
    child.on('error', () => {
      ended(child);
    });
    return child;
  };
  service = start();
  return {
    run: (args, input = '') =>
      new Promise((resolve, reject) => {
        service ??= start();
        last += 1;
        const id = last;
        const child = service;
        const giveUp = (cause?: Error) => {
          settle(id)?.reject(new Error('the command line does not answer: try again', { cause }));
        };
        const deadline = setTimeout(() => {
          giveUp();
          ended(child);
          child.kill();
        }, longest);
        waiting.set(id, { resolve, reject, deadline });
        child.send({ id, args, input }, (error) => {
          if (error !== null) giveUp(error);
        });
      }),
    close: () => {
      const child = service;
      if (child !== undefined) ended(child);
      // A process that is busy would not notice that its parent has gone.
      child?.kill();
    },
  };
}

/** An argument from a request, at the end of a command line. After `--` it is never an option, even if it begins with a dash. */
export function named(argument: string): readonly string[] {
  return ['--', argument];
}

/** The JSON document that a command printed with `--json`. */
export function jsonOf({ output, complaints }: CliAnswer): unknown {
  try {
    return JSON.parse(output);
  } catch (cause) {
    throw new Error(complaints.trim() || output.trim() || 'the command line printed nothing', { cause });
  }
}

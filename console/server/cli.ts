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
  readonly deadline: NodeJS.Timeout;
}

/** A command that takes longer than this takes for ever, in milliseconds, and lets none of the others go on. */
const LONGEST = 60_000;

export interface CliScript {
  /** The CLI as a service. */
  readonly script: string;
  /** Where it finds the local run. */
  readonly directory: string;
  /** How long a command may take, in milliseconds. */
  readonly longest?: number;
}

/** One that has died, or that had to be ended, is started anew. */
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
      // One that is busy would not notice that we are gone.
      child?.kill();
    },
  };
}

/** An argument that somebody else chose, at the end of a command line: never an option, whatever it begins with. */
export function named(argument: string): readonly string[] {
  return ['--', argument];
}

/** The JSON document that a command printed with `--json`. */
export function jsonOf({ output, complaints }: CliAnswer): unknown {
  try {
    return JSON.parse(output);
  } catch (cause) {
    throw new Error(complaints.trim() || output.trim() || 'the CLI said nothing', { cause });
  }
}

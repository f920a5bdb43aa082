/** What every command of the administrator's CLI works with. */
import type { DynamoDBClient } from '../adapters/dynamodb/client.ts';
import type { TrustConfig } from '../core/token/trust-config.ts';

/** Exit codes, for pipelines: what was asked for was done; it failed; the decision is no; a policy is invalid. */
export const EXIT = { ok: 0, failure: 1, no: 2, invalid: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What keeps a command from doing its work, in words for whoever runs it: no stack trace is shown. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = EXIT.failure, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}

/** Options that every command takes. */
export interface GlobalOptions {
  /** One JSON document on stdout, for pipelines. */
  readonly json?: boolean;
  /** The CloudFormation stack whose protected API is meant. */
  readonly stack?: string;
  /** Of DynamoDB, such as that of a local run. */
  readonly endpoint?: string;
  /** The policy table, where no stack tells it. */
  readonly table?: string;
  readonly profile?: string;
  readonly region?: string;
  /** The trust config file, where no stack or local run tells it. */
  readonly config?: string;
  /** Which protected API of the stack, where it has several: its id, or the key of its output. */
  readonly api?: string;
}

/** A method of the API that the authorizer protects. */
export interface ProtectedRoute {
  readonly method: string;
  /** The resource template, such as `/payments/{id}`. */
  readonly template: string;
}

/** One protected API, on AWS or on this machine. Names of tables that could not be found are undefined. */
export interface Connection {
  /** In words, for whoever is about to change something: `stack step-up in eu-west-1`. */
  readonly description: string;
  readonly dynamodb: DynamoDBClient;
  readonly policyTable: string;
  readonly grantTable: string | undefined;
  readonly riskTable: string | undefined;
  /** None where changes are not recorded. */
  readonly auditTable: string | undefined;
  readonly trust: TrustConfig;
  /** None where the API is not known: then nothing can be said about its routes. */
  readonly routes: readonly ProtectedRoute[] | undefined;
  /** The public base URL of the API, where it is known. */
  readonly baseUrl: string | undefined;
}

/** What files of policy are judged by where no API is named: nothing is known of its routes, and it has no tables. */
export type TrustAlone = Pick<Connection, 'description' | 'trust' | 'baseUrl'> & {
  readonly routes: undefined;
};

/** The world around a command: replaced by tests, and by nobody else. */
export interface Runtime {
  /** Connects once; later calls give the same. Throws a CommandError that says what to give. */
  readonly connect: (options: GlobalOptions) => Promise<Connection>;
  /** Connects, or where no API is named, takes the trust config alone: for commands that judge files. */
  readonly connectForFiles: (options: GlobalOptions) => Promise<Connection | TrustAlone>;
  /** A line on stdout. */
  readonly print: (line: string) => void;
  /** A line on stderr: progress, warnings. */
  readonly inform: (line: string) => void;
  /** Asks the person for a yes; false where there is nobody to ask. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** All of standard input. Throws a CommandError where that is a terminal, or more than `most` bytes. */
  readonly readInput: (most: number) => Promise<string>;
  /**
   * Does work that must not be left half-done: the first Ctrl-C (or SIGTERM) only aborts the signal, a second one
   * ends the process.
   */
  readonly guarded: <T>(work: (interrupted: AbortSignal) => Promise<T>) => Promise<T>;
  /** Sets the exit code of the process. */
  readonly exit: (code: ExitCode) => void;
  /** Whole seconds since 1970. */
  readonly now: () => number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

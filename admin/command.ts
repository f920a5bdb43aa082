/** What all commands of the administrator share: connection, runtime, exit codes, errors. */
import type { DynamoDBClient } from '../adapters/dynamodb/client.ts';
import type { TrustConfig } from '../core/trust/trust-config.ts';

/** Exit codes, for pipelines: the command is done; it failed; the decision is no; a policy is invalid. */
export const EXIT = { ok: 0, failure: 1, no: 2, invalid: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The reason why a command cannot do its work, in words for the administrator: no stack trace is shown. */
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
  /** The URL of DynamoDB, such as that of a local run. */
  readonly endpoint?: string;
  /** The policy table, if no stack names it. */
  readonly table?: string;
  readonly profile?: string;
  readonly region?: string;
  /** The trust config file, if no stack or local run has it. */
  readonly config?: string;
  /** Which protected API of the stack, if it has several: its id, or the key of its output. */
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
  /** Names the API in messages and questions: `stack step-up in eu-west-1`. */
  readonly description: string;
  readonly dynamodb: DynamoDBClient;
  readonly policyTable: string;
  readonly grantTable: string | undefined;
  readonly riskTable: string | undefined;
  /** Undefined where changes are not recorded. */
  readonly auditTable: string | undefined;
  readonly trust: TrustConfig;
  /** Undefined where the API is not known: then its routes are not known either. */
  readonly routes: readonly ProtectedRoute[] | undefined;
  /** The public base URL of the API, where it is known. */
  readonly baseUrl: string | undefined;
}

/** What policy files are judged by if no API is named: a trust config, without routes and tables. */
export type TrustAlone = Pick<Connection, 'description' | 'trust' | 'baseUrl'> & {
  readonly routes: undefined;
};

/** What a command takes from its process. Tests, and the service behind the console, have their own. */
export interface Runtime {
  /** Connects once; later calls return the same connection. Throws a CommandError that says which option is missing. */
  readonly connect: (options: GlobalOptions) => Promise<Connection>;
  /** Connects or, if no API is named, takes the trust config alone: for commands that judge files. */
  readonly connectForFiles: (options: GlobalOptions) => Promise<Connection | TrustAlone>;
  /** A line on stdout. */
  readonly print: (line: string) => void;
  /** A line on stderr: progress, warnings. */
  readonly inform: (line: string) => void;
  /** Asks the administrator for a yes; false without a terminal. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** All of standard input. Throws a CommandError if it is a terminal, or has more than `most` bytes. */
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

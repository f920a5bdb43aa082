/** The protected API that an administrator works on: how it is named, and what is known of it. */
import type { DynamoDBClient } from '../adapters/dynamodb/client.ts';
import type { TrustConfig } from '../core/trust/trust-config.ts';

/** How a protected API is named. Without any of these: the local run of this folder or a folder above. */
export interface ApiOptions {
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

/** A method of the API. */
export interface ApiMethod {
  readonly method: string;
  /** The resource template, such as `/payments/{id}`. */
  readonly template: string;
}

/** A method of the API that the authorizer protects. */
export type ProtectedRoute = ApiMethod;

/** The methods of an API. `routes` is undefined where the API is not known. */
export interface ApiMethods {
  readonly routes: readonly ProtectedRoute[] | undefined;
  /**
   * The methods without the authorizer, as far as they are known: a request whose verb a protected resource lacks can reach
   * one.
   */
  readonly otherMethods?: readonly ApiMethod[];
}

/** One protected API, on AWS or on this machine. Names of tables that could not be found are undefined. */
export interface Connection extends ApiMethods {
  /** Names the API in messages and questions: `stack step-up in eu-west-1`. */
  readonly description: string;
  readonly dynamodb: DynamoDBClient;
  readonly policyTable: string;
  readonly grantTable: string | undefined;
  readonly riskTable: string | undefined;
  /** Undefined where changes are not recorded. */
  readonly auditTable: string | undefined;
  readonly trust: TrustConfig;
  /** The public base URL of the API, where it is known. */
  readonly baseUrl: string | undefined;
}

/** What policy files are judged by if no API is named: a trust config, without routes and tables. */
export type TrustAlone = Pick<Connection, 'description' | 'trust' | 'baseUrl'> & {
  readonly routes: undefined;
  readonly otherMethods?: undefined;
};

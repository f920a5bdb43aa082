/** What the console's server answers to a request that it does not fulfil. */
import type { RefusalCode } from '../../admin/refusals/codes.ts';

/** Codes of the console alone: what is wrong with the request, or with this local run. */
export type RequestCode =
  | 'request_foreign'
  | 'request_malformed'
  | 'request_too_large'
  | 'no_such_endpoint'
  | 'too_many_pages'
  | 'tables_fixed'
  | 'provider_unreachable';

/** A refusal of a use case keeps its code (docs/cli.md). */
export type ConsoleCode = RefusalCode | RequestCode;

export interface Refused {
  readonly code: ConsoleCode;
  /** As the command line prints it. The page has its own words for most codes. */
  readonly error: string;
  /** What a program can act on. */
  readonly facts: Readonly<Record<string, unknown>>;
}

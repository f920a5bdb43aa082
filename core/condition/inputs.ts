/** What the condition of a rule can read. */
import { GRANT_HEADER } from '../contract.ts';
import type { Risk } from './risk.ts';

/** Headers that hold credentials: rules do not see them. Names in lower case. */
export const SECRET_HEADERS: readonly string[] = [
  'authorization',
  'proxy-authorization',
  'cookie',
  GRANT_HEADER.toLowerCase(),
];

/** The request as the rules see it. */
export interface RequestInputs {
  readonly method: string;
  /** Below the base URL, percent-encoded. */
  readonly path: string;
  /** Values of the template's parameters, such as `id` of `/payments/{id}`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Every value of every parameter: a rule that saw only one could be passed by sending two. */
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** Names in lower case, the values of a repeated header joined (RFC 9110 §5.3). Without credentials and cookies. */
  readonly headers: Readonly<Record<string, string>>;
  readonly sourceIp: string;
  readonly userAgent: string;
}

export interface ConditionInputs {
  /** The claims of the verified access token, as the issuer wrote them. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Undefined at the exchange, where there is no request to the route yet. */
  readonly request: RequestInputs | undefined;
  readonly risk: Risk;
  /** Seconds since 1970. */
  readonly now: number;
}

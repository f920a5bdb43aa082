/** What the condition of a rule can read, and how it is made from the request. */
import { GRANT_HEADER } from '../contract.ts';
import type { Risk } from './risk.ts';
import type { SignIn } from './sign-in.ts';

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
  /** Below the base URL, percent-encoded, with one slash at its start and none at its end. Undefined where it cannot be told where it begins, or which of its slashes count. */
  readonly path: string | undefined;
  /** Values of the template's parameters, such as `id` of `/payments/{id}`. Undefined where they cannot be told. */
  readonly parameters: Readonly<Record<string, string>> | undefined;
  /** Every value of every parameter: a rule that saw only one could be passed by sending two. */
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** Names in lower case, the values of a repeated header joined (RFC 9110 §5.3). Without credentials and cookies. */
  readonly headers: Readonly<Record<string, string>>;
  readonly sourceIp: string;
  readonly userAgent: string;
}

/** Values by name, as they were sent. A name can come more than once. */
type Pairs = Iterable<readonly [name: string, values: readonly string[]]>;

/** Headers: names in lower case, a list of values for each. */
export type HeaderLists = Readonly<Record<string, readonly string[] | undefined>>;

/** The request before rules see it. `headers` are all headers. */
interface SentRequest extends Omit<RequestInputs, 'query' | 'headers'> {
  readonly query: Pairs;
  readonly headers: HeaderLists;
}

/** The request as rules see it. */
export function requestInputs({ query, headers, ...rest }: SentRequest): RequestInputs {
  const shown = Object.entries(headers).filter(([name]) => !SECRET_HEADERS.includes(name));
  return {
    ...rest,
    query: valueLists(query),
    headers: Object.fromEntries(shown.map(([name, values = []]) => [name, values.join(', ')])),
  };
}

/**
 * Headers by their names in lower case. API Gateway keeps the case of the sender: a name in another case is the same
 * header.
 */
export function headerLists(headers: Pairs): HeaderLists {
  return valueLists([...headers].map(([name, values]) => [name.toLowerCase(), values]));
}

function valueLists(pairs: Pairs): Readonly<Record<string, readonly string[]>> {
  const lists = new Map<string, readonly string[]>();
  for (const [name, values] of pairs) lists.set(name, [...(lists.get(name) ?? []), ...values]);
  return Object.fromEntries(lists);
}

export interface ConditionInputs {
  /** The claims of the verified access token, as the issuer wrote them; those about the sign-in are of `signIn`. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** The sign-in that is judged: that of the token, or the one behind a grant. */
  readonly signIn: SignIn;
  /** Undefined at the exchange, where there is no request to the route yet. */
  readonly request: RequestInputs | undefined;
  readonly risk: Risk;
  /** Seconds since 1970. */
  readonly now: number;
}

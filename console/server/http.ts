/** Reading requests and writing answers for the console's server. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { RequestCode } from '../wire/refusal.ts';

/** The largest body of a request to the console, in bytes. */
const LARGEST_BODY = 500_000;

/** Answers a request with JSON. Rejects with a RequestError or an AdminRefusal. */
export type Endpoint = (request: IncomingMessage, query: URLSearchParams) => Promise<unknown>;

/** The status of the answer to a request that is wrong, or that this local run cannot fulfil. */
const STATUS: Readonly<Record<RequestCode, number>> = {
  request_foreign: 403,
  request_malformed: 400,
  request_too_large: 413,
  no_such_endpoint: 404,
  too_many_pages: 503,
  tables_fixed: 409,
  provider_unreachable: 502,
};

/** Says what is wrong with a request. */
export class RequestError extends Error {
  readonly code: RequestCode;

  constructor(code: RequestCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RequestError';
    this.code = code;
  }

  get status(): number {
    return STATUS[this.code];
  }
}

/** The input of an endpoint: the query of GET and DELETE, and otherwise the body. Throws as `readBody` does. */
export async function readInput<Input>(
  request: IncomingMessage,
  query: URLSearchParams,
  schema: v.GenericSchema<unknown, Input>,
): Promise<Input> {
  const hasBody = request.method !== 'GET' && request.method !== 'DELETE';
  return hasBody ? readBody(request, schema) : parsed(schema, Object.fromEntries(query));
}

/** @throws RequestError when the body is too large, not JSON, or not of this form */
export async function readBody<Input>(
  message: IncomingMessage,
  schema: v.GenericSchema<unknown, Input>,
): Promise<Input> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of message) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('the request is read as text');
    size += chunk.length;
    if (size > LARGEST_BODY)
      throw new RequestError('request_too_large', `the request is larger than ${LARGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  return parsed(v.pipe(v.string(), v.parseJson(), schema), Buffer.concat(chunks).toString('utf8'));
}

function parsed<Input>(schema: v.GenericSchema<unknown, Input>, value: unknown): Input {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const problems = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
  throw new RequestError('request_malformed', problems.join('; '));
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
}

/** Reading requests and writing answers for the console's server. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';

/** The largest body of a request to the console, in bytes. */
const LARGEST_BODY = 500_000;

/** Answers a request with JSON. Rejects with a RequestError for a request that is wrong. */
export type Endpoint = (request: IncomingMessage, query: URLSearchParams) => Promise<unknown>;

export const text = v.pipe(v.string(), v.minLength(1), v.maxLength(10_000));

export function needed(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value === null || value === '') throw new RequestError(400, `${name} is missing`);
  return value;
}

/** Says what is wrong with a request, and with which status to answer it. */
export class RequestError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
  }
}

/** @throws RequestError when the body is too large, not JSON, or not of this form */
export async function readBody<S extends v.GenericSchema>(
  message: IncomingMessage,
  schema: S,
): Promise<v.InferOutput<S>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of message) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('the request is read as text');
    size += chunk.length;
    if (size > LARGEST_BODY) throw new RequestError(413, `the request is larger than ${LARGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  const parsed = v.safeParse(
    v.pipe(v.string(), v.parseJson(), schema),
    Buffer.concat(chunks).toString('utf8'),
  );
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
  throw new RequestError(400, problems.join('; '));
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

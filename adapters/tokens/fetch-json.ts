/** Fetches a JSON document within a deadline and a size limit, following no redirect. */
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';

/** Of a document, in bytes. */
const LARGEST_DOCUMENT = 256 * 1024;

/** How a document is fetched. */
export interface FetchOptions {
  /** Ends the fetch. */
  readonly signal: AbortSignal;
  /** Certificates in PEM that the server's is checked against, in place of the public ones. */
  readonly ca: readonly string[] | undefined;
}

/** An answer has come, and is not what was asked for. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

/** An answer has come with another status than 200. */
export class RefusedAnswer extends Error {
  override readonly name = 'RefusedAnswer';
  readonly status: number | undefined;

  constructor(url: string, status: number | undefined) {
    super(`${url} answered ${status}`);
    this.status = status;
  }
}

/**
 * Resolves to the document, read by `schema`. Rejects with an UnreadableAnswer when it is larger than 256 KiB, no JSON or
 * nothing for the schema; with a RefusedAnswer; or with the error of the connection, also when `signal` is aborted.
 */
export async function fetchJson<const Schema extends v.GenericSchema>(
  url: string,
  schema: Schema,
  options: FetchOptions,
): Promise<v.InferOutput<Schema>> {
  const response = await answerOf(url, options);
  if (response.statusCode !== 200) {
    response.destroy();
    throw new RefusedAnswer(url, response.statusCode);
  }
  const bytes = await bytesOf(response, url);
  try {
    const text = unpacked(bytes, response.headers['content-encoding']).toString('utf8');
    return v.parse(schema, JSON.parse(text));
  } catch (cause) {
    throw new UnreadableAnswer(`what ${url} answered cannot be read`, { cause });
  }
}

function answerOf(url: string, { signal, ca }: FetchOptions): Promise<IncomingMessage> {
  const options = {
    // A connection that is kept while the function is frozen may be closed by the other side in the moment of its next use.
    agent: false,
    headers: { accept: 'application/json', 'accept-encoding': 'gzip', connection: 'close' },
    signal,
  };
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:')
      ? requestHttps(url, ca === undefined ? options : { ...options, ca: [...ca] }, resolve)
      : requestHttp(url, options, resolve);
    request.on('error', reject).end();
  });
}

async function bytesOf(response: IncomingMessage, url: string): Promise<Buffer> {
  const body: AsyncIterable<Uint8Array> = response;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > LARGEST_DOCUMENT)
      throw new UnreadableAnswer(`what ${url} answered is larger than ${LARGEST_DOCUMENT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Throws when it is larger than a document may be, or packed in another way. */
function unpacked(bytes: Buffer, encoding = 'identity'): Buffer {
  switch (encoding.toLowerCase()) {
    case 'identity':
      return bytes;
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, { maxOutputLength: LARGEST_DOCUMENT });
    default:
      throw new Error('its Content-Encoding is not gzip');
  }
}

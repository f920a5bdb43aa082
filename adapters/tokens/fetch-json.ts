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

  constructor(place: string, status: number | undefined) {
    super(`${place} answered ${status}`);
    this.status = status;
  }
}

/**
 * Resolves to the document, read by `schema`. Rejects with an UnreadableAnswer when it is larger than 256 KiB, no JSON or
 * nothing for the schema; with a RefusedAnswer; or with an error that has that of the connection, or the reason of
 * `signal`, as its cause.
 */
export async function fetchJson<const Schema extends v.GenericSchema>(
  url: string,
  schema: Schema,
  options: FetchOptions,
): Promise<v.InferOutput<Schema>> {
  const { bytes, encoding } = await wholeAnswer(url, options);
  try {
    return v.parse(schema, JSON.parse(textOf(unpacked(bytes, encoding))));
  } catch (cause) {
    throw new UnreadableAnswer(`what ${placeOf(url)} answered cannot be read`, { cause });
  }
}

/** In characters. */
const LONGEST_PLACE = 200;

/** Where it is, for logs: a query may hold the key of an account, and a discovery document may name a URL of any length. */
function placeOf(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname}${search === '' ? '' : '?(...)'}`.slice(0, LONGEST_PLACE);
}

/** RFC 8259 §8.1: a byte order mark may be ignored; the decoder does. */
function textOf(bytes: Buffer): string {
  return new TextDecoder().decode(bytes);
}

interface Answer {
  readonly bytes: Buffer;
  readonly encoding: string | undefined;
}

async function wholeAnswer(url: string, options: FetchOptions): Promise<Answer> {
  try {
    const response = await answerOf(url, options);
    if (response.statusCode !== 200) {
      response.destroy();
      throw new RefusedAnswer(placeOf(url), response.statusCode);
    }
    return { bytes: await bytesOf(response, url), encoding: response.headers['content-encoding'] };
  } catch (error) {
    if (error instanceof UnreadableAnswer || error instanceof RefusedAnswer) throw error;
    throw noWholeAnswer(url, error, options.signal);
  }
}

/** A stream that `signal` cuts off does not say why. */
function noWholeAnswer(url: string, error: unknown, signal: AbortSignal): Error {
  const cause: unknown = signal.aborted ? signal.reason : error;
  return new Error(`no whole answer from ${placeOf(url)}`, { cause });
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
    request.on('error', reject);
    // Without an answer: after 101 (Switching Protocols), Node.js ends the connection and reports no error.
    request.on('close', () => {
      reject(new Error('the connection ended before an answer'));
    });
    request.end();
  });
}

async function bytesOf(response: IncomingMessage, url: string): Promise<Buffer> {
  const body: AsyncIterable<Uint8Array> = response;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > LARGEST_DOCUMENT)
      throw new UnreadableAnswer(`what ${placeOf(url)} answered is larger than ${LARGEST_DOCUMENT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Throws when it is larger than a document may be, or packed in another way. Some files in Amazon S3 say `utf-8` or
 * `aws-chunked`, and are not packed.
 */
function unpacked(bytes: Buffer, encoding = ''): Buffer {
  switch (encoding.toLowerCase()) {
    case '':
    case 'identity':
    case 'utf-8':
    case 'aws-chunked':
      return bytes;
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, { maxOutputLength: LARGEST_DOCUMENT });
    default:
      throw new Error('its Content-Encoding is not gzip');
  }
}

/** What stands in front of dynalite: it refuses pages and what dynalite cannot take, and answers what dynalite does not have. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import * as v from 'valibot';
import { messageOf } from '../../../core/error-text.ts';
import { runCall } from './calls.ts';
import { checkExpressions } from './expressions.ts';
import type { Operations } from './operations.ts';
import { invalid, Refusal } from './refusal.ts';

/** Of a request, in bytes (Amazon DynamoDB: BatchWriteItem, 16 MB). */
const LARGEST_BODY = 16 * 2 ** 20;

/** Puts itself in front of the server's own listeners. */
export function standInFront(server: Server, operations: Operations): void {
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      fail(response, error);
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // dynalite answers pages of every origin: any page that is open in the browser could read and write the tables.
    if (request.headers.origin !== undefined) {
      response.writeHead(403).end();
      return;
    }
    const body = await bodyOf(request);
    const operation = operations.get(String(request.headers['x-amz-target']));
    if (operation !== undefined) {
      send(response, 200, await operation(parsed(body)));
      return;
    }
    if (body.length > 0) checkExpressions(parsed(body));
    const { method, headers } = request;
    const received = Object.assign(Readable.from([body]), { method, headers, url: '/' });
    runCall(
      () => {
        for (const one of listeners) Reflect.apply(one, server, [received, response]);
      },
      (error) => {
        fail(response, error);
      },
    );
  }
}

/** Rejects for one that is too large, and when the caller breaks off. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = v.parse(v.instance(Buffer), chunk);
    size += bytes.length;
    if (size > LARGEST_BODY) throw invalid(`The request is larger than ${LARGEST_BODY} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new Refusal('SerializationException', messageOf(error));
  }
}

/** Does nothing where there is an answer: what failed afterwards can change it no more. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const refusal = refusalOf(error);
  if (refusal !== undefined) {
    send(response, refusal.statusCode, refusal.body);
    return;
  }
  console.error('a call of the embedded tables has failed:', error);
  const message = `the embedded tables cannot answer this call: ${messageOf(error)}`;
  send(response, 500, { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message });
}

/** A body of another form is a mistake of the caller. */
function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  return v.isValiError(error) ? invalid(error.message) : undefined;
}

function send(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, {
      'Content-Type': 'application/x-amz-json-1.0',
      'x-amzn-RequestId': randomUUID(),
    })
    .end(JSON.stringify(body));
}

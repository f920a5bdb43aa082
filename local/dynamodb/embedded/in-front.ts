/** What stands in front of dynalite: it refuses pages, and answers the operations that dynalite does not have. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as v from 'valibot';
import { messageOf } from '../../../core/error-text.ts';
import { Refusal } from './operations.ts';
import type { Operation, Operations } from './operations.ts';

/** Puts itself in front of the server's own listeners. */
export function standInFront(server: Server, operations: Operations): void {
  const answers = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const operation = operations.get(String(request.headers['x-amz-target']));
    // dynalite answers pages of every origin: any page that is open in the browser could read and write the tables.
    if (request.headers.origin !== undefined) response.writeHead(403).end();
    else if (operation !== undefined) void answer(operation, request, response);
    else {
      for (const one of answers) Reflect.apply(one, server, [request, response]);
      // dynalite throws for a caller that breaks off, which would end the thread.
      request.removeAllListeners('error').on('error', () => response.destroy());
    }
  });
}

async function answer(
  operation: Operation,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, body: object) => {
    response
      .writeHead(status, {
        'Content-Type': 'application/x-amz-json-1.0',
        'x-amzn-RequestId': randomUUID(),
      })
      .end(JSON.stringify(body));
  };
  try {
    send(200, await operation(await json(request)));
  } catch (error) {
    const { status, name } = kindOf(error);
    if (status === 500) console.error('a call of the embedded tables has failed:', error);
    send(status, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: messageOf(error) });
  }
}

/** A body that is no JSON, or of another form, is a mistake of the caller. */
function kindOf(error: unknown): { readonly status: number; readonly name: string } {
  if (error instanceof Refusal) return { status: 400, name: error.name };
  const isTheirs = v.isValiError(error) || error instanceof SyntaxError;
  return isTheirs
    ? { status: 400, name: 'ValidationException' }
    : { status: 500, name: 'InternalServerError' };
}

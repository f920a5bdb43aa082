/** Stands between a client and a DynamoDB API: counts what is asked, and loses answers when told to. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface DynamoDBProxy {
  readonly endpoint: string;
  /** The operations asked for since the start, or since the last `forget`, such as `PutItem`. */
  readonly operations: () => string[];
  readonly forget: () => void;
  /** Closes the connection instead of answering, the next `count` times: what was asked takes effect. */
  readonly loseAnswers: (count: number) => void;
  readonly close: () => Promise<void>;
}

/** Forwards to `target` over real HTTP. */
export async function startDynamoDBProxy(target: string): Promise<DynamoDBProxy> {
  let operations: string[] = [];
  let toLose = 0;

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    operations.push(String(request.headers['x-amz-target']).replace(/^.*\./, ''));
    const headers = Object.entries(request.headers)
      .filter(([name]) => name.startsWith('x-amz') || name === 'authorization' || name === 'content-type')
      .map(([name, value]): [string, string] => [name, String(value)]);
    const answer = await fetch(target, {
      method: 'POST',
      headers,
      body: new Uint8Array(await buffer(request)),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    if (toLose > 0) {
      toLose -= 1;
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(body);
  }

  const server = createServer((request, response) => {
    forward(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    operations: () => operations,
    forget: () => {
      operations = [];
    },
    loseAnswers: (count) => {
      toLose = count;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

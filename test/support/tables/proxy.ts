/** Stands between a client and a DynamoDB API: counts what is asked of tables, and makes faults when told to. Streams are passed on. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import * as v from 'valibot';
import { reservePort } from '../reserved-port.ts';
import { closeServer, listenOnLoopback } from '../loopback-server.ts';

/** One call on its way to DynamoDB. */
export interface DynamoDBCall {
  /** Such as `PutItem`. */
  readonly operation: string;
  readonly table: string;
  /** The keys of a BatchGetItem. */
  readonly keys: readonly unknown[];
  readonly response: ServerResponse;
  /** Asks DynamoDB, and gives its answer to the client: with other keys or without some of its body, if so told. */
  readonly pass: (changes?: PassChanges) => Promise<void>;
}

export interface PassChanges {
  /** Only these keys are asked for, and the answer says that the others are unprocessed. */
  readonly keys?: readonly unknown[];
  /** What is asked takes effect, and then the connection is closed. */
  readonly loseAnswer?: boolean;
  /** What is asked takes effect, and the answer comes as many milliseconds late. */
  readonly answerAfter?: number;
}

/** What becomes of a call. It answers, or hands the call on by `call.pass()`. */
export type DynamoDBFault = (call: DynamoDBCall) => Promise<void> | void;

export interface DynamoDBProxy {
  readonly endpoint: string;
  /** The operations asked for since the start, or since the last `forget`, such as `PutItem`. */
  readonly operations: () => string[];
  readonly forget: () => void;
  /** Closes the connection instead of answering, the next `count` times: what was asked takes effect. */
  readonly loseAnswers: (count: number) => void;
  /** Every call meets this fault, until `heal`. */
  readonly inject: (fault: DynamoDBFault) => void;
  readonly heal: () => void;
  /** Closes the connections that are open, such as those that a client keeps for its next call. */
  readonly hangUp: () => void;
  /** Connections are refused, until `listenAgain`. */
  readonly stopListening: () => Promise<void>;
  readonly listenAgain: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const request = v.looseObject({
  TableName: v.optional(v.string()),
  RequestItems: v.optional(
    v.record(v.string(), v.looseObject({ Keys: v.optional(v.array(v.unknown()), []) })),
    {},
  ),
});

/** Forwards to `target` over real HTTP. */
export async function startDynamoDBProxy(target: string): Promise<DynamoDBProxy> {
  let operations: string[] = [];
  let fault: DynamoDBFault = (call) => call.pass();

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const call = callOf(target, incoming, body, response);
    if (isOfStreams(incoming)) {
      await call.pass();
      return;
    }
    operations.push(call.operation);
    await fault(call);
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  });
  // Reserved, so that it is ours still after `stopListening`.
  const reserved = await reservePort();
  const endpoint = await listenOnLoopback(server, reserved.number);
  return {
    endpoint,
    operations: () => operations,
    forget: () => {
      operations = [];
    },
    loseAnswers: (count) => {
      let left = count;
      fault = (call) => {
        left -= 1;
        return call.pass({ loseAnswer: left >= 0 });
      };
    },
    inject: (other) => {
      fault = other;
    },
    heal: () => {
      fault = (call) => call.pass();
    },
    hangUp: () => {
      server.closeAllConnections();
    },
    stopListening: () => closeServer(server),
    listenAgain: async () => {
      await listenOnLoopback(server, reserved.number);
    },
    close: async () => {
      await closeServer(server);
      reserved.release();
    },
  };
}

function callOf(
  target: string,
  incoming: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): DynamoDBCall {
  const { TableName, RequestItems, ...whole } = v.parse(request, JSON.parse(body.toString()));
  const [[batchTable, batch] = ['', { Keys: [] }]] = Object.entries(RequestItems);
  const table = TableName ?? batchTable;
  return {
    operation: String(incoming.headers['x-amz-target']).replace(/^.*\./, ''),
    table,
    keys: batch.Keys,
    response,
    pass: async ({ keys, loseAnswer = false, answerAfter = 0 } = {}) => {
      const asked =
        keys === undefined
          ? body
          : JSON.stringify({ ...whole, RequestItems: { [table]: { ...batch, Keys: keys } } });
      const answer = await forward(target, incoming, Buffer.from(asked));
      if (loseAnswer) {
        response.destroy();
        return;
      }
      // By the timer that a test stretches as it stretches limits.
      if (answerAfter > 0) await new Promise((resolve) => setTimeout(resolve, answerAfter));
      const left = batch.Keys.filter((key) => keys?.includes(key) === false);
      const text =
        left.length === 0 ? answer.body : unprocessed(answer.body, { [table]: { ...batch, Keys: left } });
      response.writeHead(answer.status, { 'content-type': answer.contentType }).end(text);
    },
  };
}

/** The local run asks for the changes of a table all the time. */
function isOfStreams({ headers }: IncomingMessage): boolean {
  return String(headers['x-amz-target']).startsWith('DynamoDBStreams_');
}

function unprocessed(body: Buffer, UnprocessedKeys: object): string {
  const answer = v.parse(v.looseObject({}), JSON.parse(body.toString()));
  return JSON.stringify({ ...answer, UnprocessedKeys });
}

/** Asks the DynamoDB API at `target` what the client asks. */
async function forward(target: string, incoming: IncomingMessage, body: Buffer) {
  const headers = Object.entries(incoming.headers)
    .filter(([name]) => name.startsWith('x-amz') || name === 'authorization' || name === 'content-type')
    .map(([name, value]): [string, string] => [name, String(value)]);
  const answer = await fetch(target, { method: 'POST', headers, body: new Uint8Array(body) });
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? '',
    body: Buffer.from(await answer.arrayBuffer()),
  };
}

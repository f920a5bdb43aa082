/**
 * Stands in front of MiniStack, whose BatchGetItem answers without the ConsumedCapacity that was asked for: adds it. Our adapters
 * refuse such an answer, since it may not be one of DynamoDB (adapters/dynamodb/send.ts). All else passes as it is.
 */
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import * as v from 'valibot';
import { closeServer, listenOnLoopback } from '../../../support/loopback-server.ts';
import { forward } from '../../../support/tables/proxy.ts';

export interface Bridge {
  readonly endpoint: string;
  /** How many answers were completed. */
  readonly completed: () => number;
  readonly close: () => Promise<void>;
}

const asked = v.object({
  ReturnConsumedCapacity: v.optional(v.string(), 'NONE'),
  RequestItems: v.record(v.string(), v.unknown()),
});
const answered = v.looseObject({ ConsumedCapacity: v.optional(v.unknown()) });

export async function startBridge(target: string): Promise<Bridge> {
  let completed = 0;
  const server = createServer((incoming, response) => {
    pass(incoming)
      .then(({ status, contentType, text, added }) => {
        if (added) completed += 1;
        response.writeHead(status, { 'content-type': contentType }).end(text);
      })
      .catch(() => response.destroy());
  });
  const pass = async (incoming: IncomingMessage) => {
    const question = await buffer(incoming);
    const answer = await forward(target, incoming, question);
    const isBatch = String(incoming.headers['x-amz-target']).endsWith('.BatchGetItem');
    const whole = isBatch && answer.status === 200 ? completeBatch(question, answer.body) : undefined;
    return { ...answer, text: whole ?? answer.body, added: whole !== undefined };
  };
  return {
    endpoint: await listenOnLoopback(server),
    completed: () => completed,
    close: () => closeServer(server),
  };
}

/** The answer with its cost; undefined where nothing is missing. */
function completeBatch(question: Buffer, answer: Buffer): string | undefined {
  const { ReturnConsumedCapacity, RequestItems } = v.parse(asked, JSON.parse(question.toString()));
  const { ConsumedCapacity, ...rest } = v.parse(answered, JSON.parse(answer.toString()));
  if (ReturnConsumedCapacity === 'NONE' || ConsumedCapacity !== undefined) return undefined;
  const capacity = Object.keys(RequestItems).map((TableName) => ({ TableName, CapacityUnits: 1 }));
  return JSON.stringify({ ...rest, ConsumedCapacity: capacity });
}

/** Faults of DynamoDB, for the proxy to inject: what its clients get to see when it, or the way to it, fails. */
import { crc32 } from 'node:zlib';
import type { DynamoDBFault } from './proxy.ts';

/** DynamoDB's own error answer (Amazon DynamoDB Developer Guide: "Error handling with DynamoDB"). */
export function errorAnswer(status: number, type: string, { checksum = true } = {}): DynamoDBFault {
  const namespace = type === 'ThrottlingException' || type === 'AccessDeniedException' ? CORAL : DYNAMODB;
  const body = JSON.stringify({ __type: `${namespace}#${type}`, message: 'Injected by a test.' });
  return ({ response }) => {
    response.writeHead(status, {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-requestid': 'INJECTED',
      ...(checksum ? { 'x-amz-crc32': String(crc32(body)) } : {}),
    });
    response.end(body);
  };
}

const DYNAMODB = 'com.amazonaws.dynamodb.v20120810';
const CORAL = 'com.amazon.coral.service';

/** An answer of status 200 with this text. */
export const answerText =
  (text: string): DynamoDBFault =>
  ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(text);
  };

export const silence: DynamoDBFault = () => undefined;

/** The head of an answer, and never the rest of it. */
export const stall: DynamoDBFault = ({ response }) => {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': '1000' });
  response.write('{"Item":');
};

export const reset: DynamoDBFault = ({ response }) => {
  response.socket?.resetAndDestroy();
};

/** An answer that is cut off, though its head has promised more. */
export const cut: DynamoDBFault = ({ response }) => {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': '1000' });
  response.write('{"Item":', () => response.destroy());
};

/** Does and answers as DynamoDB does, but `milliseconds` late with the answer. */
export const late =
  (milliseconds: number): DynamoDBFault =>
  ({ pass }) =>
    pass({ answerAfter: milliseconds });

export const loseAnswer: DynamoDBFault = ({ pass }) => pass({ loseAnswer: true });

/** A batch of which nothing was read. */
export const allUnprocessed: DynamoDBFault = ({ keys, table, response }) => {
  const answer = {
    Responses: {},
    UnprocessedKeys: { [table]: { Keys: keys, ConsistentRead: true } },
    ConsumedCapacity: [{ TableName: table, CapacityUnits: 0 }],
  };
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
};

/** A batch of which all was read but the first key, the most specific one. */
export const firstUnprocessed: DynamoDBFault = ({ keys, pass, ...call }) =>
  keys.length === 1 ? allUnprocessed({ keys, pass, ...call }) : pass({ keys: keys.slice(1) });

/** The fault for the calls that are meant; the others pass. */
export const only =
  (
    { table, operation }: { readonly table?: string; readonly operation?: string },
    fault: DynamoDBFault,
  ): DynamoDBFault =>
  (call) =>
    call.table.includes(table ?? '') && (operation ?? call.operation) === call.operation
      ? fault(call)
      : call.pass();

/** The fault for the first `count` calls; then all pass. Each call of this function counts anew. */
export function times(count: number, fault: DynamoDBFault): DynamoDBFault {
  let left = count;
  return (call) => {
    left -= 1;
    return left >= 0 ? fault(call) : call.pass();
  };
}

/** The fault for the first call of each operation on each table; then all pass. */
export function firstOfEach(fault: DynamoDBFault): DynamoDBFault {
  const met = new Set<string>();
  return (call) => {
    const name = `${call.operation} ${call.table}`;
    if (met.has(name)) return call.pass();
    met.add(name);
    return fault(call);
  };
}

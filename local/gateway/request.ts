/** A request as it was received. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { withoutFirstSlashes } from '../../core/slashes.ts';
import type { ApiResource, StageResource } from '../template/api.ts';
import { findStage } from './stage-of-path.ts';

type Headers = readonly (readonly [name: string, value: string])[];

/** Neither an authorizer nor a function nor a mapping gets these headers (recorded by LocalStack: execute_api/header_utils.py). */
const DROPPED = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'transfer-encoding',
  'trailer',
  'upgrade',
  'www-authenticate',
]);

export interface GatewayRequest {
  readonly httpMethod: string;
  readonly stage: StageResource;
  /** Below the stage or the base path, as it was sent, but with one slash at its start. */
  readonly path: string;
  /** The path in events: below the stage, but with the base path of a custom domain (AWS: "API mappings"). */
  readonly eventPath: string;
  /** The path in the context: as it was sent, but with one slash at its start. */
  readonly contextPath: string;
  readonly query: URLSearchParams;
  /** Without those that API Gateway drops. */
  readonly headers: Headers;
  /** Of all headers that were sent, names and values. */
  readonly headerBytes: number;
  readonly domainName: string;
  readonly sourceIp: string;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly time: Date;
}

/** Reads the request line and the headers, whose names keep the sender's case. Undefined for a path that belongs to no stage. */
export function readRequest(message: IncomingMessage, api: ApiResource): GatewayRequest | undefined {
  const [target, query] = splitTarget(message.url ?? '');
  const contextPath = withoutFirstSlashes(target);
  const located = findStage(message.headers.host ?? '', contextPath, api);
  if (located === undefined) return undefined;
  const sent = pairs(message.rawHeaders);
  const headers = sent.filter(([name]) => !DROPPED.has(name.toLowerCase()));
  return {
    httpMethod: message.method ?? '',
    ...located,
    contextPath,
    query: new URLSearchParams(query),
    headers,
    headerBytes: sent.reduce((size, pair) => size + Buffer.byteLength(pair.join('')), 0),
    domainName: message.headers.host ?? '',
    sourceIp: message.socket.remoteAddress ?? '',
    // A caller can set it. This was observed on AWS, too.
    requestId: lastHeader(headers, 'x-amzn-requestid') ?? randomUUID(),
    extendedRequestId: randomBytes(11).toString('base64'),
    time: new Date(),
  };
}

export function userAgentOf({ headers }: GatewayRequest): string | undefined {
  return lastHeader(headers, 'user-agent');
}

/** Splits at the first question mark: the query may contain more. */
function splitTarget(target: string): [path: string, query: string] {
  const mark = target.indexOf('?');
  return mark === -1 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
}

/** The last value of a header. */
export function lastHeader(headers: Headers, lowerCaseName: string): string | undefined {
  return headers.findLast(([name]) => name.toLowerCase() === lowerCaseName)?.[1];
}

/** Bounds on the memory that one page, or one request, can use in the console. */
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import * as v from 'valibot';
import { createDecisions } from '../../console/server/decisions.ts';
import { createEventStreams } from '../../console/server/event-streams.ts';
import { readBody, RequestError, sendJson } from '../../console/server/http.ts';
import { closeServer, listenOnLoopback } from '../support/loopback-server.ts';
import { until } from '../support/time/until.ts';

const decisions = createDecisions();
const stream = createEventStreams(decisions);
async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
  if (message.method === 'GET') stream(response);
  else sendJson(response, 200, (await readBody(message, v.string())).length);
}
const server = createServer((message, response) => {
  answer(message, response).catch((error: unknown) => {
    sendJson(response, error instanceof RequestError ? error.status : 500, {});
  });
});
let url = '';
const sockets: Socket[] = [];

beforeAll(async () => {
  url = await listenOnLoopback(server);
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await until('no open connection', async () => (await connections()) === 0);
});

afterAll(() => closeServer(server));

function connections(): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });
}

/** The status of the answer with a stream. The stream stays open. */
function follow(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      socket.write('GET / HTTP/1.1\r\nHost: console\r\n\r\n');
    });
    sockets.push(socket);
    socket.on('error', reject);
    socket.once('data', (data) => {
      // The client does not read from here on.
      socket.pause();
      resolve(data.toString('latin1').slice(9, 12));
    });
  });
}

/** The status for a JSON body of this many bytes. */
function send(size: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers: { connection: 'close' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sending.on('error', reject);
    sending.end(`"${'x'.repeat(size - 2)}"`);
  });
}

test('a body of 500,000 bytes is read, and one more is refused', async () => {
  expect(await send(500_000)).toBe(200);
  expect(await send(500_001)).toBe(413);
});

test('32 pages can follow, one more is refused, and accepted when a page has closed', async () => {
  const statuses = await Promise.all(Array.from({ length: 32 }, follow));
  expect(new Set(statuses)).toEqual(new Set(['200']));
  expect(await follow()).toBe('503');
  sockets[0]?.destroy();
  await until('fewer connections', async () => (await connections()) < 33);
  expect(await follow()).toBe('200');
});

test('the stream of a page that does not read is closed', async () => {
  expect(await follow()).toBe('200');
  const line = {
    message: 'm',
    timestamp: 't',
    extendedRequestId: 'r',
    route: 'GET /',
    reason: 'x'.repeat(50_000),
  };
  // More than the buffers of both sockets and of the console hold: at once, and some more later.
  for (let count = 0; count < 400; count += 1) decisions.note('authorizer', JSON.stringify(line));
  await until('no open connection', async () => (await connections()) === 0);
});

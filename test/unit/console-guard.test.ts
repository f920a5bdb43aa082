import { createServer, request } from 'node:http';
import type { OutgoingHttpHeaders } from 'node:http';
import { refusal } from '../../console/server/guard.ts';
import { closeServer, listenOnLoopback } from '../support/loopback-server.ts';

let origin = '';
const server = createServer((message, response) => {
  const problem = refusal(message, origin);
  response.writeHead(problem === undefined ? 200 : 403).end();
});

beforeAll(async () => {
  origin = await listenOnLoopback(server);
});

afterAll(() => closeServer(server));

/** Sends exactly these headers: fetch does not allow a test to choose Host or Origin. */
function statusOf(
  method: string,
  path: string,
  headers: OutgoingHttpHeaders = {},
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(origin, { path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };

describe('the console answers', () => {
  test('a request for its page, from any site', async () => {
    expect(await statusOf('GET', '/', { 'sec-fetch-site': 'same-site' })).toBe(200);
  });

  test('requests and changes of its own page', async () => {
    expect(await statusOf('GET', '/api/state', { 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await statusOf('PUT', '/api/risk', { ...JSON_TYPE, origin })).toBe(200);
  });
});

describe('the console refuses', () => {
  test('another host name for its address, as in DNS rebinding', async () => {
    expect(await statusOf('GET', '/api/state', { host: 'evil.example:3002' })).toBe(403);
    expect(await statusOf('GET', '/', { host: `localhost:${new URL(origin).port}` })).toBe(403);
  });

  test.each(['https://evil.example', 'http://127.0.0.1:1', 'null'])('a page of %s', async (other) => {
    expect(await statusOf('GET', '/api/state', { origin: other })).toBe(403);
    expect(await statusOf('PUT', '/api/risk', { ...JSON_TYPE, origin: other })).toBe(403);
  });

  test('a request that the browser marks as cross-site', async () => {
    for (const site of ['cross-site', 'same-site', 'none']) {
      expect(await statusOf('GET', '/api/events', { 'sec-fetch-site': site })).toBe(403);
    }
  });

  test('an endpoint under another spelling of its path', async () => {
    const elsewhere = { 'sec-fetch-site': 'cross-site' };
    for (const path of ['/x/../api/state', '/./api/state', '/x/%2e%2e/api/state'])
      expect([path, await statusOf('GET', path, elsewhere)]).toEqual([path, 403]);
  });

  test('a request for another server, as to a proxy', async () => {
    for (const path of ['//evil.example/api/state', 'http://evil.example/api/state', 'http://['])
      expect([path, await statusOf('GET', path)]).toEqual([path, 403]);
  });

  test('a change without an Origin, or in a form that a page of another site could send', async () => {
    expect(await statusOf('PUT', '/api/risk', JSON_TYPE)).toBe(403);
    expect(await statusOf('POST', '/api/explain', { origin, 'content-type': 'text/plain' })).toBe(403);
    expect(await statusOf('POST', '/', { origin, ...JSON_TYPE })).toBe(403);
  });
});

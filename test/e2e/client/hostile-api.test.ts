/** An API that is broken, or wishes no good: what it can have a client do is bounded. */
import type { ServerResponse } from 'node:http';
import { closeApis, startApi } from '../../support/hostile/hostile-api.ts';
import type { ApiAnswer } from '../../support/hostile/hostile-api.ts';
import { until } from '../../support/time/until.ts';

const PROBLEM = { 'content-type': 'application/problem+json' };
const CHALLENGE = 'Bearer error="insufficient_user_authentication", acr_values="loa2"';

/** More than any socket between the two holds back. */
const MEGABYTE = 1024 * 1024;

afterEach(closeApis);

/** Sends JSON that never ends, and says how much of it was taken when the client hung up. */
function endless(response: ServerResponse, start: string): Promise<number> {
  const block = 'x'.repeat(64 * 1024);
  let taken = 0;
  response.write(start);
  const more = () => {
    let room = true;
    while (room && !response.destroyed) {
      room = response.write(block);
      taken += block.length;
    }
  };
  response.on('drain', more);
  more();
  return new Promise((resolve) => {
    response.on('close', () => {
      resolve(taken);
    });
  });
}

describe('a body without an end', () => {
  test('of a challenge is not read on: the header stands, and the connection is closed', async () => {
    let taken: Promise<number> | undefined;
    const { url, fetch, signIns } = await startApi((response, _, count) => {
      if (count > 1) {
        response.end('done');
        return;
      }
      response.writeHead(401, { ...PROBLEM, 'www-authenticate': CHALLENGE });
      taken = endless(response, '{"detail":"');
    });
    expect(await (await fetch(url)).text()).toBe('done');
    expect(signIns()).toBe(1);
    expect(await taken).toBeLessThan(20 * MEGABYTE);
  });

  test('of another refusal is left to the application', async () => {
    const { url, fetch } = await startApi((response) => {
      response.writeHead(401, PROBLEM);
      void endless(response, '{"detail":"');
    });
    const response = await fetch(url);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(Buffer.from(first?.value ?? []).toString()).toMatch(/^\{"detail":"/);
    await reader?.cancel();
  });

  test('of the exchange is no grant', async () => {
    let taken: Promise<number> | undefined;
    const { url, fetch } = await startApi((response, { url: path, headers }) => {
      if (path === '/token') {
        response.writeHead(200, { 'content-type': 'application/json' });
        taken = endless(response, '{"access_token":"');
        return;
      }
      const [token_endpoint, resource] = [`http://${headers.host}/token`, 'urn:r'];
      const body = { error: 'insufficient_user_authentication', token_endpoint, resource };
      response.writeHead(401, PROBLEM).end(JSON.stringify(body));
    });
    await expect(fetch(url)).rejects.toMatchObject({ code: 'exchange_failed' });
    expect(await taken).toBeLessThan(20 * MEGABYTE);
  });
});

describe('challenges without an end', () => {
  /** Answers with these ages in turn, for ever. */
  const asking =
    (...ages: (number | undefined)[]): ApiAnswer =>
    (response, _, count) => {
      const age = ages[(count - 1) % ages.length];
      const header = age === undefined ? CHALLENGE : `${CHALLENGE}, max_age="${age}"`;
      response.writeHead(401, { 'www-authenticate': header }).end();
    };

  test.each([
    ['the same', [300], 1],
    ['a lower age each time', [300, 200, 100, 50], 1],
    ['no age, then one', [undefined, 300], 1],
    ['a sign-in of this moment', [0], 1],
    ['a sign-in of this moment, in the second place', [300, 0], 2],
    ['one of this moment and an older one in turn', [0, 300], 1],
    ['no age, then one of this moment', [undefined, 0, 0], 2],
  ] as const)('asking for %s end in the error', async (_, ages, tries) => {
    const { url, fetch, seen, signIns } = await startApi(asking(...ages));
    await expect(fetch(url)).rejects.toMatchObject({ code: 'not_improved' });
    expect(signIns()).toBe(tries);
    expect(seen).toHaveLength(tries + 1);
  });
});

test('four times is the most that a request is sent, with all that can be tried', async () => {
  const challenge = (max_age: number, host = '') => ({
    error: 'insufficient_user_authentication',
    ...{ max_age, token_endpoint: `http://${host}/token`, resource: 'urn:r' },
  });
  let late: (() => void) | undefined;
  let calls = 0;
  const { url, fetch, signIns } = await startApi((response, { url: path, headers }) => {
    if (path === '/token') {
      response.end('{"access_token":"sug_x","expires_in":60}');
    } else if (path === '/other') {
      const [status, body] =
        headers['step-up-grant'] === undefined ? [401, challenge(300, headers.host)] : [200, {}];
      response.writeHead(status, PROBLEM).end(JSON.stringify(body));
    } else {
      calls += 1;
      const answer = () => response.end(JSON.stringify(challenge(calls < 3 ? 300 : 0, headers.host)));
      response.writeHead(401, PROBLEM);
      if (calls === 1) late = answer;
      else answer();
    }
  });
  const call = fetch(url);
  const answerFirst = await until('the first call', () => late);
  expect((await fetch(`${url}/other`)).status).toBe(200);
  answerFirst();
  await expect(call).rejects.toMatchObject({ code: 'not_improved' });
  expect(calls).toBe(4);
  expect(signIns()).toBe(1 + 2);
});

test.each(['/token', '//evil.example/token', 'javascript:alert(1)', 'https://', 'not a URL', ''])(
  'a token endpoint that is "%s" gets nothing',
  async (tokenEndpoint) => {
    const { url, fetch, seen } = await startApi((response) => {
      const body = { error: 'step_up_grant_required', token_endpoint: tokenEndpoint, resource: 'urn:r' };
      response.writeHead(401, PROBLEM).end(JSON.stringify(body));
    });
    await expect(fetch(url)).rejects.toHaveProperty(
      'code',
      tokenEndpoint === '' ? 'exchange_failed' : 'untrusted_token_endpoint',
    );
    expect(seen).toEqual(['GET / Bearer session']);
  },
);

test.each(['http://user:password@HOST/token', 'blob:http://HOST/token'])(
  'the user is not troubled for a token endpoint at the origin of the API to which nothing can be sent: %s',
  async (endpoint) => {
    const { url, fetch, seen, signIns } = await startApi((response, { headers }) => {
      const token_endpoint = endpoint.replace('HOST', String(headers.host));
      const body = { error: 'insufficient_user_authentication', token_endpoint, resource: 'urn:r' };
      response.writeHead(401, PROBLEM).end(JSON.stringify(body));
    });
    await expect(fetch(url)).rejects.toHaveProperty('code', 'untrusted_token_endpoint');
    expect([seen.length, signIns()]).toEqual([1, 0]);
  },
);

test.each([
  ['170', 170],
  ['0', 0],
  [undefined, undefined],
  ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
  ['-1', undefined],
  ['1e400', undefined],
])('an exchange that answers 429 with Retry-After %s is tried once', async (header, retryAfter) => {
  const { url, fetch, seen, signIns } = await startApi((response, { url: path, headers }) => {
    const [token_endpoint, resource] = [`http://${headers.host}/token`, 'urn:r'];
    const body = { error: 'insufficient_user_authentication', token_endpoint, resource };
    const retry = header === undefined ? {} : { 'retry-after': header };
    if (path === '/token') response.writeHead(429, retry).end('{"error":"insufficient_user_authentication"}');
    else response.writeHead(401, PROBLEM).end(JSON.stringify(body));
  });
  await expect(fetch(url)).rejects.toMatchObject({ code: 'too_many_requests', retryAfter });
  expect([seen.length, signIns()]).toEqual([2, 1]);
});

test('a grant that no header can hold is not sent', async () => {
  const { url, fetch, seen } = await startApi((response, { url: path, headers }) => {
    const [token_endpoint, resource] = [`http://${headers.host}/token`, 'urn:r'];
    const body = { error: 'step_up_grant_required', token_endpoint, resource };
    if (path === '/token') response.end('{"access_token":"a\\r\\nX-Injected: 1","expires_in":60}');
    else response.writeHead(401, PROBLEM).end(JSON.stringify(body));
  });
  for (let call = 0; call < 2; call += 1)
    await expect(fetch(url)).rejects.toMatchObject({ code: 'exchange_failed' });
  // Nor is it kept: the second call gets as far as the first.
  expect(seen.map((line) => line.split(' ')[1])).toEqual(['/', '/token', '/', '/token']);
});

test('HEAD has no body, so its challenge is answered by the elevated token', async () => {
  const { url, fetch, seen } = await startApi((response, _, count) => {
    if (count === 1) response.writeHead(401, { 'www-authenticate': CHALLENGE });
    response.end();
  });
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
  expect(seen).toEqual(['HEAD / Bearer session', 'HEAD / Bearer elevated-1']);
});

test('a challenge behind a redirect to the same origin is answered at the first address', async () => {
  const { url, fetch, seen } = await startApi((response, { url: path, headers }) => {
    if (path === '/') response.writeHead(307, { location: '/there' });
    else if (headers.authorization !== 'Bearer elevated-1')
      response.writeHead(401, { 'www-authenticate': CHALLENGE });
    response.end();
  });
  expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(200);
  expect(seen.map((line) => line.replace('Bearer ', ''))).toEqual([
    'POST / session',
    'POST /there session',
    'POST / elevated-1',
    'POST /there elevated-1',
  ]);
});

test('a redirect that is to be handled by the application is handed to it', async () => {
  const { url, fetch, seen } = await startApi((response) => {
    response.writeHead(302, { location: '/there', 'www-authenticate': CHALLENGE }).end();
  });
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(302);
  expect(seen).toHaveLength(1);
});

/** Grants at the client: used again while they last, for their resource alone, never after they were refused. */
import { createServer } from 'node:http';
import { atTheProxy, startApiProxy } from '../../support/stacks/api-proxy.ts';
import { startClientStack } from '../../support/stacks/client-stack.ts';
import type { Caller, ClientStack } from '../../support/stacks/client-stack.ts';
import type { StepUpChallenge } from '../../../client/index.ts';
import { STRONGEST } from '../../support/stacks/signed-in-stack.ts';
import { closeServer, listenOnLoopback } from '../../support/loopback-server.ts';

let stack: ClientStack;

beforeAll(async () => {
  stack = await startClientStack();
});
afterAll(() => stack.close());
beforeEach(() => {
  stack.proxy.clear();
});

const POST = { method: 'POST' };

async function pay({ fetch }: Caller, path = '/payments'): Promise<number> {
  return (await fetch(stack.at(path), POST)).status;
}
const sentGrants = () => stack.proxy.seen().map(({ headers }) => headers['step-up-grant']);
/** The events of one call. */
async function eventsOf(caller: Caller, path = '/payments'): Promise<string[]> {
  caller.events.length = 0;
  expect(await pay(caller, path)).toBe(200);
  return caller.events;
}

describe('a grant for a while', () => {
  test('is sent with the next request at once', async () => {
    const caller = stack.caller();
    await pay(caller);
    expect(await eventsOf(caller)).toEqual(['token', 'POST /v1/payments']);
    expect(await eventsOf(caller, '/payments?to=bob')).toEqual(['token', 'POST /v1/payments']);
  });

  test('is not sent to another route or by another caller', async () => {
    const caller = stack.caller();
    await pay(caller);
    stack.proxy.clear();
    expect((await caller.fetch(stack.at('/accounts'))).status).toBe(200);
    expect(sentGrants()).toEqual([undefined]);
    expect(await eventsOf(stack.caller())).toContain('sign-in');
  });

  test('is not sent any more once it has ended', async () => {
    const caller = stack.caller();
    await pay(caller);
    stack.proxy.clear();
    const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 301_000);
    await caller.fetch(stack.at('/payments'), POST).catch(() => undefined);
    later.mockRestore();
    expect(sentGrants()[0]).toBeUndefined();
  });

  test('that is refused is dropped, and the user signs in again', async () => {
    const caller = stack.caller();
    await pay(caller);
    for (const { id, ...grant } of await stack.scan(stack.grantTable)) {
      await stack.put(stack.grantTable, { id, ...grant, expiresAt: Math.floor(Date.now() / 1000) - 1 });
    }
    stack.proxy.clear();
    expect(await eventsOf(caller)).toContain('sign-in');
    const [refused, , granted] = sentGrants();
    expect(refused).toMatch(/^sug_/);
    expect(granted).toMatch(/^sug_/);
    expect(granted).not.toBe(refused);
    expect(await eventsOf(caller)).toEqual(['token', 'POST /v1/payments']);
    expect(sentGrants()).not.toEqual([refused, undefined, granted, refused]);
  });

  test('is forgotten when the user signs out', async () => {
    const caller = stack.caller();
    await pay(caller);
    caller.fetch.forget();
    stack.proxy.clear();
    expect(await eventsOf(caller)).toContain('sign-in');
    expect(sentGrants()[0]).toBeUndefined();
  });
});

describe('a grant that is good once', () => {
  /** A sign-in of a second of its own: its time tells it from others, in seconds. */
  const signIn = async ({ acrValues, maxAge }: Pick<StepUpChallenge, 'acrValues' | 'maxAge'>) => {
    stack.time.advance(1_000);
    const { accessToken } = await stack.signIn({ challenge: { acrValues, maxAge } });
    return accessToken;
  };

  test('opens once; the next call asks for a newer sign-in and gets it', async () => {
    const caller = stack.caller({ signIn });
    expect(await pay(caller, '/payouts')).toBe(200);
    expect(await pay(caller, '/payouts')).toBe(200);
    expect(caller.signIns.map(({ maxAge }) => maxAge)).toEqual([300, 0]);
  });

  test('of parallel calls opens one; each further one has its own sign-in', async () => {
    const caller = stack.caller({ signIn });
    const calls = Array.from({ length: 3 }, () => pay(caller, '/payouts'));
    expect(await Promise.all(calls)).toEqual([200, 200, 200]);
    const [first, ...others] = caller.signIns.map(({ maxAge }) => maxAge);
    expect(first).toBe(300);
    // A call whose own challenge arrives late, after the sign-in of another one, asks as its challenge says.
    expect(others).toContain(0);
    expect(others).toHaveLength(2);
  });

  test('whose sign-in was used before the page was loaded anew leads to a newer one', async () => {
    const used = await signIn(STRONGEST);
    const inSession = (challenge: StepUpChallenge) =>
      challenge.maxAge === 0 ? signIn(challenge) : Promise.resolve(used);
    expect(await pay(stack.caller({ signIn: inSession }), '/payouts')).toBe(200);
    const after = stack.caller({ signIn: inSession });
    expect(await pay(after, '/payouts')).toBe(200);
    expect(after.signIns.map(({ maxAge }) => maxAge)).toEqual([300, 0]);
  });

  test('stops with the error when not even the newer sign-in helps', async () => {
    const used = await signIn(STRONGEST);
    const caller = stack.caller({ signIn: () => Promise.resolve(used) });
    expect(await pay(caller, '/payouts')).toBe(200);
    await expect(pay(caller, '/payouts')).rejects.toMatchObject({ code: 'not_improved' });
    expect(caller.signIns).toHaveLength(2);
  });
});

describe('other origins', () => {
  /** A server of another origin, which challenges. */
  async function startOther() {
    const seen: (string | undefined)[] = [];
    const server = createServer(({ headers }, response) => {
      seen.push(headers.authorization, String(headers['step-up-grant'] ?? ''));
      response.writeHead(401, {
        'www-authenticate': 'Bearer error="insufficient_user_authentication", acr_values="urn:example:loa:3"',
      });
      response.end();
    });
    return { url: await listenOnLoopback(server), seen, close: () => closeServer(server) };
  }

  test('get neither token nor grant, and no answer to their challenge', async () => {
    const other = await startOther();
    const caller = stack.caller();
    await pay(caller);
    caller.events.length = 0;
    expect((await caller.fetch(`${other.url}/v1/payments`, POST)).status).toBe(401);
    expect(caller.events).toEqual(['POST /v1/payments']);
    expect(other.seen).toEqual([undefined, '']);
    await other.close();
  });

  test('to which the API redirects get no token, and their challenge is not answered', async () => {
    const other = await startOther();
    const api = createServer((_, response) => response.writeHead(307, { location: other.url }).end());
    const url = await listenOnLoopback(api);
    const caller = stack.caller({ api: url });
    expect((await caller.fetch(`${url}/`)).status).toBe(401);
    expect(other.seen).toEqual([undefined, '']);
    expect(caller.events).toEqual(['token', 'GET /']);
    await closeServer(api);
    await other.close();
  });

  test('to which the API redirects get no grant: the call fails instead', async () => {
    const other = await startOther();
    const { origin, pathname } = new URL(stack.apiUrl);
    const toTheProxy = atTheProxy(origin);
    const proxy = await startApiProxy(origin, {
      change: (answer, url) =>
        answer.status === 200 && answer.body.includes('"openedBy":"grant"')
          ? { ...answer, status: 307, headers: { ...answer.headers, location: other.url } }
          : toTheProxy(answer, url),
    });
    const { fetch } = stack.caller({ api: proxy.url });
    await expect(fetch(`${proxy.url}${pathname}/payments`, POST)).rejects.toThrow('fetch failed');
    expect(proxy.seen().at(-1)?.headers).toHaveProperty('step-up-grant');
    expect(other.seen).toEqual([]);
    await proxy.close();
    await other.close();
  });
});

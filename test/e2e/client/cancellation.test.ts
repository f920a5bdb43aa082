/** A call that is cancelled leaves nothing behind: no request, no sign-in, no grant. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Seen } from '../../support/stacks/api-proxy.ts';
import { startClientStack } from '../../support/stacks/client-stack.ts';
import type { ClientStack } from '../../support/stacks/client-stack.ts';
import { STRONG } from '../../support/stacks/signed-in-stack.ts';
import { until } from '../../support/time/until.ts';

let stack: ClientStack;
/** Is called with each request that comes to the API, before it is passed on. */
let onRequest: (seen: Seen) => Promise<void> | void = () => undefined;

beforeAll(async () => {
  stack = await startClientStack({ hold: async (seen) => onRequest(seen) });
});
afterAll(() => stack.close());
beforeEach(() => {
  stack.proxy.clear();
  onRequest = () => undefined;
});

const POST = { method: 'POST' };
const REASON = new Error('the user pressed Cancel');
const paths = () => stack.proxy.seen().map(({ path }) => path);
/** Long enough for a request that should not have been sent to arrive. */
const settle = () => sleep(300);

/** A sign-in that ends when it is told, and keeps its signal. */
function slowSignIn() {
  const signals: AbortSignal[] = [];
  let end: () => void = () => undefined;
  const started = new Promise<void>((resolve) => {
    end = resolve;
  });
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return {
    signals,
    started,
    finish: () => {
      finish();
    },
    signIn: async (_: unknown, signal: AbortSignal) => {
      signals.push(signal);
      end();
      await finished;
      return (await stack.signIn({ challenge: STRONG })).accessToken;
    },
  };
}

test('before it begins: nothing is sent, and the token is not even asked for', async () => {
  const { fetch, events } = stack.caller();
  await expect(fetch(stack.at('/payments'), { ...POST, signal: AbortSignal.abort(REASON) })).rejects.toBe(
    REASON,
  );
  expect(events).toEqual([]);
});

test('while the first request is under way: no sign-in follows', async () => {
  const cancel = new AbortController();
  onRequest = () => {
    cancel.abort(REASON);
  };
  const { fetch, signIns } = stack.caller();
  await expect(fetch(stack.at('/payments'), { ...POST, signal: cancel.signal })).rejects.toBe(REASON);
  await settle();
  expect(signIns).toEqual([]);
  expect(paths()).toEqual(['/v1/payments']);
});

test('while the user signs in: the sign-in is told, and what comes of it is not used', async () => {
  const cancel = new AbortController();
  const slow = slowSignIn();
  const { fetch } = stack.caller({ signIn: slow.signIn });
  const call = fetch(stack.at('/payments'), { ...POST, signal: cancel.signal });
  await slow.started;
  cancel.abort(REASON);
  await expect(call).rejects.toBe(REASON);
  expect(slow.signals).toMatchObject([{ aborted: true, reason: REASON }]);
  slow.finish();
  await settle();
  expect(paths()).toEqual(['/v1/payments']);
});

test('while the token is exchanged: the request is not repeated', async () => {
  const cancel = new AbortController();
  onRequest = ({ path }) => {
    if (path.endsWith('/token')) cancel.abort(REASON);
  };
  const { fetch } = stack.caller();
  await expect(fetch(stack.at('/payments'), { ...POST, signal: cancel.signal })).rejects.toBe(REASON);
  await settle();
  expect(paths()).toEqual(['/v1/payments', '/v1/step-up/token']);
});

test('one of two that share a step-up: the other goes on with it', async () => {
  const cancel = new AbortController();
  const slow = slowSignIn();
  const { fetch, signIns } = stack.caller({ signIn: slow.signIn });
  const first = fetch(stack.at('/payments'), { ...POST, signal: cancel.signal });
  await slow.started;
  const second = fetch(stack.at('/payments'), POST);
  await until('two answers', () => stack.proxy.answered() >= 2);
  await settle();
  cancel.abort(REASON);
  await expect(first).rejects.toBe(REASON);
  expect(slow.signals.map(({ aborted }) => aborted)).toEqual([false]);
  slow.finish();
  expect((await second).status).toBe(200);
  expect(signIns).toHaveLength(1);
  expect(paths().filter((path) => path === '/v1/payments')).toHaveLength(3);
});

test('one of two that share an exchange: the other gets the grant of it', async () => {
  const cancel = new AbortController();
  const slow = slowSignIn();
  onRequest = async ({ path }) => {
    if (!path.endsWith('/token')) return;
    cancel.abort(REASON);
    await settle();
  };
  const { fetch, events } = stack.caller({ signIn: slow.signIn });
  const first = fetch(stack.at('/payments'), { ...POST, signal: cancel.signal });
  const second = fetch(stack.at('/payments'), POST);
  await slow.started;
  await until('two answers', () => stack.proxy.answered() >= 2);
  await settle();
  slow.finish();
  await expect(first).rejects.toBe(REASON);
  expect((await second).status).toBe(200);
  expect(events.filter((event) => event.endsWith('/token'))).toHaveLength(1);
  expect(paths().filter((path) => path === '/v1/payments')).toHaveLength(3);
});

test('the last of those that share a step-up: a later call begins a new one', async () => {
  const cancel = new AbortController();
  const slow = slowSignIn();
  let ignored = true;
  const { fetch, signIns } = stack.caller({
    // The first sign-in is not told that no call waits for it any more.
    signIn: async (challenge, signal) =>
      ignored ? slow.signIn(challenge, signal) : (await stack.signIn({ challenge })).accessToken,
  });
  const call = fetch(stack.at('/payments'), { ...POST, signal: cancel.signal });
  await slow.started;
  cancel.abort(REASON);
  await expect(call).rejects.toBe(REASON);
  ignored = false;
  expect((await fetch(stack.at('/payments'), POST)).status).toBe(200);
  expect(signIns).toHaveLength(2);
  slow.finish();
});

test('while a body is read that never ends', async () => {
  const cancel = new AbortController();
  const { fetch, events } = stack.caller();
  const body = new ReadableStream({ pull: () => new Promise<void>(() => undefined) });
  const init: RequestInit = { ...POST, body, duplex: 'half', signal: cancel.signal };
  const call = fetch(stack.at('/payments'), init);
  cancel.abort(REASON);
  await expect(call).rejects.toBe(REASON);
  expect(events).toEqual([]);
});

test('all at once, when the user signs out during a step-up', async () => {
  const slow = slowSignIn();
  const { fetch } = stack.caller({ signIn: slow.signIn });
  const calls = [fetch(stack.at('/payments'), POST), fetch(stack.at('/payments'), POST)];
  await slow.started;
  await until('two answers', () => stack.proxy.answered() >= 2);
  await settle();
  fetch.forget();
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  slow.finish();
  await settle();
  expect(paths()).toEqual(['/v1/payments', '/v1/payments']);
});

/** The client library against the local gateway and provider: from the challenge to the answer, or to the error. */
import { StepUpError } from '../../../client/index.ts';
import { startClientStack } from '../../support/stacks/client-stack.ts';
import type { ClientStack } from '../../support/stacks/client-stack.ts';
import { startRequestCounter } from '../../support/request-counter.ts';
import { refresh } from '../../support/sign-in.ts';
import { STRONG, STRONGEST } from '../../support/stacks/signed-in-stack.ts';

let stack: ClientStack;

beforeAll(async () => {
  stack = await startClientStack();
});
afterAll(() => stack.close());
// Sign-ins of one user in the same second cannot be told apart.
beforeEach(() => {
  stack.time.advance(1_000);
});
beforeEach(() => {
  stack.proxy.clear();
});

const POST = { method: 'POST' };
const times = (events: readonly string[], event: string) => events.filter((one) => one === event).length;

describe('a challenge', () => {
  test('is answered by a sign-in, an exchange and one repetition beside the token of the session', async () => {
    const { fetch, events, signIns } = stack.caller();
    const response = await fetch(stack.at('/payments'), POST);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ openedBy: 'grant', acr: 'urn:example:loa:2' });
    expect(events).toEqual([
      'token',
      'POST /v1/payments',
      'sign-in',
      'POST /v1/step-up/token',
      'token',
      'POST /v1/payments',
    ]);
    expect(signIns).toEqual([
      {
        acrValues: ['urn:example:loa:2', 'urn:example:loa:3'],
        maxAge: 300,
        reason: 'This request needs a stronger authentication than the sign-in had.',
      },
    ]);
  });

  test('is never answered by a refresh, even where every token of the session is a refreshed one', async () => {
    const { refreshToken } = await stack.signIn();
    const { issuer, clientId } = stack.provider;
    let current = refreshToken ?? '';
    let refreshes = 0;
    const { fetch, events } = stack.caller({
      token: async () => {
        refreshes += 1;
        const tokens = await refresh(issuer, clientId, current);
        current = tokens.refresh_token ?? current;
        return tokens.access_token;
      },
    });
    expect((await fetch(stack.at('/payments'), POST)).status).toBe(200);
    expect(events.slice(1, 3)).toEqual(['POST /v1/payments', 'sign-in']);
    // One before each request that is sent, as without any challenge.
    expect(refreshes).toBe(times(events, 'POST /v1/payments'));
  });

  test('of a client that signs in as the session is answered by the exchange alone where only the grant is missing', async () => {
    const { accessToken } = await stack.signIn({ challenge: STRONGEST });
    const { fetch, events } = stack.caller({ token: () => accessToken });
    expect((await fetch(stack.at('/payouts'), POST)).status).toBe(200);
    expect(events).not.toContain('sign-in');
    expect(times(events, 'POST /v1/step-up/token')).toBe(1);
  });

  test('without the offer of a grant is answered by the elevated token itself', async () => {
    const { fetch, events } = stack.caller({
      fetch: async (input, init) => {
        const response = await globalThis.fetch(input, init);
        return new Response(null, { status: response.status, headers: withoutContentType(response.headers) });
      },
    });
    expect((await fetch(stack.at('/payments'), POST)).status).toBe(200);
    expect(events).toEqual(['token', 'sign-in']);
    expect(stack.proxy.seen().map(({ headers }) => headers['step-up-grant'])).toEqual([undefined, undefined]);
  });

  test.each([
    ['the renamed header alone', 'x-amzn-remapped-www-authenticate'],
    ['the body alone', undefined],
  ])('is read from %s', async (_, renamed) => {
    const { fetch, signIns } = stack.caller({
      fetch: async (input, init) => {
        const response = await globalThis.fetch(input, init);
        const headers = new Headers(response.headers);
        const challenge = headers.get('www-authenticate');
        headers.delete('www-authenticate');
        if (renamed !== undefined && challenge !== null) headers.set(renamed, challenge);
        return new Response(renamed === undefined ? response.body : null, {
          status: response.status,
          headers,
        });
      },
    });
    expect((await fetch(stack.at('/payments'), POST)).status).toBe(200);
    expect(signIns).toMatchObject([{ maxAge: 300 }]);
  });
});

describe('other answers are returned as they are', () => {
  test.each([
    ['a route that asks for no more', '/accounts', 200],
    ['a route that is not there', '/nowhere', 403],
  ])('of %s', async (_, path, status) => {
    const { fetch, events } = stack.caller();
    expect((await fetch(stack.at(path))).status).toBe(status);
    expect(events).toEqual(['token', `GET /v1${path}`]);
  });

  test.each([
    ['no token', undefined, ''],
    ['a token that is none', 'e30.e30.e30', 'invalid_token'],
  ])('to %s: a 401 that can still be read', async (_, token, error) => {
    const { fetch, events } = stack.caller({ token: () => token });
    const response = await fetch(stack.at('/payments'), POST);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error });
    expect(events).toEqual(['token', 'POST /v1/payments']);
  });
});

describe('parallel calls', () => {
  test('cause one sign-in and one exchange', async () => {
    const { fetch, events } = stack.caller();
    const calls = Array.from({ length: 5 }, () => fetch(stack.at('/payments'), POST));
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(times(events, 'sign-in')).toBe(1);
    expect(times(events, 'POST /v1/step-up/token')).toBe(1);
  });

  test('share a sign-in that is over before the last of them is challenged', async () => {
    let late: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      late = resolve;
    });
    let sent = 0;
    const { fetch, events } = stack.caller({
      fetch: async (input, init) => {
        const isLate = (sent += 1) === 2;
        const response = await globalThis.fetch(input, init);
        if (isLate) await held;
        // No offer: nothing but the sign-in itself can be shared.
        return new Response(null, { status: response.status, headers: withoutContentType(response.headers) });
      },
    });
    const first = fetch(stack.at('/payments'), POST);
    const second = fetch(stack.at('/payments'), POST);
    expect((await first).status).toBe(200);
    late?.();
    expect((await second).status).toBe(200);
    expect(times(events, 'sign-in')).toBe(1);
  });

  test('with different demands have one sign-in after the other', async () => {
    let open = 0;
    const { fetch, signIns } = stack.caller({
      signIn: async (challenge) => {
        expect((open += 1)).toBe(1);
        const { accessToken } = await stack.signIn({ challenge });
        open -= 1;
        return accessToken;
      },
    });
    const calls = ['/payments', '/payouts'].map((path) => fetch(stack.at(path), POST));
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200]);
    expect(signIns).toHaveLength(2);
  });
});

describe('stops with an error that says why', () => {
  const failure = async (promise: Promise<Response>) => {
    const error: unknown = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof StepUpError)) throw new Error(`no StepUpError: ${String(error)}`);
    return error;
  };

  test('after one try when the provider ignores acr_values', async () => {
    const { fetch, events } = stack.caller({ signIn: async () => (await stack.signIn()).accessToken });
    const error = await failure(fetch(stack.at('/payments'), POST));
    expect(error).toMatchObject({ code: 'not_improved', challenge: { maxAge: 300 } });
    expect(events).toEqual(['token', 'POST /v1/payments', 'sign-in', 'POST /v1/step-up/token']);
  });

  test('after one try when the provider ignores acr_values, and no grant is offered', async () => {
    const { fetch, signIns } = stack.caller({
      signIn: async () => (await stack.signIn()).accessToken,
      fetch: async (input, init) => {
        const response = await globalThis.fetch(input, init);
        return new Response(null, { status: response.status, headers: withoutContentType(response.headers) });
      },
    });
    expect(await failure(fetch(stack.at('/payments'), POST))).toMatchObject({ code: 'not_improved' });
    expect(signIns).toHaveLength(1);
    expect(stack.proxy.seen()).toHaveLength(2);
  });

  test('before the sign-in when the challenge would have the token sent elsewhere', async () => {
    const attacker = await startRequestCounter({ access_token: 'sug_', expires_in: 100 });
    const { fetch, events } = stack.caller({
      fetch: async (input, init) => {
        const response = await globalThis.fetch(input, init);
        const text = (await response.text()).replaceAll(stack.proxy.url, attacker.url);
        return new Response(text, response);
      },
    });
    const error = await failure(fetch(stack.at('/payments'), POST));
    expect(error).toMatchObject({ code: 'untrusted_token_endpoint' });
    expect(events).toEqual(['token']);
    expect(attacker.requests()).toBe(0);
    await attacker.close();
  });

  test('when the exchange gives no grant', async () => {
    const { fetch } = stack.caller({ signIn: () => Promise.resolve('e30.e30.e30') });
    expect(await failure(fetch(stack.at('/payments'), POST))).toMatchObject({
      code: 'exchange_failed',
      cause: { error: 'invalid_request' },
    });
  });

  test('which is that of the application when its sign-in fails; the next call asks again', async () => {
    let closed = true;
    const { fetch } = stack.caller({
      signIn: async (challenge) => {
        if (closed) throw new Error('the user closed the popup');
        return (await stack.signIn({ challenge })).accessToken;
      },
    });
    await expect(fetch(stack.at('/payments'), POST)).rejects.toThrow('the user closed the popup');
    closed = false;
    expect((await fetch(stack.at('/payments'), POST)).status).toBe(200);
  });
});

test('an elevated session needs no step-up', async () => {
  const { accessToken } = await stack.signIn({ challenge: STRONG });
  const { fetch, events } = stack.caller({ token: () => accessToken });
  expect((await fetch(stack.at('/payments'), POST)).status).toBe(200);
  expect(events).toEqual(['token', 'POST /v1/payments']);
});

function withoutContentType(headers: Headers): Headers {
  const rest = new Headers(headers);
  rest.delete('content-type');
  return rest;
}

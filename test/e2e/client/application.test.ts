/** What the application gives to the client: its token, its sign-in, its requests, also where they are wrong. */
import { startClientStack } from '../../support/stacks/client-stack.ts';
import type { ClientStack } from '../../support/stacks/client-stack.ts';
import { STRONG } from '../../support/stacks/signed-in-stack.ts';

let stack: ClientStack;
/** Is called when a request has come to the API, before it is passed on. */
let onRequest: () => void = () => undefined;

beforeAll(async () => {
  stack = await startClientStack({
    hold: () => {
      onRequest();
      return Promise.resolve();
    },
  });
});
afterAll(() => stack.close());
beforeEach(() => {
  stack.proxy.clear();
  onRequest = () => undefined;
});

const POST = { method: 'POST' };
const paths = () => stack.proxy.seen().map(({ path }) => path);

/** As an application without a compiler may write it. */
function untyped<T>(value: unknown, isT: (value: unknown) => value is T): T {
  if (!isT(value)) throw new Error('never');
  return value;
}

describe('a sign-in', () => {
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['the whole answer of the provider', { access_token: 'x' }],
    ['a number', 7],
  ])('that gives %s in the place of a token is an error, and nothing is sent', async (_, given) => {
    const { fetch } = stack.caller({
      signIn: () => Promise.resolve(untyped(given, (value): value is string => value === given)),
    });
    await expect(fetch(stack.at('/payments'), POST)).rejects.toThrow(/^signIn gave \w+: it has to return/);
    expect(paths()).toEqual(['/v1/payments']);
  });

  test('that throws at once is as one that rejects; the next call asks again', async () => {
    let broken = true;
    const { fetch } = stack.caller({
      signIn: (challenge) => {
        if (broken) throw new Error('no popup');
        return stack.signIn({ challenge }).then(({ accessToken }) => accessToken);
      },
    });
    await expect(fetch(stack.at('/payments'), POST)).rejects.toThrow('no popup');
    broken = false;
    expect((await fetch(stack.at('/payments'), POST)).status).toBe(200);
  });

  test('of another user opens nothing for the user of the session', async () => {
    const { fetch } = stack.caller({
      signIn: async (challenge) => (await stack.signIn({ challenge, user: 'bob' })).accessToken,
    });
    await expect(fetch(stack.at('/payments'), POST)).rejects.toMatchObject({ code: 'not_improved' });
  });
});

describe('a token', () => {
  test.each([
    [
      'throws',
      (): never => {
        throw new Error('the session is over');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the session is over'))],
  ])('that %s ends the call, and nothing is sent', async (_, token) => {
    const { fetch } = stack.caller({ token });
    await expect(fetch(stack.at('/payments'), POST)).rejects.toThrow('the session is over');
    expect(paths()).toEqual([]);
  });

  test.each([undefined, null, ''])('that is %j is not sent', async (token) => {
    const { fetch } = stack.caller({ token: () => token });
    expect((await fetch(stack.at('/payments'), POST)).status).toBe(401);
    expect(stack.proxy.seen()[0]?.headers).not.toHaveProperty('authorization');
  });

  test('that takes so long that the grant ends leaves it at home', async () => {
    let slow = false;
    const { fetch } = stack.caller({
      token: () => {
        if (slow) jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 301_000);
        slow = false;
        return stack.ordinary;
      },
    });
    await fetch(stack.at('/payments'), POST);
    stack.proxy.clear();
    slow = true;
    await fetch(stack.at('/payments'), POST).finally(() => jest.restoreAllMocks());
    expect(stack.proxy.seen()[0]?.headers).not.toHaveProperty('step-up-grant');
  });
});

/** What a request wishes of the browser, beside its headers and its body. */
function wishesOf(request: Request) {
  const { cache, credentials, integrity, keepalive, mode, redirect, referrer, referrerPolicy } = request;
  return { cache, credentials, integrity, keepalive, mode, redirect, referrer, referrerPolicy };
}

describe('a request', () => {
  test('keeps every wish when it is sent again', async () => {
    const sent: unknown[] = [];
    const { fetch } = stack.caller({
      fetch: (input, init) => {
        if (input instanceof Request) sent.push(wishesOf(input));
        return globalThis.fetch(input, init);
      },
    });
    const wishes = {
      cache: 'no-store',
      credentials: 'omit',
      integrity: '',
      keepalive: true,
      mode: 'cors',
      redirect: 'error',
      referrer: 'about:client',
      referrerPolicy: 'no-referrer',
    } as const;
    await fetch(stack.at('/payments'), { ...POST, ...wishes, body: '{}' });
    const unnamed = { ...wishes, referrer: '', referrerPolicy: 'unsafe-url' } as const;
    await fetch(stack.at('/payments'), { ...POST, ...unnamed, body: '{}' });
    expect(sent).toEqual([wishes, wishes, unnamed]);
  });

  test('whose body breaks off is not sent', async () => {
    const { fetch } = stack.caller();
    const body = new ReadableStream({
      pull: (controller) => {
        controller.error(new Error('the disk is gone'));
      },
    });
    await expect(fetch(stack.at('/payments'), { ...POST, body, duplex: 'half' })).rejects.toThrow(
      'the disk is gone',
    );
    expect(paths()).toEqual([]);
  });

  test.each([
    ['is locked', (body: ReadableStream) => void body.getReader()],
    [
      'was read in part',
      async (body: ReadableStream) => {
        const reader = body.getReader();
        await reader.read();
        reader.releaseLock();
      },
    ],
  ])('whose body %s is refused, as fetch refuses it', async (_, spoil) => {
    const { fetch } = stack.caller();
    const body = new Blob(['x']).stream();
    await spoil(body);
    await expect(fetch(stack.at('/payments'), { ...POST, body, duplex: 'half' })).rejects.toThrow(
      'disturbed or locked',
    );
    expect(paths()).toEqual([]);
  });
});

test('an own fetch that has read the answer does not stop the step-up', async () => {
  const { fetch } = stack.caller({
    fetch: async (input, init) => {
      const response = await globalThis.fetch(input, init);
      if (response.status === 401) await response.text();
      return response;
    },
  });
  expect(await (await fetch(stack.at('/payments'), POST)).json()).toMatchObject({ openedBy: 'token' });
});

describe('two users, one after the other', () => {
  const signInAs = async (user: 'alice' | 'bob') => (await stack.signIn({ user })).accessToken;
  const grantsSent = () => stack.proxy.seen().flatMap(({ headers }) => headers['step-up-grant'] ?? []);

  /** A page in which alice has paid. */
  async function page() {
    let user: 'alice' | 'bob' = 'alice';
    const tokens = { alice: await signInAs('alice'), bob: await signInAs('bob') };
    const onToken: (() => void)[] = [];
    const caller = stack.caller({
      token: () => {
        onToken.shift()?.();
        return tokens[user];
      },
      signIn: async (challenge) => (await stack.signIn({ challenge, user })).accessToken,
    });
    const become = (next: 'alice' | 'bob') => {
      user = next;
    };
    return { ...caller, become, onToken, bearers: tokens };
  }

  test('the grant of the first is not sent for the second', async () => {
    const { fetch, become, events } = await page();
    await fetch(stack.at('/payments'), POST);
    fetch.forget();
    become('bob');
    stack.proxy.clear();
    const response = await fetch(stack.at('/payments'), POST);
    expect(await response.json()).toMatchObject({ subject: 'bob', openedBy: 'grant' });
    expect(events.filter((event) => event === 'sign-in')).toHaveLength(2);
    expect(grantsSent()).toHaveLength(1);
  });

  test('the API refuses it where the application forgot to say so, and the second signs in', async () => {
    const { fetch, become, events } = await page();
    await fetch(stack.at('/payments'), POST);
    become('bob');
    const response = await fetch(stack.at('/payments'), POST);
    expect(await response.json()).toMatchObject({ subject: 'bob', openedBy: 'grant' });
    expect(events.filter((event) => event === 'sign-in')).toHaveLength(2);
  });

  test.each([
    ['before it is sent', 1, []],
    ['before it is repeated', 2, ['/v1/payments', '/v1/step-up/token']],
  ])('a call of the first is not sent for the second: they change %s', async (_, turn, sent) => {
    const { fetch, become, onToken } = await page();
    stack.proxy.clear();
    onToken.push(...Array.from({ length: turn - 1 }, () => () => undefined), () => {
      fetch.forget();
      become('bob');
    });
    await expect(fetch(stack.at('/payments'), POST)).rejects.toMatchObject({
      name: 'AbortError',
      message: expect.stringContaining('forget()'),
    });
    expect(paths()).toEqual(sent);
  });

  test('a challenge that comes after the first has gone is not answered by the second', async () => {
    const { fetch, become, events } = await page();
    onRequest = () => {
      fetch.forget();
      become('bob');
    };
    await expect(fetch(stack.at('/payments'), POST)).rejects.toMatchObject({ name: 'AbortError' });
    expect(events).toEqual(['token', 'POST /v1/payments']);
    onRequest = () => undefined;
    expect((await fetch(stack.at('/payments'), POST)).status).toBe(200);
  });

  test('an answer that was under way is returned', async () => {
    const { accessToken } = await stack.signIn({ challenge: STRONG });
    const { fetch } = stack.caller({ token: () => accessToken });
    let forgotten = 0;
    onRequest = () => {
      fetch.forget();
      forgotten += 1;
    };
    expect((await fetch(stack.at('/payments'), POST)).status).toBe(200);
    expect(forgotten).toBe(1);
  });
});

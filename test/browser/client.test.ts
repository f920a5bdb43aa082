/** The client library in a real browser, on a page of another origin than the API: CORS, a popup, a redirect. */
import type { ProxiedAnswer } from '../support/stacks/api-proxy.ts';
import { signInOnPage, startBrowserWorld } from './client-world.ts';
import type { BrowserWorld } from './client-world.ts';

let world: BrowserWorld;

beforeAll(async () => {
  world = await startBrowserWorld();
}, 120_000);
afterAll(() => world.close());

const PAID = { status: 200, body: { openedBy: 'grant', acr: 'urn:example:loa:2' }, signIns: 1 };

/** An answer without a header, or without some words in it. */
function without(name: string, words?: RegExp): (answer: ProxiedAnswer) => ProxiedAnswer {
  return ({ headers, ...answer }) => {
    const { [name]: value, ...others } = headers;
    const changed = words === undefined ? undefined : value?.toString().replace(words, '');
    return { ...answer, headers: changed === undefined ? others : { ...others, [name]: changed } };
  };
}

describe('a page of another origin', () => {
  test('reads the challenge, and sends the grant', async () => {
    const { page, proxy } = await world.open('given');
    expect(await page.evaluate('app.challenge()')).toContain('insufficient_user_authentication');
    proxy.clear();
    expect(await page.evaluate('app.pay()')).toMatchObject(PAID);
    // The preflight allowed both headers, and is still in the browser's cache.
    const sent = proxy.seen().map(({ method, path, headers }) => [method, path, 'step-up-grant' in headers]);
    expect(sent).toEqual([
      ['POST', '/v1/payments', false],
      ['POST', '/v1/step-up/token', false],
      ['POST', '/v1/payments', true],
    ]);
  });

  test('sends the body again', async () => {
    const { page, proxy } = await world.open('given');
    await page.evaluate('app.pay()');
    const bodies = proxy.seen().filter(({ method, path }) => method === 'POST' && path === '/v1/payments');
    expect(bodies.map(({ body }) => body.toString())).toEqual(['{"amount":10}', '{"amount":10}']);
  });

  test.each([
    ['text', /^text\/plain/],
    ['bytes', /^$/],
    ['blob', /^image\/png$/],
    ['fields', /^application\/x-www-form-urlencoded/],
    ['form', /^multipart\/form-data; boundary=/],
    ['stream', /^$/],
  ])('sends a body that is %s again intact', async (kind, type) => {
    const { page, proxy } = await world.open('given');
    expect(await page.evaluate(`app.send('${kind}')`)).toBe(200);
    const sent = proxy.seen().filter(({ method, path }) => method === 'POST' && path === '/v1/payments');
    const [first, second] = sent;
    expect(sent).toHaveLength(2);
    expect(first?.body.length).toBeGreaterThan(10);
    expect(second?.body.equals(first?.body ?? Buffer.from(''))).toBe(true);
    expect(sent.map(({ headers }) => headers['content-type'] ?? '')).toEqual([
      expect.stringMatching(type),
      first?.headers['content-type'] ?? '',
    ]);
  });

  test('may name an API of its own origin by its path', async () => {
    const { page } = await world.open('given');
    expect(await page.evaluate(`app.tokenFor('/api/payments')`)).toBe('Bearer session');
    expect(await page.evaluate(`app.tokenFor('https://other.example/payments')`)).toBe('');
  });

  describe('that has no body to read', () => {
    const noBody = (answer: ProxiedAnswer): ProxiedAnswer =>
      answer.status === 401 ? { ...answer, body: '' } : answer;

    test('answers the challenge of the header', async () => {
      const { page } = await world.open('given', noBody);
      expect(await page.evaluate('app.pay()')).toMatchObject({
        status: 200,
        body: { openedBy: 'token' },
        signIns: 1,
      });
    });

    test('fails without Access-Control-Expose-Headers: the challenge cannot be read', async () => {
      const unexposed = without('access-control-expose-headers');
      const { page } = await world.open('given', (answer) => unexposed(noBody(answer)));
      expect(await page.evaluate('app.challenge()')).toBeNull();
      expect(await page.evaluate('app.pay()')).toMatchObject({ status: 401, signIns: 0 });
    });
  });

  test('reads the challenge of the body where the header is not exposed', async () => {
    const { page } = await world.open('given', without('access-control-expose-headers'));
    expect(await page.evaluate('app.challenge()')).toBeNull();
    expect(await page.evaluate('app.pay()')).toMatchObject(PAID);
  });

  test('fails without Step-Up-Grant among the allowed headers: the grant is not sent', async () => {
    const { page, proxy } = await world.open(
      'given',
      without('access-control-allow-headers', /,?Step-Up-Grant/i),
    );
    expect(await page.evaluate('app.pay()')).toEqual({
      error: 'TypeError: Failed to fetch',
      signIns: 1,
    });
    expect(proxy.seen().filter(({ headers }) => 'step-up-grant' in headers)).toEqual([]);
  });
});

describe('the user signs in', () => {
  test('in a popup, and the page stays', async () => {
    const { page } = await world.open('popup');
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'Pay' }).click();
    const popup = await opened;
    const closed = popup.waitForEvent('close');
    await signInOnPage(popup, world.provider);
    await closed;
    expect(await outcomeOn(page)).toMatchObject(PAID);
  });

  test('in a popup that cannot reach the page', async () => {
    const { page } = await world.open('popup');
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'Pay' }).click();
    const popup = await opened;
    await popup.locator('[name=username]').waitFor();
    expect(await popup.evaluate('window.opener')).toBeNull();
    await popup.close();
  });

  test('not, when they cancel in the popup: the call rejects with the error of the provider', async () => {
    const { page, proxy } = await world.open('popup');
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'Pay' }).click();
    const popup = await opened;
    const closed = popup.waitForEvent('close');
    await popup.locator('[name=cancel]').click();
    await closed;
    expect(await outcomeOn(page)).toEqual({
      error: expect.stringContaining('authorization response'),
      signIns: 1,
    });
    expect(proxy.seen().filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('not, when they go back to the page without a sign-in: the call rejects, and the next one asks again', async () => {
    const { page } = await world.open('redirect');
    // The page stays, as it would when Back shows it again. A headless browser never keeps a page for Back.
    await page.route(`${world.provider.issuer}/auth?**`, (route) => route.fulfill({ status: 204 }));
    const left = page.waitForRequest(`${world.provider.issuer}/auth?**`);
    await page.getByRole('button', { name: 'Pay' }).click();
    await left;
    await page.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`);
    expect(await outcomeOn(page)).toEqual({
      error: expect.stringContaining('without a sign-in'),
      signIns: 1,
    });
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.locator('[name=username]').waitFor();
  });

  test('by redirect, and a callback of another sign-in is left to the page', async () => {
    const { page } = await world.open('redirect');
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.locator('[name=username]').waitFor();
    await page.goto(`${world.shop}/?code=own&state=own`);
    await page.locator('body[data-ready]').waitFor();
    expect(new URL(page.url()).search).toBe('?code=own&state=own');
  });

  test('after a redirect, and the page continues with what the user was doing', async () => {
    const { page } = await world.open('redirect');
    await page.getByRole('button', { name: 'Pay' }).click();
    await signInOnPage(page, world.provider);
    expect(await outcomeOn(page)).toMatchObject(PAID);
    expect(new URL(page.url()).search).toBe('');
    expect(await page.evaluate('sessionStorage.length + localStorage.length')).toBe(0);
  });
});

async function outcomeOn(page: Awaited<ReturnType<BrowserWorld['open']>>['page']): Promise<unknown> {
  return JSON.parse((await page.locator('output:not(:empty)').textContent()) ?? '');
}

/** An API with two stages and custom domains, with and without a base path; URLs in challenges follow the request. */
import * as v from 'valibot';
import { installConsumer } from '../../support/stacks/consumer-app.ts';
import { encodeForm, exchangeForm, FORM } from '../../support/exchange-form.ts';
import { bearerOf } from '../../support/tokens/ordinary-tokens.ts';
import { send } from '../../support/send.ts';
import type { HeaderPairs, HttpAnswer } from '../../support/send.ts';
import { startStack } from '../../support/stacks/stack.ts';
import type { TestStack } from '../../support/stacks/stack.ts';

let stack: TestStack;
let ordinary: string;
let elevated: string;
beforeAll(async () => {
  stack = await startStack({ app: { consumer: installConsumer(), publicUrl: false } });
  ordinary = (await stack.signIn()).accessToken;
  elevated = (await stack.signIn({ challenge: { acrValues: ['urn:example:loa:2'], maxAge: 300 } }))
    .accessToken;
});
afterAll(() => stack.close());

/** For a client that calls `https://<host><base>`. */
interface ApiAddress {
  readonly host: string;
  readonly base: string;
}

/** Sends a request to the gateway with any host name. */
const sendTo = (method: string, host: string, path: string, headers: HeaderPairs = [], body?: string) =>
  send(method, new URL(path, stack.apiUrl).href, [['Host', host], ...headers], body);

const pay = ({ host, base }: ApiAddress, grant?: string): Promise<HttpAnswer> =>
  sendTo('POST', host, `${base}/payments`, bearerOf(ordinary, grant));

const challengeSchema = v.object({ token_endpoint: v.string(), resource: v.string() });
const grantSchema = v.object({ access_token: v.string() });

async function challengeAt(address: ApiAddress) {
  const { status, challenge, body } = await pay(address);
  expect(status).toBe(401);
  expect(challenge).toContain('error="insufficient_user_authentication"');
  return { challenge, ...v.parse(challengeSchema, body) };
}

async function grantAt(address: ApiAddress): Promise<string> {
  const { token_endpoint, resource } = await challengeAt(address);
  const { host, pathname } = new URL(token_endpoint);
  const form = encodeForm(exchangeForm(elevated, resource));
  const { status, body } = await sendTo('POST', host, pathname, [['Content-Type', FORM]], form);
  expect({ status, body }).toMatchObject({ status: 200 });
  return v.parse(grantSchema, body).access_token;
}

const addresses = () => {
  const { host } = new URL(stack.apiUrl);
  return [
    { host, base: '/prod' },
    { host, base: '/beta' },
    { host: 'shop.example.com', base: '' },
    { host: 'api.example.com', base: '/shop' },
    { host: 'api.example.com', base: '/beta' },
  ];
};

test('a challenge names the exchange, the requirement and the metadata below the URL that was called', async () => {
  for (const address of addresses()) {
    const { challenge, token_endpoint, resource } = await challengeAt(address);
    const url = `https://${address.host}${address.base}`;
    expect(token_endpoint).toBe(`${url}/step-up/token`);
    expect(resource).toBe(`${url}/step-up/requirements/POST/payments`);
    expect(challenge).toContain(`resource_metadata="${url}/.well-known/oauth-protected-resource/payments"`);
  }
});

test('the metadata names as its resource the URL for which it was asked', async () => {
  for (const { host, base } of addresses()) {
    const path = `${base}/.well-known/oauth-protected-resource/payments`;
    const { status, body } = await sendTo('GET', host, path);
    expect(status).toBe(200);
    expect(body).toMatchObject({ resource: `https://${host}${base}/payments` });
  }
});

test('a grant from one name of a stage opens the route under its other names', async () => {
  const [prod, , whole, shop] = addresses();
  if (prod === undefined || whole === undefined || shop === undefined) throw new Error('no addresses');
  const grant = await grantAt(shop);
  for (const address of [shop, whole, prod]) expect(await pay(address, grant)).toMatchObject({ status: 200 });
});

test('a grant from one stage is not accepted on another', async () => {
  const [prod, beta] = addresses();
  if (prod === undefined || beta === undefined) throw new Error('no addresses');
  const grant = await grantAt(prod);
  expect(await pay(prod, grant)).toMatchObject({ status: 200 });
  expect(await pay(beta, grant)).toMatchObject({
    status: 401,
    challenge: expect.stringContaining('error="insufficient_user_authentication"'),
  });
  expect(await pay(beta, await grantAt(beta))).toMatchObject({ status: 200 });
});

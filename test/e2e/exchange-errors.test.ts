import { METRICS } from '../../core/contract.ts';
import { ACCESS_TOKEN, exchangeForm, FORM, variantsOf } from '../support/exchange-form.ts';
import type { FormVariants } from '../support/exchange-form.ts';
import { startSignedInStack } from '../support/stacks/signed-in-stack.ts';
import type { SignedInStack } from '../support/stacks/signed-in-stack.ts';
import { until } from '../support/time/until.ts';

const MEGABYTE = 1024 * 1024;

/** RFC 6749 §5.2: what `error_description` may consist of. */
const DESCRIPTION = /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/;

let stack: SignedInStack;
let form: FormVariants;

beforeAll(async () => {
  stack = await startSignedInStack();
  form = variantsOf(exchangeForm(stack.strong.accessToken, stack.target('POST /payments').resource));
});
afterAll(() => stack.close());

const send = (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { 'Content-Type': FORM },
) => fetch(`${stack.apiUrl}/step-up/token`, { method: 'POST', headers, body });

/** What the functions have counted once the log has grown: `Fault` is what alarms are set on. */
function countedSince(lines: number): Promise<string[]> {
  return until('metrics', () => {
    const logged = stack.log().slice(lines);
    const counted = Object.values(METRICS).filter((name) =>
      logged.some(({ line }) => line.includes(`"${name}":`)),
    );
    return counted.length > 0 && counted;
  });
}

async function expectRefusal(answer: () => Promise<Response>, error: string, description: RegExp) {
  const before = stack.log().length;
  const response = await answer();
  expect({ status: response.status, cache: response.headers.get('cache-control') }).toEqual({
    status: 400,
    cache: 'no-store',
  });
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toEqual({ error, error_description: expect.stringMatching(description) });
  expect(await countedSince(before)).toEqual([METRICS.grantRefused]);
}

test('the request of which those below are made is granted', async () => {
  const before = stack.log().length;
  expect((await send(form.andAlso())).status).toBe(200);
  expect(await countedSince(before)).toEqual([METRICS.grantIssued]);
});

describe('the exchange refuses', () => {
  const asForm =
    /^Content-Type is not that of a form: send the parameters as application\/x-www-form-urlencoded\.$/;

  test.each([
    [
      'JSON',
      { 'Content-Type': 'application/json' },
      () => JSON.stringify({ resource: form.valueOf('resource') }),
    ],
    ['a form that says it is JSON', { 'Content-Type': 'application/json' }, () => form.andAlso()],
    ['a form that says it is text', { 'Content-Type': 'text/plain' }, () => form.andAlso()],
    ['a multipart form', { 'Content-Type': 'multipart/form-data; boundary=b' }, () => '--b\r\n\r\n--b--\r\n'],
    ['a form that does not say what it is', {}, () => new Uint8Array(Buffer.from(form.andAlso()))],
    ['an empty Content-Type', { 'Content-Type': '' }, () => form.andAlso()],
    ['a type that only begins alike', { 'Content-Type': `${FORM}x` }, () => form.andAlso()],
    ['two types in one header', { 'Content-Type': `${FORM}, ${FORM}` }, () => form.andAlso()],
  ])('%s, and says how to send it', async (_, headers, body) => {
    await expectRefusal(() => send(body(), headers), 'invalid_request', asForm);
  });

  test.each([
    ['grant_type', /^grant_type is missing: send urn:ietf:params:oauth:grant-type:token-exchange\.$/],
    ['subject_token', /^subject_token is missing: send the elevated access token\.$/],
    [
      'subject_token_type',
      /^subject_token_type is missing: send urn:ietf:\S+:access_token or urn:ietf:\S+:jwt\.$/,
    ],
    ['resource', /^resource is missing: name the URI from the challenge\.$/],
  ])('a request without %s, or with an empty one, and says what to send', async (name, description) => {
    await expectRefusal(() => send(form.without(name)), 'invalid_request', description);
    await expectRefusal(() => send(form.withFields({ [name]: '' })), 'invalid_request', description);
  });

  test('an empty body, which lacks everything, and says where to begin', async () => {
    await expectRefusal(() => send(''), 'invalid_request', /^grant_type is missing: send /);
  });

  test.each(['grant_type', 'subject_token', 'subject_token_type'])(
    '%s sent twice, alike or not, and says to send it once',
    async (name) => {
      const description = new RegExp(`^${name} is sent more than once: send it once\\.$`);
      for (const value of [form.valueOf(name), 'another', ''])
        await expectRefusal(() => send(form.andAlso([name, value])), 'invalid_request', description);
    },
  );

  test.each([
    ['client_id', /^client_id is sent more than once: send it once\.$/],
    ['requested_token_type', /^requested_token_type is sent more than once: send it once\.$/],
    ['"><script>', /^A parameter is sent more than once: send it once\.$/],
  ])('an optional parameter sent twice: %s', async (name, description) => {
    const twice = form.andAlso([name, 'a'], [name, 'a']);
    await expectRefusal(() => send(twice), 'invalid_request', description);
  });

  test('several resources, and says to exchange for each', async () => {
    const description = /^resource is sent more than once: send one, and exchange once for each resource\.$/;
    for (const route of ['POST /payouts', 'POST /payments']) {
      const several = form.andAlso(['resource', stack.target(route).resource]);
      await expectRefusal(() => send(several), 'invalid_request', description);
    }
  });

  test.each([
    [
      'another grant type',
      () => ({ grant_type: 'authorization_code' }),
      'unsupported_grant_type',
      /^grant_type is not supported: send urn:ietf:params:oauth:grant-type:token-exchange\.$/,
    ],
    [
      'an actor',
      () => ({ actor_token: stack.ordinary.accessToken, actor_token_type: ACCESS_TOKEN }),
      'invalid_request',
      /^actor_token is not supported: leave it out/,
    ],
    [
      'the type of an actor',
      () => ({ actor_token_type: ACCESS_TOKEN }),
      'invalid_request',
      /^actor_token_type is not supported: leave it out/,
    ],
    [
      'an audience',
      () => ({ audience: stack.apiUrl }),
      'invalid_target',
      /^audience is not supported: leave it out, and name the target by resource\.$/,
    ],
    [
      'the type of an ID token',
      () => ({ subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' }),
      'invalid_request',
      /^subject_token_type is not supported: send urn:ietf:\S+:access_token or urn:ietf:\S+:jwt\.$/,
    ],
    [
      'a wish for an access token',
      () => ({ requested_token_type: ACCESS_TOKEN }),
      'invalid_request',
      /^requested_token_type is not supported: leave it out, or send urn:step-up-authorizer:token-type:grant\.$/,
    ],
    [
      'a subject token of 11 kB',
      () => ({ subject_token: 'a'.repeat(11_000) }),
      'invalid_request',
      /^subject_token is too long: send an access token of at most 10240 characters\.$/,
    ],
    [
      'a subject token that is none',
      () => ({ subject_token: 'a.b.c' }),
      'invalid_request',
      /^subject_token is not a valid access token: get a new one\./,
    ],
    [
      'another client',
      () => ({ client_id: 'somebody' }),
      'invalid_request',
      /^client_id is not the client of the subject_token: leave it out\.$/,
    ],
    [
      'a resource elsewhere',
      () => ({ resource: 'https://api.example.com/step-up/requirements/POST/%2Fpayments' }),
      'invalid_target',
      /^resource is not http:\S+\/step-up\/requirements\/ with a method and the path of a route: send the URI/,
    ],
    [
      'the route itself as the resource',
      () => ({ resource: `${stack.apiUrl}/payments` }),
      'invalid_target',
      /^resource is not .*: send the URI from the challenge, percent-encoded in the form\.$/,
    ],
    [
      'a resource that was not percent-encoded in the form',
      () => ({ resource: `${stack.apiUrl}/step-up/requirements/GET/accounts/{id}` }),
      'invalid_target',
      /^resource is not .*: send the URI from the challenge, percent-encoded in the form\.$/,
    ],
    [
      'a resource without step-up',
      () => ({ resource: stack.target('GET /accounts').resource }),
      'invalid_target',
      /^resource names no route that asks for step-up: name the URI from the challenge\.$/,
    ],
  ])('%s, and says what to change', async (_, fields, error, description) => {
    await expectRefusal(() => send(form.withFields(fields())), error, description);
  });

  test('a grant as the subject token, and says which token to send', async () => {
    const { value } = await stack.client.exchange(stack.strong, stack.target('POST /payments'));
    const fields = form.withFields({ subject_token: value });
    const description = /^subject_token is a grant: send the elevated access token\.$/;
    await expectRefusal(() => send(fields), 'invalid_request', description);
  });

  test.each([
    ['in one parameter', () => form.withFields({ subject_token: 'a'.repeat(MEGABYTE) })],
    ['in a parameter that we do not know', () => form.withFields({ padding: 'a'.repeat(MEGABYTE) })],
    ['in many parameters', () => `${form.andAlso()}${'&a=1'.repeat(MEGABYTE / 4)}`],
    ['that is no form', () => '{'.repeat(MEGABYTE)],
  ])('a body of 1 MB %s, and says how long it may be', async (_, body) => {
    const description =
      /^The body is too long: send only the parameters of the exchange, at most 32768 characters\.$/;
    await expectRefusal(() => send(body()), 'invalid_request', description);
  });

  test('a sign-in that falls short, and says how to sign in', async () => {
    const response = await send(form.withFields({ subject_token: stack.ordinary.accessToken }));
    expect(response.status).toBe(400);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      error: 'insufficient_user_authentication',
      error_description: expect.stringMatching(/subject_token .*: sign in as acr_values and max_age ask\.$/),
      acr_values: 'urn:example:loa:2 urn:example:loa:3',
      max_age: 300,
    });
  });

  test('nothing with a description that RFC 6749 does not allow', async () => {
    const odd = ['"', '\\', 'é', '\n'].map((text) => form.withFields({ grant_type: text, resource: text }));
    for (const fields of [...odd, form.andAlso(['"é\\', '1'], ['"é\\', '1'])]) {
      const answer: unknown = await (await send(fields)).json();
      expect(answer).toMatchObject({ error_description: expect.stringMatching(DESCRIPTION) });
    }
  });
});

describe('the exchange goes by', () => {
  test.each([
    ['a charset behind the Content-Type', () => form.andAlso(), `${FORM}; charset=UTF-8`],
    ['the case of the Content-Type', () => form.andAlso(), 'Application/X-WWW-Form-Urlencoded'],
    ['a parameter that it does not know', () => form.andAlso(['foo', 'bar']), FORM],
    [
      'an optional parameter without a value',
      () => form.andAlso(['actor_token', ''], ['client_id', '']),
      FORM,
    ],
  ])('%s', async (_, body, type) => {
    expect((await send(body(), { 'Content-Type': type })).status).toBe(200);
  });
});

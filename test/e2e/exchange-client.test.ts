/** Client credentials and scopes beside a token exchange (RFC 6749 §2.3, §3.3; RFC 7523). */
import { exchangeForm, encodeForm, FORM } from '../support/exchange-form.ts';
import { startSignedInStack } from '../support/stacks/signed-in-stack.ts';
import type { SignedInStack } from '../support/stacks/signed-in-stack.ts';

let stack: SignedInStack;
let clientId: string;

beforeAll(async () => {
  stack = await startSignedInStack();
  ({ clientId } = stack.provider);
});
afterAll(() => stack.close());

/** No secret of anybody: what the tests look for in the log. */
const SECRET = 'the-client-secret-of-nobody';

interface Sent {
  readonly authorization?: string;
  readonly fields?: Record<string, string>;
}

const ask = ({ authorization, fields = {} }: Sent) =>
  fetch(`${stack.apiUrl}/step-up/token`, {
    method: 'POST',
    headers: { 'Content-Type': FORM, ...(authorization === undefined ? {} : { authorization }) },
    body: encodeForm([
      ...exchangeForm(stack.strong.accessToken, stack.target('POST /payments').resource),
      ...Object.entries(fields),
    ]),
  });

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
const bySecret = (id: string) => ({ fields: { client_id: id, client_secret: SECRET } });
const byAssertion = (claims: unknown, type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer') => {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return { fields: { client_assertion: `e30.${payload}.${SECRET}`, client_assertion_type: type } };
};

describe('client credentials', () => {
  test.each<[string, () => Sent]>([
    ['in Basic', () => basic(`${clientId}:${SECRET}`)],
    [
      'in Basic, form-encoded as RFC 6749 §2.3.1 has it',
      () => basic(`${percentEncoded(clientId)}:${SECRET}`),
    ],
    ['in Basic without a secret, of a public client', () => basic(`${clientId}:`)],
    [
      'in Basic, and the client_id again',
      () => ({ ...basic(`${clientId}:s`), fields: { client_id: clientId } }),
    ],
    ['as client_secret', () => bySecret(clientId)],
    ['as an assertion', () => byAssertion({ iss: clientId, sub: clientId })],
    ['that are none: a Bearer token', () => ({ authorization: 'Bearer abc' })],
  ])('of the client of the token do no harm: %s', async (_, sent) => {
    expect((await ask(sent())).status).toBe(200);
  });

  test.each<[string, () => Sent, RegExp]>([
    ['in Basic', () => basic(`somebody:${SECRET}`), /^The client in Authorization is not /],
    ['as client_secret', () => bySecret('somebody'), /^The client in client_secret is not /],
    ['as an assertion', () => byAssertion({ sub: 'somebody' }), /^The client in client_assertion is not /],
    [
      'in Basic without a colon',
      () => basic(clientId),
      /^No client can be read from the Basic credentials: /,
    ],
    ['in Basic that is no base64', () => ({ authorization: 'Basic %%%' }), /^No client can be read /],
    ['in an empty Basic', () => ({ authorization: 'Basic' }), /^No client can be read /],
    [
      'as client_secret alone',
      () => ({ fields: { client_secret: SECRET } }),
      /^No client .* client_id beside/,
    ],
    [
      'as an assertion without sub',
      () => byAssertion({ iss: clientId }),
      /^No client can be read from sub of /,
    ],
    [
      'as an assertion that is no object',
      () => byAssertion([clientId]),
      /^No client can be read from sub of /,
    ],
    [
      'as an assertion of another type',
      () => byAssertion({ sub: clientId }, 'saml'),
      /^No client can be read /,
    ],
  ])('of another client, or of none, are a 401 that says what to send: %s', async (_, sent, description) => {
    const response = await ask(sent());
    expect(response.status).toBe(401);
    expect(response.headers.get('x-amzn-remapped-www-authenticate')).toBe('Basic realm="step-up"');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      error: 'invalid_client',
      error_description: expect.stringMatching(description),
    });
  });

  test('in more than one way are refused', async () => {
    const response = await ask({ ...basic(`${clientId}:${SECRET}`), ...bySecret(clientId) });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: 'invalid_request',
      error_description: expect.stringMatching(/^The client authenticates in more than one way: /),
    });
  });

  test('leave no secret in the log', () => {
    const encoded = basic(`${clientId}:${SECRET}`).authorization.replace('Basic ', '');
    const lines = stack.log().map(({ line }) => line);
    expect(lines.filter((line) => line.includes('invalid_client'))).not.toEqual([]);
    expect(lines.filter((line) => line.includes(SECRET) || line.includes(encoded))).toEqual([]);
  });
});

describe('a scope beside the exchange', () => {
  test('that the token has is ignored', async () => {
    expect((await ask({ fields: { scope: 'payments:write' } })).status).toBe(200);
  });

  test.each(['admin', 'payments:write admin'])('that the token lacks is refused: %s', async (scope) => {
    const response = await ask({ fields: { scope } });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: 'invalid_scope',
      error_description: expect.stringMatching(/: leave scope out, or get a token with it\.$/),
    });
  });
});

test('each answer forbids caches of HTTP/1.0, too (RFC 6749 §5.1)', async () => {
  for (const fields of [{}, { scope: 'admin' }, { client_secret: SECRET }])
    expect((await ask({ fields })).headers.get('pragma')).toBe('no-cache');
});

/** Every character, also those that need it not. */
function percentEncoded(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('');
}

/** docs/openapi.yaml says what our endpoints answer. `npm run test:interop` asks them far more (schemathesis). */
import { hashSecret } from '../../adapters/hash.ts';
import type { ExchangeErrorCode } from '../../core/answer/exchange-request.ts';
import { encodeForm, exchangeForm, FORM } from '../support/exchange-form.ts';
import { undeclaredIn, wordsOf } from '../support/openapi.ts';
import { requirementUriOf } from '../support/route.ts';
import { jsonOrUndefined } from '../support/json-or-undefined.ts';
import { send } from '../support/send.ts';
import type { HttpAnswer } from '../support/send.ts';
import { startTrustingStack } from '../support/stacks/trusting-stack.ts';
import type { TrustingStack } from '../support/stacks/trusting-stack.ts';
import { errorAnswer } from '../support/tables/faults.ts';
import { createEntraTenant } from '../support/tokens/entra-tenant.ts';
import { bearerOf, WORDS } from '../support/tokens/ordinary-tokens.ts';

const EXCHANGE = 'POST /step-up/token';
const REQUIREMENT = 'GET /step-up/requirements/{method}/{template}';
const METADATA_OF_PATH = 'GET /.well-known/oauth-protected-resource/{path}';
const ROUTE = 'POST /payments';

/** Of Entra ID, whose challenges are claims challenges. */
const entra = createEntraTenant(WORDS);

let stack: TrustingStack;
let strong: string;

beforeAll(async () => {
  stack = await startTrustingStack({ issuers: [entra.trusted] });
  strong = stack.token({ acr: WORDS.strong });
  const upcoming = { effectiveAt: new Date(Date.now() + 3_600_000).toISOString(), maxAge: 60 };
  await stack.put(stack.policyTable, { route: ROUTE, acr: WORDS.strong, maxAge: 300, upcoming });
  await stack.put(stack.policyTable, { route: 'GET /statements', acr: WORDS.strong, scopes: ['admin'] });
});
afterAll(() => stack.close());

/** Each error code of the exchange; the compiler finds the one that is missing. */
const CODES: Readonly<Record<ExchangeErrorCode, () => Promise<HttpAnswer>>> = {
  invalid_request: () => stack.exchange(ROUTE, 'no.token.atall'),
  unsupported_grant_type: () => {
    const form = exchangeForm(strong, requirementUriOf(stack.apiUrl, ROUTE)).slice(1);
    return post(encodeForm([['grant_type', 'password'], ...form]));
  },
  invalid_client: () => exchangeWith(['client_id', 'somebody'], ['client_secret', 's']),
  invalid_scope: () => exchangeWith(['scope', 'admin']),
  invalid_target: () => stack.exchange('GET /accounts', strong),
  insufficient_user_authentication: () => stack.exchange(ROUTE, stack.token()),
  insufficient_claims: () => stack.exchange(ROUTE, entra.token({ acrs: ['c1'] })),
  insufficient_scope: () => stack.exchange('GET /statements', strong),
  too_many_grants: async () => {
    const sub = 'collector';
    const token = stack.token({ acr: WORDS.strong, sub });
    const grant = await stack.grantFor(ROUTE, token);
    const item = await stack.get(stack.grantTable, { id: hashSecret(grant) });
    for (let copy = 1; copy < 100; copy += 1)
      await stack.put(stack.grantTable, { ...item, id: hashSecret(`${grant} ${copy}`) });
    return stack.exchange(ROUTE, token);
  },
};

const post = (body: string) => send('POST', `${stack.apiUrl}/step-up/token`, [['Content-Type', FORM]], body);
const exchangeWith = (...more: (readonly [string, string])[]) =>
  post(encodeForm([...exchangeForm(strong, requirementUriOf(stack.apiUrl, ROUTE)), ...more]));
const get = (path: string, token?: string) =>
  send('GET', `${stack.apiUrl}${path}`, token === undefined ? [] : bearerOf(token));
const requirement = (route: string, token?: string) => get(requirementUriOf('', route), token);

test('every error code of the exchange is declared, and no other', () => {
  const declared = [...wordsOf('ExchangeError', 'error'), ...wordsOf('TooManyGrants', 'error')];
  expect(declared.toSorted()).toEqual(Object.keys(CODES).toSorted());
});

test.each(Object.entries(CODES))('the exchange answers %s as declared', async (error, ask) => {
  const answer = await ask();
  expect(answer.body).toMatchObject({ error });
  expect(undeclaredIn(EXCHANGE, answer)).toEqual([]);
});

test.each([
  [EXCHANGE, 200, 'a grant', () => stack.exchange(ROUTE, strong)],
  [REQUIREMENT, 200, 'a requirement with what is announced', () => requirement(ROUTE, strong)],
  [REQUIREMENT, 200, 'a requirement with scopes', () => requirement('GET /statements', strong)],
  [REQUIREMENT, 200, 'a requirement with a claims request', () => requirement(ROUTE, entra.token({}))],
  [REQUIREMENT, 401, 'no token', () => requirement(ROUTE)],
  [REQUIREMENT, 401, 'a token that is none', () => requirement(ROUTE, 'a.b.c')],
  [REQUIREMENT, 404, 'no policy', () => requirement('GET /nowhere', strong)],
  [
    'GET /.well-known/oauth-protected-resource',
    200,
    'the API',
    () => get('/.well-known/oauth-protected-resource'),
  ],
  [METADATA_OF_PATH, 200, 'a path', () => get('/.well-known/oauth-protected-resource/payments')],
  [METADATA_OF_PATH, 404, 'no URL', () => get("/.well-known/oauth-protected-resource/it's")],
  [
    METADATA_OF_PATH,
    403,
    'a path beyond the gateway',
    () => get(`/.well-known/oauth-protected-resource/${'a'.repeat(1600)}`),
  ],
])('%s answers %i as declared: %s', async (operation, status, _, ask) => {
  const answer = await ask();
  expect(answer.status).toBe(status);
  expect(undeclaredIn(operation, answer)).toEqual([]);
});

test('a fault of ours is declared', async () => {
  stack.database.inject(errorAnswer(400, 'AccessDeniedException'));
  const [exchange, told] = [
    await stack.exchange('POST /payouts', strong),
    await requirement('DELETE /never-read', strong),
  ];
  stack.database.heal();
  expect([exchange.status, told.status]).toEqual([503, 503]);
  expect([...undeclaredIn(EXCHANGE, exchange), ...undeclaredIn(REQUIREMENT, told)]).toEqual([]);
});

test('an answer that is not declared is found', async () => {
  const answer = await stack.exchange(ROUTE, strong);
  expect(undeclaredIn(EXCHANGE, { ...answer, status: 422 })).toEqual([`${EXCHANGE} does not declare 422`]);
  const body: unknown = { ...Object(jsonOrUndefined(answer.text)), more: 1, expires_in: 'soon' };
  expect(undeclaredIn(EXCHANGE, { ...answer, body })).toEqual([
    `${EXCHANGE} 200.expires_in is "soon"`,
    `${EXCHANGE} 200 does not declare more`,
  ]);
});

import {
  FORGED,
  MALFORMED_JSON,
  NOT_FOR_US,
  OTHER_KEYS,
  UNKNOWN_KEYS,
} from '../support/tokens/bad-tokens.ts';
import type { BadTokens, Material } from '../support/tokens/bad-tokens.ts';
import { mirrored, SPELLINGS } from '../support/tokens/bad-spellings.ts';
import { refusalIn, refusalsOf } from '../support/refusals.ts';
import { startRequestCounter } from '../support/request-counter.ts';
import type { RequestCounter } from '../support/request-counter.ts';
import { createSigner } from '../support/tokens/token-signer.ts';
import { bearerOf, WORDS } from '../support/tokens/ordinary-tokens.ts';
import { startTrustingStack } from '../support/stacks/trusting-stack.ts';
import type { TrustingStack } from '../support/stacks/trusting-stack.ts';

/** What no bad token may bring to light. */
const ROUTE = 'POST /payments';
const REQUIREMENT = { acr: WORDS.strong, maxAge: 86_399, scopes: ['vault:open'] };

const ed25519 = createSigner('EdDSA', 'the-ed25519-key');
const rsa = createSigner('RS256', 'the-rsa-key');
const shortRsa = createSigner('RS256', 'the-short-key', 1024);

let stack: TrustingStack;
let attackers: RequestCounter;
let material: Material;

const elevated = (changes: object = {}) =>
  stack.claims({ acr: WORDS.strongest, scope: 'payments:write vault:open', ...changes });

beforeAll(async () => {
  attackers = await startRequestCounter({ keys: [] });
  stack = await startTrustingStack({ keys: [ed25519.jwk, rsa.jwk, shortRsa.jwk] });
  await stack.put(stack.policyTable, { route: ROUTE, ...REQUIREMENT });
  material = {
    ...stack,
    ed25519,
    rsa,
    shortRsa,
    claims: elevated,
    issuer: stack.issuer.issuer,
    attackerUrl: attackers.url,
    refreshToken: (await stack.signIn()).refreshToken ?? '',
  };
});
afterAll(async () => {
  await stack.close();
  await attackers.close();
});

test('the good tokens, of which the bad ones are made, open the route', async () => {
  for (const signer of [stack.signer, ed25519, rsa]) {
    const token = signer.sign(stack.header({ alg: signer.alg, kid: signer.jwk.kid }), elevated());
    expect(await stack.call(ROUTE, bearerOf(token))).toMatchObject({ status: 200 });
  }
});

/** Sends each: the same answer for all of them, which shows nothing, and no request to anywhere. */
function refusesAll(tokens: BadTokens, mostFetches = 0) {
  test.each(Object.keys(tokens))('%s', async (name) => {
    const token = (await tokens[name]?.(material)) ?? '';
    expect(token).not.toBe('');
    // The keys are in memory by now, as is the policy.
    await stack.call(ROUTE, bearerOf(stack.token()));
    const fetches = stack.issuer.fetches();
    stack.database.forget();

    const answer = await stack.call(ROUTE, bearerOf(token));

    expect(refusalIn(answer)).toEqual(refusalsOf(stack.apiUrl, ROUTE).invalidToken());
    const shown = JSON.stringify(answer.headers) + answer.text;
    for (const asked of [...Object.values(WORDS), 'vault:open']) expect(shown).not.toContain(asked);
    expect(stack.issuer.fetches() - fetches).toBeLessThanOrEqual(mostFetches);
    expect([stack.database.operations(), attackers.requests()]).toEqual([[], 0]);
  });
}

describe('401 invalid_token, no request to anywhere, the requirement not shown: a token that is', () => {
  describe('forged, none, HMAC', () => {
    refusesAll(FORGED);
  });
  describe('signed with an embedded or remote key: jwk, jku, x5u, x5c', () => {
    refusesAll(OTHER_KEYS);
  });
  describe('not for us: expired, not yet valid, of a wrong issuer or audience, ID token, refresh token, crit, b64, JWE', () => {
    refusesAll(NOT_FOR_US);
  });
  describe('malformed: no exp, no sub, wrong JSON types, duplicate keys in JSON, __proto__', () => {
    refusesAll(MALFORMED_JSON);
  });
  describe('spelt otherwise, in the base64 or in the signature', () => {
    refusesAll(SPELLINGS);
  });
  describe('signed with RSA below 2048, or a key that the issuer does not have: its key set alone is fetched again', () => {
    refusesAll(UNKNOWN_KEYS, 1);
  });
});

test('the mirrored ECDSA signature, which cannot be told from the first, says the same and no more', async () => {
  const token = stack.token();
  const challenged = refusalIn(await stack.call('POST /payouts', bearerOf(token)));
  expect(mirrored(token)).not.toBe(token);
  expect(refusalIn(await stack.call('POST /payouts', bearerOf(mirrored(token))))).toEqual(challenged);
  const good = stack.signer.sign(stack.header(), elevated());
  const strong = await stack.call(ROUTE, bearerOf(good));
  const twin = await stack.call(ROUTE, bearerOf(mirrored(good)));
  expect([twin.status, twin.body]).toEqual([strong.status, strong.body]);
});

import { createHash, randomBytes } from 'node:crypto';
import { hashParts, hashSecret } from '../../adapters/hash.ts';
import { mirrored } from '../support/tokens/bad-spellings.ts';
import {
  GRANT_TTL,
  grantPolicies,
  grantsIn,
  IN_ARCHIVE,
  IN_VAULT,
  MAX_AGE,
  PAYMENTS,
  PAYOUTS,
  saying,
  STRONG_OR_STRONGER,
} from './grants.ts';
import type { Grants, Holder, Item } from './grants.ts';
import { refusalsOf } from '../support/refusals.ts';
import { createSigner } from '../support/tokens/token-signer.ts';
import { WORDS } from '../support/tokens/ordinary-tokens.ts';
import { startTrustingStack } from '../support/stacks/trusting-stack.ts';
import type { TrustingStack } from '../support/stacks/trusting-stack.ts';

const now = () => Math.floor(Date.now() / 1000);
/** Grants for /payments from before this time no longer count. */
const NOT_BEFORE = now() - 100;

let stack: TrustingStack;
let grants: Grants;

beforeAll(async () => {
  stack = await startTrustingStack();
  grants = grantsIn(stack);
  for (const policy of grantPolicies(NOT_BEFORE)) await stack.put(stack.policyTable, policy);
});
afterAll(() => stack.close());

/** What an ordinary token gets at a route without any grant. */
const challengeAt = (route: string) => {
  const acr = route === PAYOUTS ? WORDS.strongest : STRONG_OR_STRONGER;
  return refusalsOf(stack.apiUrl, route).challenge('acr', acr, MAX_AGE);
};

/** The grant, refused as `refuse` presents it, opens its route for whom it was made. */
async function worthNothing(route: string, refuse: (holder: Holder) => Promise<void>, claims: object = {}) {
  const holder = await grants.holderOf(route, claims);
  await refuse(holder);
  expect(await grants.statusOf(route, holder.ordinary, holder.grant)).toBe(200);
}

describe('challenge, nothing spent: a grant that is unknown,', () => {
  test.each<[string, (known: string) => string]>([
    ['and has the form of one', () => `sug_${randomBytes(32).toString('base64url')}`],
    [
      'and differs from a known one in a letter',
      (known) => known.slice(0, -1) + (known.endsWith('A') ? 'E' : 'A'),
    ],
    ['since its prefix is in capitals', (known) => known.replace('sug_', 'SUG_')],
    ['since its prefix is missing', (known) => known.slice(4)],
    ['since something follows it', (known) => `${known}A`],
    ['since it is the id under which a grant is kept', (known) => hashSecret(known)],
    [
      'since it is that id in the form of a grant',
      (known) => `sug_${createHash('sha256').update(known).digest('base64url')}`,
    ],
    ['since it is empty', () => ''],
    ['since it is a property name', () => '__proto__'],
  ])('%s', async (_, change) => {
    await worthNothing(PAYOUTS, async ({ ordinary, grant }) => {
      expect(await grants.refused(PAYOUTS, ordinary, change(grant))).toEqual(challengeAt(PAYOUTS));
    });
  });

  test('beside a token that needs a grant and no more', async () => {
    await worthNothing(PAYOUTS, async ({ elevated }) => {
      const unknown = `sug_${randomBytes(32).toString('base64url')}`;
      expect(await grants.refused(PAYOUTS, elevated, unknown)).toEqual(
        refusalsOf(stack.apiUrl, PAYOUTS).grantRequired(),
      );
    });
  });
});

describe('challenge, nothing spent: a grant, by what its item says, that is', () => {
  test.each<[string, string, (item: Item) => object]>([
    ['expired, also while its item is still in the table', PAYMENTS, () => ({ expiresAt: now() - 1 })],
    ['expired this second', PAYMENTS, () => ({ expiresAt: now() })],
    ['expired, though it is good once and unused', PAYOUTS, () => ({ expiresAt: now() - 1 })],
    [
      'expired by the ttl of today',
      PAYOUTS,
      () => ({ issuedAt: now() - GRANT_TTL - 1, expiresAt: now() + 600 }),
    ],
    [
      'of a sign-in that is stale by now',
      PAYMENTS,
      (item) => saying(item, { auth_time: now() - MAX_AGE - 30 }),
    ],
    ['of a sign-in without a time', PAYMENTS, (item) => saying(item, { auth_time: undefined })],
    ['of a weaker sign-in', PAYMENTS, (item) => saying(item, { acr: WORDS.weak })],
    ['of an acr that is a property name', PAYMENTS, (item) => saying(item, { acr: 'constructor' })],
    ['revoked by the notBefore of the policy', PAYMENTS, () => ({ issuedAt: NOT_BEFORE - 1 })],
    ['of another route', PAYOUTS, () => ({ target: PAYMENTS })],
    ['of another method of the route', PAYMENTS, () => ({ target: 'GET /payments' })],
    ['of all methods of the route', PAYMENTS, () => ({ target: 'ANY /payments' })],
    ['of all routes', PAYMENTS, () => ({ target: 'ANY /*' })],
    ['of another subject', PAYOUTS, () => ({ subject: 'mallory' })],
    [
      'of a subject that differs in case',
      PAYMENTS,
      ({ subject }) => ({ subject: String(subject).toUpperCase() }),
    ],
    ['of another client', PAYOUTS, () => ({ clientId: 'other-app' })],
    ['of another issuer', PAYOUTS, () => ({ issuer: 'https://id.example.net' })],
    ['of another key (cnf)', PAYOUTS, () => ({ cnf: { jkt: 'another-key' } })],
    ['of another API', PAYOUTS, () => ({ apiId: 'zyxwvutsrq' })],
    ['of another stage', PAYOUTS, () => ({ stage: 'v2' })],
    ['of a group, for a route that is in none', PAYMENTS, () => ({ target: 'GROUP vault' })],
    ['of another group', IN_VAULT, () => ({ target: 'GROUP archive' })],
    ['of the route alone, which is in a group now', IN_VAULT, () => ({ target: IN_VAULT })],
    ['of an issuer whose acr stands in another claim by now', PAYMENTS, (item) => saying(item, {}, 'acrs')],
    ['malformed: without a subject', PAYMENTS, () => ({ subject: undefined })],
    ['malformed: with a time as text', PAYMENTS, ({ issuedAt }) => ({ issuedAt: String(issuedAt) })],
  ])('%s', async (_, route, changes) => {
    await worthNothing(route, async ({ ordinary, grant }) => {
      const item = await grants.itemOf(grant);
      await stack.put(stack.grantTable, { ...item, ...changes(item) });
      expect(await grants.refused(route, ordinary, grant)).toEqual(challengeAt(route));
      await stack.put(stack.grantTable, item);
    });
  });

  test('deleted', async () => {
    await worthNothing(PAYOUTS, async ({ ordinary, grant }) => {
      const item = await grants.itemOf(grant);
      await stack.remove(stack.grantTable, { id: item.id });
      expect(await grants.refused(PAYOUTS, ordinary, grant)).toEqual(challengeAt(PAYOUTS));
      await stack.put(stack.grantTable, item);
    });
  });

  test('revoked by the revokedBefore of the user', async () => {
    const { subject, ordinary, grant } = await grants.holderOf(PAYOUTS);
    const id = hashParts(stack.issuer.issuer, subject);
    // Half a minute ahead, as a clock may be: every sign-in is before it, and max_age is 0.
    await stack.put(stack.riskTable, { id, revokedBefore: now() + 30 });
    expect(await grants.refused(PAYOUTS, ordinary, grant)).toEqual(
      refusalsOf(stack.apiUrl, PAYOUTS).challenge('revoked', WORDS.strongest, 0),
    );
  });
});

describe('challenge, nothing spent: a grant, by who presents it and where, of', () => {
  test.each([
    [PAYOUTS, PAYMENTS, 'another route'],
    [PAYMENTS, PAYOUTS, 'another route'],
    [IN_VAULT, IN_ARCHIVE, 'another group'],
    [IN_VAULT, PAYMENTS, 'a group, at a route that is in none'],
    [PAYMENTS, IN_VAULT, 'a route, at one in a group'],
  ])('%s, at %s: %s', async (own, other) => {
    await worthNothing(own, async ({ ordinary, grant }) => {
      expect(await grants.refused(other, ordinary, grant)).toEqual(challengeAt(other));
    });
  });

  test.each<[string, (holder: Holder) => object]>([
    ['another subject', () => ({ sub: 'mallory' })],
    ['another client', ({ subject }) => ({ sub: subject, client_id: 'other-app' })],
    ['another subject, whose name holds this one', ({ subject }) => ({ sub: `${subject}0` })],
    [
      'another subject and client, which together read the same',
      ({ subject }) => ({ sub: `${subject}a`, client_id: 'pp' }),
    ],
  ])('%s', async (_, claims) => {
    await worthNothing(PAYOUTS, async (holder) => {
      const token = stack.token(claims(holder));
      expect(await grants.refused(PAYOUTS, token, holder.grant)).toEqual(challengeAt(PAYOUTS));
    });
  });

  test('the same subject and client of another issuer', async () => {
    const alice = await stack.signIn();
    const claims = { sub: 'alice', client_id: stack.provider.clientId };
    await worthNothing(
      PAYOUTS,
      async ({ grant }) => {
        expect(await grants.refused(PAYOUTS, alice.accessToken, grant)).toEqual(challengeAt(PAYOUTS));
      },
      claims,
    );
  });

  test('another key: beside a token that is bound to one (cnf), which is no Bearer token', async () => {
    await worthNothing(PAYOUTS, async ({ subject, grant }) => {
      const bound = stack.token({ sub: subject, cnf: { jkt: 'a-key' } });
      expect(await grants.refused(PAYOUTS, bound, grant)).toEqual(
        refusalsOf(stack.apiUrl, PAYOUTS).invalidToken(),
      );
    });
  });
});

describe('nothing spent: a good grant beside', () => {
  test.each<[string, (holder: Holder) => string]>([
    ['an expired token', ({ subject }) => stack.token({ sub: subject, exp: now() - 60 })],
    [
      'a forged token',
      ({ subject }) => createSigner('ES256', 'the-key').sign(stack.header(), stack.claims({ sub: subject })),
    ],
    ['a grant sent as access token', ({ grant }) => grant],
  ])('%s: invalid_token', async (_, token) => {
    await worthNothing(PAYOUTS, async (holder) => {
      expect(await grants.refused(PAYOUTS, token(holder), holder.grant)).toEqual(
        refusalsOf(stack.apiUrl, PAYOUTS).invalidToken(),
      );
    });
  });

  test.each<[string, string, (holder: Holder) => object]>([
    ['a token without the scope', 'insufficient_scope', ({ subject }) => ({ sub: subject, scope: 'other' })],
    ['a token of a machine', 'access_denied', () => ({ sub: 'app' })],
  ])('%s: %s', async (_, error, claims) => {
    await worthNothing(PAYOUTS, async (holder) => {
      const refusal = await grants.refused(PAYOUTS, stack.token(claims(holder)), holder.grant);
      expect(refusal).toMatchObject({ status: 401, body: { error } });
    });
  });

  test('no grant but an access token sent as one: challenge', async () => {
    await worthNothing(PAYOUTS, async ({ ordinary, elevated }) => {
      expect(await grants.refused(PAYOUTS, ordinary, elevated)).toEqual(challengeAt(PAYOUTS));
      expect(await grants.refused(PAYMENTS, ordinary, elevated)).toEqual(challengeAt(PAYMENTS));
    });
  });
});

describe('challenge with max_age=0, nothing spent: a grant that is spent,', () => {
  let holder: Holder;
  const signedInAt = now() - 20;
  const signedIn = () => ({ sub: holder.subject, acr: WORDS.strongest, auth_time: signedInAt });
  const spent = () => refusalsOf(stack.apiUrl, PAYOUTS).challenge('spent', WORDS.strongest, 0);

  /** Tokens of the sign-in that is spent, and grants that they got before. */
  const SAME_SIGN_IN: readonly (readonly [string, (elevated: string) => string])[] = [
    ['the same token', (elevated) => elevated],
    ['the same token with its signature mirrored', mirrored],
    ['a refreshed token of the same sign-in', () => stack.token({ ...signedIn(), exp: now() + 500 })],
  ];
  let earlier: readonly string[] = [];

  beforeAll(async () => {
    holder = await grants.holderOf(PAYOUTS, { auth_time: signedInAt });
    earlier = await Promise.all(
      SAME_SIGN_IN.map(([, change]) => stack.grantFor(PAYOUTS, change(holder.elevated))),
    );
    expect(await grants.statusOf(PAYOUTS, holder.ordinary, holder.grant)).toBe(200);
  });

  test.each(['ordinary', 'elevated'] as const)('used again beside the %s token', async (which) => {
    expect(await grants.refused(PAYOUTS, holder[which], holder.grant)).toEqual(spent());
  });

  test.each(SAME_SIGN_IN.map(([name], index) => [name, index] as const))(
    'by another grant of %s',
    async (_, index) => {
      expect(await grants.refused(PAYOUTS, holder.ordinary, earlier[index] ?? '')).toEqual(spent());
    },
  );

  test.each(SAME_SIGN_IN)('which the exchange of %s says at once', async (_, change) => {
    const { status, body } = await stack.exchange(PAYOUTS, change(holder.elevated));
    expect([status, body]).toMatchObject([400, { error: 'insufficient_user_authentication', max_age: 0 }]);
  });

  test('until the user has signed in anew', async () => {
    const newer = stack.token({ ...signedIn(), auth_time: signedInAt + 5 });
    const fresh = await stack.grantFor(PAYOUTS, newer);
    expect(await grants.statusOf(PAYOUTS, holder.ordinary, fresh)).toBe(200);
  });
});

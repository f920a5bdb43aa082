/** Alice steps up at Keycloak: by the elevated token, and by grants. */
import { setTimeout } from 'node:timers/promises';
import { createClient } from '../../../../local/api-client.ts';
import type { Challenge } from '../../../../local/api-client.ts';
import { asks, challengeOf, statusOf } from './api.ts';
import { decoded } from './decoded.ts';
import { holds } from './holds.ts';
import { newPerson } from './person.ts';
import type { Asked, Person } from './person.ts';
import { CLIENTS } from './realm.ts';
import type { Realm, Round } from './world.ts';

/** Challenge, the code alone, and the route is open. */
export async function stepUp({ stack, report }: Round, realm: Realm): Promise<void> {
  const name = (what: string) => `${realm.name} (${realm.algorithm}): ${what}`;
  const alice = newPerson(realm);
  const ordinary = await alice.signIn();
  holds(report, name('an ordinary sign-in asks for the password'), ordinary.asked, {
    passwords: 1,
    codes: 0,
  });
  holds(
    report,
    name('it opens a route without step-up'),
    await statusOf(stack, ordinary.accessToken, 'GET /accounts'),
    200,
  );
  const challenge = await challengeOf(stack, ordinary.accessToken, 'POST /payments');
  holds(report, name('the challenge has the word of the realm'), asks(challenge), {
    error: 'insufficient_user_authentication',
    acrValues: [realm.words.code],
    maxAge: 300,
  });
  const elevated = await alice.signIn(challenge);
  holds(report, name('the challenge asks for the code alone [keycloak-code-alone]'), elevated.asked, {
    passwords: 0,
    codes: 1,
  });
  holds(
    report,
    name('the elevated token opens the route'),
    await statusOf(stack, elevated.accessToken, 'POST /payments'),
    200,
  );
  holds(
    report,
    name('the issuer of its tokens is percent-encoded [keycloak-realm-encoded]'),
    decoded(elevated.accessToken).iss,
    realm.issuer,
  );
}

const PAYOUT = 'POST /payouts';

/** How Alice gets the next elevated token. */
type Elevate = (alice: Person, challenge: Challenge) => Promise<Awaited<ReturnType<Person['signIn']>>[]>;

/** Three payouts, each with a grant that is good once. Returns what Alice was asked for at each. */
async function threePayouts(
  { stack, report }: Round,
  realm: Realm,
  elevate: Elevate,
): Promise<readonly Asked[]> {
  const alice = newPerson(realm);
  const client = createClient({ api: stack.apiUrl, issuer: realm.issuer, clientId: CLIENTS.web });
  const { accessToken } = await alice.signIn();
  let challenge = await challengeOf(stack, accessToken, PAYOUT);
  const asked: Asked[] = [];
  for (const payout of ['first', 'second', 'third']) {
    const signedIn = await elevate(alice, challenge);
    const [elevated] = signedIn.slice(-1);
    if (elevated === undefined) throw new Error('Alice did not sign in');
    asked.push(total(signedIn.map((one) => one.asked)));
    const grant = await client.exchange(elevated, challenge);
    const name = (what: string) => `${realm.name}: the ${payout} payout ${what}`;
    holds(
      report,
      name('is opened by the grant'),
      await statusOf(stack, accessToken, PAYOUT, grant.value),
      200,
    );
    challenge = await challengeOf(stack, accessToken, PAYOUT, grant.value);
    holds(report, name('cannot be made again with it'), asks(challenge), {
      error: 'insufficient_user_authentication',
      acrValues: [realm.words.code],
      maxAge: 0,
    });
    // Keycloak counts sign-ins in seconds: one in the same second is the same to it.
    await setTimeout(1100);
  }
  return asked;
}

const total = (all: readonly Asked[]): Asked => ({
  passwords: all.reduce((sum, { passwords }) => sum + passwords, 0),
  codes: all.reduce((sum, { codes }) => sum + codes, 0),
});

const asTheChallengeSays: Elevate = async (alice, challenge) => [await alice.signIn(challenge)];

/** The password alone renews auth_time; then the stronger level is asked for without max_age. */
const byThePassword =
  ({ words }: Realm): Elevate =>
  async (alice) => [
    await alice.signIn({ acrValues: [words.password], maxAge: 0 }),
    await alice.signIn({ acrValues: [words.code], maxAge: undefined }),
  ];

/** What docs say of Max Age: above the first level it has to be 0. */
export async function oncePayouts(round: Round): Promise<void> {
  const { report, strict, lenient } = round;
  for (const realm of [strict, lenient])
    holds(
      report,
      `Max Age ${realm.codeMaxAge} on the second level: three once-only payouts as the challenge says take three codes [keycloak-challenge-asks-code]`,
      (await threePayouts(round, realm, asTheChallengeSays)).map(({ codes }) => codes),
      [1, 1, 1],
    );
  holds(
    report,
    'Max Age 0 on the second level: nor is a code spared where the password renews auth_time [keycloak-max-age-zero]',
    (await threePayouts(round, strict, byThePassword(strict))).map(({ codes }) => codes),
    [1, 1, 1],
  );
  holds(
    report,
    'Max Age 300 on the second level: there, three once-only payouts take one code [keycloak-max-age-spares-codes]',
    (await threePayouts(round, lenient, byThePassword(lenient))).map(({ codes }) => codes),
    [1, 0, 0],
  );
}

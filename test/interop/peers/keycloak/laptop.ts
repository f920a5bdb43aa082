/** The realm that docs/providers/keycloak.md lets a reader import, with the trust config beside it. */
import { asks, challengeOf, statusOf } from './api.ts';
import { holds } from './holds.ts';
import { endOf, SET_UP } from './levels.ts';
import { newPerson } from './person.ts';
import type { Round } from './world.ts';

const READER = { username: 'alice', password: 'alice' };

export async function laptop({ stack, report, bank }: Round): Promise<void> {
  const alice = newPerson(bank, READER);
  const { accessToken } = await alice.signIn();
  const challenge = await challengeOf(stack, accessToken, 'POST /payments');
  holds(
    report,
    'with the realm of the page, an ordinary sign-in is taken, and a payment is challenged [keycloak-laptop]',
    { accounts: await statusOf(stack, accessToken, 'GET /accounts'), ...asks(challenge) },
    { accounts: 200, error: 'insufficient_user_authentication', acrValues: ['gold'], maxAge: 300 },
  );
  holds(
    report,
    'there, the challenge leads to the set-up of an authenticator app [keycloak-laptop]',
    await endOf(alice.signIn(challenge)),
    SET_UP,
  );
}

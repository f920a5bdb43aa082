/** Keycloak gets a new key, loses the old one, and is down for a while. */
import * as v from 'valibot';
import { refresh } from '../../../support/sign-in.ts';
import { statusOf } from './api.ts';
import { holds } from './holds.ts';
import { newPerson } from './person.ts';
import { CLIENTS } from './realm.ts';
import type { Round } from './world.ts';

const components = v.array(v.object({ id: v.string(), providerId: v.string() }));
const represented = v.object({ id: v.string() });

const ACCOUNTS = 'GET /accounts';

/** Checks with which status a route without step-up answers a token. */
const answering =
  ({ stack, report }: Round) =>
  async (name: string, token: string, status: number) => {
    holds(report, name, await statusOf(stack, token, ACCOUNTS), status);
  };

export async function keyRotation(round: Round): Promise<void> {
  const { stack, strict, admin } = round;
  const answers = answering(round);
  const path = `/realms/${strict.name}`;
  const before = await newPerson(strict).signIn();
  await answers('before the rotation, a token opens a route', before.accessToken, 200);
  const { id: parentId } = v.parse(represented, await admin.get(path));
  const old = v
    .parse(components, await admin.get(`${path}/components?type=org.keycloak.keys.KeyProvider`))
    .filter(({ providerId }) => providerId === 'ecdsa-generated');
  await admin.post(`${path}/components`, {
    name: 'the new key',
    parentId,
    providerId: 'ecdsa-generated',
    providerType: 'org.keycloak.keys.KeyProvider',
    config: { priority: ['200'], ecdsaEllipticCurveKey: ['P-256'], enabled: ['true'], active: ['true'] },
  });
  const after = await refresh(strict.issuer, CLIENTS.web, before.refreshToken ?? '');
  // The set was fetched just now: an instance asks again after a second at the earliest.
  stack.time.advance(UNKNOWN_KEY_COOL_DOWN);
  await answers('a token of the new key opens it [keycloak-keys]', after.access_token, 200);
  await answers('a token of the old key still does', before.accessToken, 200);
  for (const { id } of old) await admin.remove(`${path}/components/${id}`);
  stack.time.advance(REMOVED_WITHIN);
  await answers(
    'ten minutes after its removal, a token of the old key opens nothing [keycloak-keys]',
    before.accessToken,
    401,
  );
  await answers('a token of the new key still does', after.access_token, 200);
}

/** In milliseconds. */
const UNKNOWN_KEY_COOL_DOWN = 1_500;
const FAILURE_COOL_DOWN = 10_000;
const REMOVED_WITHIN = 600_000;
const STALE_WITHIN = 3_700_000;

export async function outage(round: Round): Promise<void> {
  const { stack, lenient, ...keycloak } = round;
  const answers = answering(round);
  const { accessToken } = await newPerson(lenient).signIn();
  await answers('a token opens a route', accessToken, 200);
  await keycloak.stopKeycloak();
  stack.time.advance(REMOVED_WITHIN);
  await answers('without Keycloak, the keys in memory stay in use [keycloak-outage]', accessToken, 200);
  stack.time.advance(STALE_WITHIN);
  await answers('for an hour at most: then 503 [keycloak-outage]', accessToken, 503);
  await keycloak.startKeycloakAgain();
  stack.time.advance(FAILURE_COOL_DOWN);
  await answers('once Keycloak is back, the token opens it again', accessToken, 200);
}

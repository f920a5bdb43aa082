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

export async function keyRotation({ stack, strict, admin, report }: Round): Promise<void> {
  const path = `/realms/${strict.name}`;
  const before = await newPerson(strict).signIn();
  holds(
    report,
    'before the rotation, a token opens a route',
    await statusOf(stack, before.accessToken, ACCOUNTS),
    200,
  );
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
  holds(
    report,
    'a token of the new key opens it [keycloak-keys]',
    await statusOf(stack, after.access_token, ACCOUNTS),
    200,
  );
  holds(
    report,
    'a token of the old key still does',
    await statusOf(stack, before.accessToken, ACCOUNTS),
    200,
  );
  for (const { id } of old) await admin.remove(`${path}/components/${id}`);
  stack.time.advance(REMOVED_WITHIN);
  holds(
    report,
    'ten minutes after its removal, a token of the old key opens nothing [keycloak-keys]',
    await statusOf(stack, before.accessToken, ACCOUNTS),
    401,
  );
  holds(
    report,
    'a token of the new key still does',
    await statusOf(stack, after.access_token, ACCOUNTS),
    200,
  );
}

/** In milliseconds. */
const UNKNOWN_KEY_COOL_DOWN = 1_500;
const FAILURE_COOL_DOWN = 10_000;
const REMOVED_WITHIN = 600_000;
const STALE_WITHIN = 3_700_000;

export async function outage({ stack, lenient, report, ...keycloak }: Round): Promise<void> {
  const { accessToken } = await newPerson(lenient).signIn();
  holds(report, 'a token opens a route', await statusOf(stack, accessToken, ACCOUNTS), 200);
  await keycloak.stopKeycloak();
  stack.time.advance(REMOVED_WITHIN);
  holds(
    report,
    'without Keycloak, the keys in memory stay in use [keycloak-outage]',
    await statusOf(stack, accessToken, ACCOUNTS),
    200,
  );
  stack.time.advance(STALE_WITHIN);
  holds(
    report,
    'for an hour at most: then 503 [keycloak-outage]',
    await statusOf(stack, accessToken, ACCOUNTS),
    503,
  );
  await keycloak.startKeycloakAgain();
  stack.time.advance(FAILURE_COOL_DOWN);
  holds(
    report,
    'once Keycloak is back, the token opens it again',
    await statusOf(stack, accessToken, ACCOUNTS),
    200,
  );
}

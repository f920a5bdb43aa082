/** Tokens of Alice that are no plain access tokens of a sign-in: refreshed, offline, lightweight, bound, ID and refresh tokens. */
import { generateKeyPair, SignJWT, exportJWK } from 'jose';
import * as v from 'valibot';
import { refresh } from '../../../support/sign-in.ts';
import { challengeOf, reasonFor, statusOf } from './api.ts';
import { decoded } from './decoded.ts';
import { holds } from './holds.ts';
import { newPerson } from './person.ts';
import { CLIENTS, MACHINE_SECRET } from './realm.ts';
import type { Realm, Round } from './world.ts';

const STATEMENTS = 'GET /statements';

export async function otherTokens(round: Round): Promise<void> {
  await refreshed(round, 'openid', 'a refreshed token');
  await refreshed(round, 'openid offline_access', 'a token of an offline session');
  await refusedAsTokens(round);
  await bound(round);
}

/** A refresh keeps acr and auth_time for ever; the earlier token's refresh brings the stronger sign-in of the session. */
async function refreshed({ stack, strict, report }: Round, scope: string, what: string): Promise<void> {
  const alice = newPerson(strict);
  const ordinary = await alice.signIn(undefined, { scope });
  const challenge = await challengeOf(stack, ordinary.accessToken, STATEMENTS);
  const elevated = await alice.signIn(challenge, { scope });
  const again = await refresh(strict.issuer, CLIENTS.web, elevated.refreshToken ?? '');
  const said = ({ acr, auth_time }: Readonly<Record<string, unknown>>) => ({ acr, auth_time });
  holds(
    report,
    `${what} has the acr and the auth_time of the sign-in [keycloak-refresh-keeps]`,
    said(decoded(again.access_token)),
    said(decoded(elevated.accessToken)),
  );
  holds(
    report,
    `${what} opens a route with an acr and no maxAge [keycloak-refresh-keeps]`,
    await statusOf(stack, again.access_token, STATEMENTS),
    200,
  );
}

async function refusedAsTokens({ stack, strict, report }: Round): Promise<void> {
  const alice = newPerson(strict);
  const { refreshToken = '' } = await alice.signIn();
  holds(
    report,
    'a refresh token opens nothing',
    await reasonFor(stack, refreshToken, 'GET /accounts').then(({ status }) => status),
    401,
  );
  const light = await alice.signIn(undefined, { clientId: CLIENTS.lightweight });
  holds(
    report,
    'a lightweight token of a person, without sub, is refused [keycloak-lightweight]',
    await reasonFor(stack, light.accessToken, 'GET /accounts'),
    { status: 401, reason: 'claim' },
  );
}

const tokens = v.object({ access_token: v.string() });

/** RFC 9449 §5: Keycloak binds the tokens of a client that sends a proof, a machine's like a person's. */
async function bound({ stack, strict, direct, report }: Round): Promise<void> {
  const token = await boundToken(direct(), strict);
  stack.learn('a bound token', token);
  holds(report, 'a bound token of Keycloak has the typ DPoP', decoded(token).typ, 'DPoP');
  holds(
    report,
    'a bound token is refused as Bearer [keycloak-bound]',
    await reasonFor(stack, token, 'GET /accounts'),
    {
      status: 401,
      reason: 'bound',
    },
  );
}

/** Keycloak compares the URL in a proof with the one at which it was called. */
async function boundToken(keycloak: string, { name }: Realm): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const endpoint = `${keycloak}/realms/${name}/protocol/openid-connect/token`;
  const proof = await new SignJWT({ htm: 'POST', htu: endpoint, jti: crypto.randomUUID() })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(publicKey) })
    .setIssuedAt()
    .sign(privateKey);
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { dpop: proof },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: CLIENTS.machine,
      client_secret: MACHINE_SECRET,
    }),
  });
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${endpoint}: ${JSON.stringify(body)}`);
  return v.parse(tokens, body).access_token;
}

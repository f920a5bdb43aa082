/** Tokens of Alice that are no plain access tokens of a sign-in: refreshed, offline, lightweight, bound, ID and refresh tokens. */
import { generateKeyPair, SignJWT, exportJWK } from 'jose';
import * as v from 'valibot';
import { refresh } from '../../../support/sign-in.ts';
import { ACCESS_TOKEN, GRANT_TYPE } from '../../../support/exchange-form.ts';
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
  await refreshedAfterwards(round);
  await refusedAsTokens(round);
  await bound(round);
  await exchanged(round);
}

/** A refresh keeps acr and auth_time for ever. */
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

/** The tokens of before the step-up belong to the same session. */
async function refreshedAfterwards({ strict, report }: Round): Promise<void> {
  const alice = newPerson(strict);
  const { refreshToken = '' } = await alice.signIn();
  await alice.signIn({ acrValues: [strict.words.code], maxAge: undefined });
  const { access_token: token } = await refresh(strict.issuer, CLIENTS.web, refreshToken);
  holds(
    report,
    'a refresh of the token of before the step-up has the acr of the step-up [keycloak-refresh-raises]',
    decoded(token).acr,
    strict.words.code,
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

/** Keycloak's own token exchange ("Standard token exchange", RFC 8693): the new token has no acr of the sign-in. */
async function exchanged({ stack, strict, report }: Round): Promise<void> {
  const { accessToken } = await newPerson(strict).signIn({
    acrValues: [strict.words.code],
    maxAge: undefined,
  });
  const answer = await fetch(`${strict.issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: GRANT_TYPE,
      subject_token: accessToken,
      subject_token_type: ACCESS_TOKEN,
      client_id: CLIENTS.exchanging,
      client_secret: MACHINE_SECRET,
    }),
  });
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`Keycloak's token exchange: ${JSON.stringify(body)}`);
  const token = v.parse(tokens, body).access_token;
  stack.learn('a token that Keycloak exchanged', token);
  holds(
    report,
    'a token that Keycloak exchanged has the acr of the first level [keycloak-exchange-lowers]',
    decoded(token).acr,
    strict.words.password,
  );
  holds(
    report,
    'it does not open the route of the sign-in [keycloak-exchange-lowers]',
    await statusOf(stack, token, STATEMENTS),
    401,
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

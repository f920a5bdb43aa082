/** What the end of a session, a revoked token and a disabled user at Keycloak change here: nothing, until the token ends. A revocation here does. */
import { hashParts } from '../../../../adapters/hash.ts';
import { asks, challengeOf, statusOf } from './api.ts';
import { decoded } from './decoded.ts';
import { holds } from './holds.ts';
import { newPerson } from './person.ts';
import { CLIENTS } from './realm.ts';
import type { Round } from './world.ts';

const ROUTE = 'GET /statements';

export async function endOfSession({ stack, strict, admin, report }: Round): Promise<void> {
  const { accessToken } = await newPerson(strict).signIn({
    acrValues: [strict.words.code],
    maxAge: undefined,
  });
  const { sid, sub } = decoded(accessToken);
  const stillOpens = async (what: string) => {
    const status = await statusOf(stack, accessToken, ROUTE);
    holds(report, `${what} opens a route [keycloak-logout-is-late]`, status, 200);
  };
  await revoke(strict.issuer, accessToken);
  await stillOpens('a token that was revoked at Keycloak');
  const user = `/realms/${strict.name}/users/${String(sub)}`;
  await admin.put(user, { enabled: false });
  await stillOpens('the token of a user who was disabled there');
  await admin.put(user, { enabled: true });
  await admin.remove(`/realms/${strict.name}/sessions/${String(sid)}`);
  await stillOpens('the token of a session that has ended there');
  const revokedBefore = Math.floor(Date.now() / 1000) + 1;
  await stack.put(stack.riskTable, { id: hashParts(strict.issuer, String(sub)), revokedBefore });
  stack.time.advance(RISK_WITHIN);
  const { error } = asks(await challengeOf(stack, accessToken, ROUTE));
  holds(
    report,
    'a revocation here ends that [keycloak-revoked-here]',
    error,
    'insufficient_user_authentication',
  );
  await stack.remove(stack.riskTable, { id: hashParts(strict.issuer, String(sub)) });
  stack.time.advance(RISK_WITHIN);
}

/** RFC 7009. */
async function revoke(issuer: string, token: string): Promise<void> {
  const { status } = await fetch(`${issuer}/protocol/openid-connect/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ token, token_type_hint: 'access_token', client_id: CLIENTS.web }),
  });
  if (status !== 200) throw new Error(`Keycloak does not revoke the token: ${status}`);
}

/** How long a risk item is kept in memory, in milliseconds. */
const RISK_WITHIN = 5_000;

/** What the end of a session at Keycloak changes here: nothing, until the token ends; a revocation here does. */
import { hashParts } from '../../../../adapters/hash.ts';
import { asks, challengeOf, statusOf } from './api.ts';
import { decoded } from './decoded.ts';
import { holds } from './holds.ts';
import { newPerson } from './person.ts';
import type { Round } from './world.ts';

const ROUTE = 'GET /statements';

export async function endOfSession({ stack, strict, admin, report }: Round): Promise<void> {
  const { accessToken } = await newPerson(strict).signIn({
    acrValues: [strict.words.code],
    maxAge: undefined,
  });
  const { sid, sub } = decoded(accessToken);
  await admin.remove(`/realms/${strict.name}/sessions/${String(sid)}`);
  holds(
    report,
    'the token of a session that has ended at Keycloak opens a route [keycloak-logout-is-late]',
    await statusOf(stack, accessToken, ROUTE),
    200,
  );
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

/** How long a risk item is kept in memory, in milliseconds. */
const RISK_WITHIN = 5_000;

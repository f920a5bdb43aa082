/** Service accounts: each opens what asks for no sign-in, and nothing else, whatever acr its token has. */
import { ResponseBodyError } from 'oauth4webapi';
import { createClient } from '../../../../local/api-client.ts';
import { requirementUriOf } from '../../../support/route.ts';
import { machineToken } from '../../../support/sign-in.ts';
import { reasonFor, statusOf } from './api.ts';
import { decoded } from './decoded.ts';
import { holds } from './holds.ts';
import { CLIENTS, MACHINE_SECRET } from './realm.ts';
import type { Round } from './world.ts';

const SHAPES = [
  [CLIENTS.machine, 'profile'],
  [CLIENTS.machine, 'email'],
  [CLIENTS.machine, 'openid'],
  [CLIENTS.lightweightMachine, 'profile'],
  [CLIENTS.lightweightMachine, 'openid'],
] as const;

const payouts = (api: string) => ({
  tokenEndpoint: `${api}/step-up/token`,
  resource: requirementUriOf(api, 'POST /payouts'),
});

export async function machines({ stack, strict, report }: Round): Promise<void> {
  const acrs = [];
  for (const [clientId, scope] of SHAPES) {
    const token = await machineToken(strict.issuer, { clientId, clientSecret: MACHINE_SECRET }, scope);
    stack.learn('a token of a machine', token);
    acrs.push(decoded(token).acr);
    const name = `a machine (${clientId}, scope ${scope})`;
    holds(
      report,
      `${name} opens a route without step-up`,
      await statusOf(stack, token, 'GET /accounts'),
      200,
    );
    for (const route of ['GET /statements', 'POST /payments', 'POST /payouts'])
      holds(report, `${name} is refused by ${route}`, await reasonFor(stack, token, route), {
        status: 401,
        reason: 'no_sign_in_shown',
      });
    const client = createClient({ api: stack.apiUrl, issuer: strict.issuer, clientId });
    const exchanged = await client.exchange({ accessToken: token }, payouts(stack.apiUrl)).then(
      () => 'a grant',
      (error: unknown) => (error instanceof ResponseBodyError ? error.error : error),
    );
    holds(report, `${name} gets no grant [keycloak-machines]`, exchanged, 'invalid_target');
  }
  holds(
    report,
    'Keycloak writes the acr of its first level into the tokens of machines',
    acrs.includes(strict.words.password),
    true,
  );
}

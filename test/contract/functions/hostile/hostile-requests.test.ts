import { ENDPOINTS } from '../../../../core/contract.ts';
import { startBuiltFunctions } from '../../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../../support/functions/built-functions.ts';
import { encodeForm, exchangeForm } from '../../../support/exchange-form.ts';
import { allHostileRequests } from './all-requests.ts';
import type { HostileRequest, HostileVictim } from '../../../support/hostile/request.ts';
import { authorizerOutcome, grantOf, outcomeOf, resourceOutcome } from '../../../support/hostile/outcomes.ts';
import {
  authorizerEvent,
  exchangeEvent,
  proxyPathEvent,
  TRANSFERS,
} from '../../../support/functions/rest-events.ts';

let functions: BuiltFunctions;
let victim: HostileVictim;
let hostile: HostileRequest[];

beforeAll(async () => {
  functions = await startBuiltFunctions();
  const strong = await functions.issuer.sign({ acr: 'loa2' });
  const ordinary = await functions.issuer.sign({ acr: 'loa1' });
  const body = encodeForm(exchangeForm(strong, TRANSFERS));
  const grant = grantOf(await functions.invoke('token-exchange', exchangeEvent(body)));
  victim = { strong, ordinary, grant };
  hostile = allHostileRequests(victim);
});
afterAll(() => functions.close());

test('the good requests, of which they are made, are served', async () => {
  const payment = authorizerEvent('POST /payments', { Authorization: [`Bearer ${victim.strong}`] });
  const transfer = authorizerEvent('POST /transfers', {
    authorization: [`bearer  ${victim.ordinary}`],
    'STEP-UP-GRANT': [victim.grant],
  });
  const requirement = proxyPathEvent(ENDPOINTS.requirements, 'POST/%2Ftransfers');
  expect(authorizerOutcome(await functions.invoke('authorizer', payment))).toBe('allow');
  expect(authorizerOutcome(await functions.invoke('authorizer', transfer))).toBe('allow');
  expect(resourceOutcome(await functions.invoke('token-exchange', requirement))).toBe('found');
});

test('at least 300 hostile requests get the answer that is documented, and open nothing', async () => {
  const wrong: string[] = [];
  for (const request of hostile) {
    const outcome = await outcomeOf(functions, request).catch(String);
    if (outcome !== request.outcome) {
      wrong.push(`${request.kind}: ${request.name}: expected ${request.outcome}, got ${outcome}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(hostile.filter(({ outcome }) => outcome === 'allow' || outcome === 'granted')).toEqual([]);
  expect(hostile.length).toBeGreaterThanOrEqual(300);
  const counts = Object.entries(Object.groupBy(hostile, ({ kind }) => kind)).map(
    ([kind, requests = []]) => `${String(requests.length).padStart(5)} ${kind}`,
  );
  console.log(`${hostile.length} hostile requests\n${counts.join('\n')}`);
});

test('what is refused by its form costs no read of a table and no fetch of keys', async () => {
  const before = functions.issuer.fetches();
  const byForm = hostile.filter(({ outcome }) =>
    ['no_credential', 'invalid_token', 'fault'].includes(outcome),
  );
  functions.forget();
  for (const request of byForm) await outcomeOf(functions, request);
  expect([functions.operations(), functions.issuer.fetches() - before]).toEqual([[], 0]);
});

test('no token and no grant of theirs is in what the functions print', () => {
  const secrets = [victim.grant, ...[victim.strong, victim.ordinary].flatMap((token) => token.split('.'))];
  const leaks = functions.log().filter((line) => secrets.some((secret) => line.includes(secret.slice(-30))));
  expect(leaks).toEqual([]);
});

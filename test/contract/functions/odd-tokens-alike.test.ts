/** Generated odd tokens: authorizer, exchange, `explain` and `simulate` accept and refuse the same, with the same code. */
import fc from 'fast-check';
import * as v from 'valibot';
import { verifiedCaller } from '../../../admin/explain/verified-caller.ts';
import { callerWith } from '../../../admin/explain/written-claims.ts';
import { verdictOf } from '../../../admin/explain/verdict.ts';
import type { Caller } from '../../../admin/explain/caller.ts';
import { scenarioFile } from '../../../admin/simulate/scenarios.ts';
import { explainScenario } from '../../../admin/simulate/run-scenario.ts';
import { BUNDLES } from '../../../core/contract.ts';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import type { TrustConfig } from '../../../core/trust/trust-config.ts';
import { byEffort, casesOf } from '../../support/effort.ts';
import { encodeForm, exchangeForm } from '../../support/exchange-form.ts';
import { startBuiltFunctions, VOCABULARY } from '../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../support/functions/built-functions.ts';
import { decisionLine } from '../../support/functions/decision-line.ts';
import { authorizerEvent, BASE, exchangeEvent } from '../../support/functions/rest-events.ts';
import { requirementUriOf } from '../../support/route.ts';
import { isWritten, ODD_ISSUERS, oddTokens, parts } from './odd-tokens.ts';
import type { OddIssuer, OddToken } from './odd-tokens.ts';

const ROUTE = 'POST /payments';
const ITEM = { route: ROUTE, acr: 'loa2', maxAge: 300 };
/** Always the same in `npm test`. */
const COUNT = byEffort({ short: 200, long: 1_000, full: 10_000 });
/** Each is a deployment: `npm test` has every second profile, and each way to read the sign-in. */
const ISSUERS = casesOf(ODD_ISSUERS, ({ name, profile }, index) => index % 2 === 0 || name !== profile);
const SEED = byEffort({ short: 20, long: Date.now(), full: Date.now() });

let functions: BuiltFunctions;

beforeAll(async () => {
  functions = await startBuiltFunctions();
  await functions.putPolicy(ITEM);
  functions.time.stop();
});
afterAll(() => functions.close());

/** What the built functions log of a token. */
async function logged(token: string) {
  const authorizer = await decisionLine(functions, () =>
    functions.invoke(BUNDLES.authorizer, authorizerEvent(ROUTE, { Authorization: [`Bearer ${token}`] })),
  );
  const body = encodeForm(exchangeForm(token, requirementUriOf(BASE, ROUTE)));
  const exchange = await decisionLine(functions, () =>
    functions.invoke(BUNDLES.tokenExchange, exchangeEvent(body)),
  );
  return {
    authorizer: authorizer.reason,
    exchange: exchange.message === 'GrantIssued' ? 'allow' : exchange.reason,
  };
}

const codeOf = (caller: Caller) => (caller.kind === 'verified' ? 'verified' : verdictOf(caller).reason);

/** What `simulate` decides on the claims. */
async function simulated(claims: object, issuer: string, trust: TrustConfig, now: number) {
  const request = { method: 'POST', path: '/payments' };
  const scenarios = [{ name: 'one', request, claims, issuer, expect: 'allow' }];
  const [scenario] = v.parse(scenarioFile, { scenarios }).scenarios;
  if (scenario === undefined) throw new Error('no scenario');
  const setting = { trust, base: BASE, now, routes: undefined };
  const { decision } = await explainScenario(scenario, new Map([[ROUTE, ITEM]]), setting);
  return decision.reason ?? decision.kind;
}

/** Deploys the functions with the issuer of the tests, as the config describes it; and the trust config of the tools. */
function deploy({ fieldsOf }: OddIssuer): { issuer: string; trust: TrustConfig } {
  const fields = fieldsOf(functions.issuer.issuer);
  functions.redeploy(undefined, fields);
  const parsed = parseTrustConfig({ acr: VOCABULARY, issuers: [fields] }, { allowLoopbackIssuers: true });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return { issuer: fields.issuer, trust: parsed.value };
}

let users = 0;

/** Judges the token everywhere, and expects one code. Returns it, and whether a file of claims could hold the token. */
async function judged(odd: OddToken, { issuer, trust }: ReturnType<typeof deploy>) {
  users += 1;
  const now = Math.floor(Date.now() / 1000);
  const { header, payload, claims } = parts(odd, {
    ...{ iss: issuer, kid: functions.issuer.publicJwk().kid, now },
    // Each a new user: one has a hundred grants at most.
    sub: `user-${users}`,
  });
  const token = await functions.issuer.signParts(header, payload);
  const name = `${JSON.stringify(odd)}, seed ${SEED}`;

  const said = await logged(token);
  const verified = codeOf(await verifiedCaller(token, trust, now));
  // A token that is accepted is then decided on, and authorizer and exchange say the same of it.
  const expected = verified === 'verified' ? said.authorizer : verified;
  // Within the clock skew a token counts, and a grant for it would have ended.
  const lasts = typeof claims.exp !== 'number' || Math.floor(claims.exp) > now;
  const exchange = expected === 'allow' && !lasts ? 'invalid_request' : expected;
  expect({ name, ...said }).toEqual({ name, authorizer: expected, exchange });

  if (!isWritten(odd)) return { code: expected, written: false };
  const caller = codeOf(callerWith(claims, trust, { issuer, now }));
  const decided = await simulated(claims, issuer, trust, now);
  expect({ name, caller, decided }).toEqual({ name, caller: verified, decided: expected });
  return { code: expected, written: true };
}

test(`${COUNT} odd tokens are accepted and refused alike, with the same code`, async () => {
  const deployed = new Set(ISSUERS.map(({ name }) => name));
  const all = fc.sample(
    oddTokens.filter(({ issuer }) => deployed.has(issuer)),
    { numRuns: COUNT, seed: SEED },
  );
  const seen: Awaited<ReturnType<typeof judged>>[] = [];
  for (const issuer of ISSUERS) {
    const deployment = deploy(issuer);
    for (const odd of all.filter((one) => one.issuer === issuer.name))
      seen.push(await judged(odd, deployment));
  }
  // The sample has refusals of many kinds, tokens that are accepted, and enough that a file can hold.
  const codes = new Set(seen.map(({ code }) => code));
  for (const code of ['allow', 'claim', 'audience', 'bound', 'acr', 'type', 'duplicate', 'header'])
    expect(codes).toContain(code);
  expect(codes.size).toBeGreaterThanOrEqual(14);
  expect(seen).toHaveLength(COUNT);
  expect(seen.filter(({ written }) => written).length).toBeGreaterThan(COUNT / 3);
}, 600_000);

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
import { TOKEN_PROFILES } from '../../../core/trust/presets/presets.ts';
import { byEffort } from '../../support/effort.ts';
import { encodeForm, exchangeForm } from '../../support/exchange-form.ts';
import { startBuiltFunctions, VOCABULARY } from '../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../support/functions/built-functions.ts';
import { decisionLine } from '../../support/functions/decision-line.ts';
import { authorizerEvent, BASE, exchangeEvent } from '../../support/functions/rest-events.ts';
import { requirementUriOf } from '../../support/route.ts';
import { AUDIENCE } from '../../support/tokens/issuer.ts';
import { claimingIssuerOf, claimsOfEveryProfile } from '../../support/tokens/provider-tokens.ts';
import { changed, oddTokens, textOf } from './odd-tokens.ts';
import type { OddToken } from './odd-tokens.ts';

const ROUTE = 'POST /payments';
const ITEM = { route: ROUTE, acr: 'loa2', maxAge: 300 };
const ACR = { values: { bronze: 'loa1', loa2: 'loa2', loa3: 'loa3' } };
/** Always the same in `npm test`. */
const COUNT = byEffort({ short: 200, long: 2_000, full: 10_000 });
const SEED = byEffort({ short: 18, long: Date.now(), full: Date.now() });

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
async function simulated(claims: object, trust: TrustConfig, now: number) {
  const issuer = functions.issuer.issuer;
  const request = { method: 'POST', path: '/payments' };
  const scenarios = [{ name: 'one', request, claims, issuer, expect: 'allow' }];
  const [scenario] = v.parse(scenarioFile, { scenarios }).scenarios;
  if (scenario === undefined) throw new Error('no scenario');
  const setting = { trust, base: BASE, now, routes: undefined };
  const { decision } = await explainScenario(scenario, new Map([[ROUTE, ITEM]]), setting);
  return decision.reason ?? decision.kind;
}

/** What has to be written out in a file of claims as in a token: a file may leave it out, or write it otherwise. */
const COMPLETED = ['iss', 'sub', 'aud', 'exp', 'client_id', 'azp', 'appid', 'cid', 'typ', 'token_use'];

function isWritten({ claims, header }: OddToken): boolean {
  const plain = header.length === 0 && claims.every(([, how]) => how !== 'twice');
  return plain && claims.every(([claim, how]) => how !== 'drop' || !COMPLETED.includes(claim));
}

function trustIn(settings: object): TrustConfig {
  const issuer = { issuer: functions.issuer.issuer, audience: [AUDIENCE], acr: ACR, ...settings };
  const parsed = parseTrustConfig({ acr: VOCABULARY, issuers: [issuer] }, { allowLoopbackIssuers: true });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

test(`${COUNT} odd tokens are accepted and refused alike, with the same code`, async () => {
  const codes = new Set<string>();
  let written = 0;
  const all = fc.sample(oddTokens, { numRuns: COUNT, seed: SEED });
  for (const profile of TOKEN_PROFILES) {
    const { issuer: url } = functions.issuer;
    const issuer = claimingIssuerOf(profile, url, `${url}/jwks`);
    const settings = { ...issuer, clientsWithoutAudience: [] };
    functions.redeploy(ACR, settings);
    const trust = trustIn(settings);
    for (const odd of all.filter((one) => one.profile === profile)) {
      const now = Math.floor(Date.now() / 1000);
      const ordinary = {
        ...{ iss: issuer.issuer, sub: 'alice', aud: AUDIENCE, exp: now + 300, auth_time: now - 5 },
        ...{ ...claimsOfEveryProfile('app'), amr: ['pwd'], acr: 'loa2', iat: now, jti: 'j' },
      };
      const { kid } = functions.issuer.publicJwk();
      const header = { alg: 'ES256', kid, typ: ['rfc9068', 'duende'].includes(profile) ? 'at+jwt' : 'JWT' };
      const claims = changed(ordinary, odd.claims, now);
      const token = await functions.issuer.signParts(
        textOf(changed(header, odd.header, now), odd.header),
        textOf(claims, odd.claims),
      );

      const name = `${JSON.stringify(odd)}, seed ${SEED}`;
      const said = await logged(token);
      const verified = codeOf(await verifiedCaller(token, trust, now));
      const isRefused = verified !== 'verified';
      // A token that is accepted is then decided on: the exchange asks as the authorizer does.
      const expected = isRefused ? verified : said.authorizer;
      expect({ name, ...said }).toEqual({ name, authorizer: expected, exchange: expected });
      codes.add(said.authorizer);
      if (!isWritten(odd)) continue;
      written += 1;
      const caller = codeOf(callerWith(claims, trust, { issuer: functions.issuer.issuer, now }));
      expect({ name, caller, simulated: await simulated(claims, trust, now) }).toEqual({
        name,
        caller: verified,
        simulated: said.authorizer,
      });
    }
  }
  // The sample has refusals of many kinds, tokens that are accepted, and enough that a file can hold.
  for (const code of ['allow', 'claim', 'audience', 'bound', 'acr', 'type', 'duplicate', 'header'])
    expect(codes).toContain(code);
  expect(codes.size).toBeGreaterThanOrEqual(12);
  expect(written).toBeGreaterThan(COUNT / 3);
}, 600_000);

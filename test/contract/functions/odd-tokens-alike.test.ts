/** 200 generated odd tokens: the built authorizer, `explain --claims` and `simulate` give each the same answer. */
import fc from 'fast-check';
import * as v from 'valibot';
import { callerWith } from '../../../admin/explain/written-claims.ts';
import { verdictOf } from '../../../admin/explain/verdict.ts';
import { scenarioFile } from '../../../admin/simulate/scenarios.ts';
import { explainScenario } from '../../../admin/simulate/run-scenario.ts';
import { BUNDLES } from '../../../core/contract.ts';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import { TOKEN_PROFILES } from '../../../core/trust/presets/presets.ts';
import type { TokenProfile } from '../../../core/trust/presets/presets.ts';
import { startBuiltFunctions, VOCABULARY } from '../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../support/functions/built-functions.ts';
import { authorizerEvent, BASE } from '../../support/functions/rest-events.ts';
import { AUDIENCE } from '../../support/tokens/issuer.ts';
import { claimingIssuerOf, claimsOfEveryProfile } from '../../support/tokens/provider-tokens.ts';
import { jsonOrUndefined } from '../../support/json-or-undefined.ts';
import { until } from '../../support/time/until.ts';

const ROUTE = 'POST /payments';
const ITEM = { route: ROUTE, acr: 'loa2', maxAge: 300 };
const COUNT = 200;

let functions: BuiltFunctions;

beforeAll(async () => {
  functions = await startBuiltFunctions();
  await functions.putPolicy(ITEM);
  functions.time.stop();
});
afterAll(() => functions.close());

const odd = fc.oneof(
  fc.constantFrom(null, true, 0, 7, -1, 1.5, 9_999_999_999, 1e300, '', 'soon', '1700000000', 'app', AUDIENCE),
  fc.constantFrom<unknown>(
    [],
    ['app'],
    ['pwd', 7],
    [{ method: 'totp' }],
    [{ method: 'pwd', timestamp: '7' }],
    [{ method: 'pwd', timestamp: 1e300 }, 'otp'],
    [AUDIENCE],
    [AUDIENCE, 7],
    {},
    { jkt: 'x' },
  ),
  fc.constant({ jkt: 'x' }),
);

const CLAIMS = [
  ...[
    'iss',
    'sub',
    'aud',
    'client_id',
    'azp',
    'appid',
    'cid',
    'exp',
    'nbf',
    'iat',
    'auth_time',
    'cnf',
    'typ',
  ],
  ...[
    'amr',
    'acr',
    'acrs',
    'scope',
    'scp',
    'roles',
    'uid',
    'gty',
    'idtyp',
    'token_use',
    'jti',
    'nonce',
    'preferred_username',
  ],
];

/** Methods with times, in place of the acr and of auth_time. */
const BY_METHODS = {
  profile: 'rfc9068' as const,
  acr: { methods: [{ all: ['pwd'], acr: 'loa2' }] },
  amr: { member: 'method' },
  authTime: { member: 'timestamp' },
};
/** The profiles, and issuers that say in other ways how a user signed in. */
const ISSUERS: readonly (Readonly<Record<string, unknown>> & { readonly profile: TokenProfile })[] = [
  ...TOKEN_PROFILES.map((profile) => ({ profile })),
  BY_METHODS,
  { profile: 'rfc9068', acr: { numbers: { 1: 'loa1', 2: 'loa2' } }, authTime: 'none' },
];

const tokens = fc.record({
  settings: fc.constantFrom(...ISSUERS),
  changes: fc.uniqueArray(fc.tuple(fc.constantFrom(...CLAIMS), odd), {
    minLength: 1,
    maxLength: 3,
    selector: ([claim]) => claim,
  }),
});

const line = v.object({ message: v.string(), reason: v.string() });

/** What the log says of the next decision. */
async function logged(ask: () => Promise<unknown>) {
  const before = functions.log().length;
  await ask();
  return until('the line of the decision', () => {
    const lines = functions.log().slice(before);
    return lines.map(jsonOrUndefined).find((one) => v.is(line, one));
  });
}

test(`${COUNT} odd tokens are accepted and refused alike, with the same code`, async () => {
  const codes = new Set<string>();
  for (const one of ISSUERS) {
    const { profile } = one;
    const { issuer: url } = functions.issuer;
    const issuer = { ...claimingIssuerOf(profile, url, `${url}/jwks`), ...one, clientsWithoutAudience: [] };
    functions.redeploy(undefined, issuer);
    const parsed = parseTrustConfig({ acr: VOCABULARY, issuers: [issuer] }, { allowLoopbackIssuers: true });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    const trust = parsed.value;
    const samples = fc
      .sample(tokens, { numRuns: COUNT, seed: 18 })
      .filter((sample) => sample.settings === one);
    for (const { changes } of samples) {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        ...{ iss: issuer.issuer, sub: 'alice', aud: AUDIENCE, exp: now + 300, auth_time: now - 5 },
        ...{ ...claimsOfEveryProfile('app'), amr: ['pwd'], acr: 'loa2', acrs: ['loa2'], authmethod: 'loa2' },
        ...{ iat: now, jti: 'j' },
        ...(one === BY_METHODS ? { amr: [{ method: 'pwd', timestamp: now - 5 }] } : {}),
        ...Object.fromEntries(changes),
      };
      const typ = ['rfc9068', 'duende'].includes(profile) ? 'at+jwt' : 'JWT';
      const token = await functions.issuer.signText(JSON.stringify(claims), typ);
      const said = await logged(() =>
        functions.invoke(BUNDLES.authorizer, authorizerEvent(ROUTE, { Authorization: [`Bearer ${token}`] })),
      );

      const caller = callerWith(claims, trust, { issuer: issuer.issuer, now });
      const { scenarios } = v.parse(scenarioFile, {
        scenarios: [
          {
            name: 'one',
            request: { method: 'POST', path: '/payments' },
            claims,
            issuer: issuer.issuer,
            expect: 'allow',
          },
        ],
      });
      const [scenario] = scenarios;
      if (scenario === undefined) throw new Error('no scenario');
      const setting = { trust, base: BASE, now, routes: undefined };
      const { decision } = await explainScenario(scenario, new Map([[ROUTE, ITEM]]), setting);

      const name = JSON.stringify({ settings: one, changes });
      expect({ name, reason: decision.reason ?? decision.kind }).toEqual({ name, reason: said.reason });
      if (caller.kind !== 'verified') expect(verdictOf(caller).reason).toBe(said.reason);
      codes.add(said.reason);
    }
  }
  // The sample has refusals of many kinds, and tokens that are accepted.
  for (const code of ['allow', 'claim', 'audience', 'bound', 'auth_time_missing'])
    expect(codes).toContain(code);
  expect(codes.size).toBeGreaterThanOrEqual(10);
});

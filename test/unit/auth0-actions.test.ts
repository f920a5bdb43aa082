/** The two Actions of docs/providers/auth0.md, run with events as Auth0 documents them, and the trust config of the page. */
import { runInNewContext } from 'node:vm';
import * as v from 'valibot';
import { callerWith } from '../../admin/explain/written-claims.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import { providerPage } from '../support/tokens/provider-pages.ts';

const { config, token, text } = providerPage('auth0.md');

const CLAIM = 'https://bank.example.com/amr';
const MULTI_FACTOR = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';

/** "post-login - Event Object": `authentication.methods`, whose times are texts. */
const PASSWORD = { name: 'pwd', timestamp: '2026-12-01T11:01:44.000Z' };
const OLD_CODE = { name: 'mfa', type: 'otp', timestamp: '2026-11-30T08:00:00.000Z' };
const CODE = { name: 'mfa', type: 'otp', timestamp: '2026-12-01T11:01:54.250Z' };
const NOW = Date.parse('2026-12-01T11:02:00.000Z') / 1000;

const [ask, write] = [...text.matchAll(/^ {3}```js\n(.*?)^ {3}```$/gms)].map(([, code = '']) => code);

type Call = readonly [method: string, ...args: readonly unknown[]];

/** The calls of an Action to `api`. */
async function run(code: string | undefined, event: object): Promise<readonly Call[]> {
  const calls: Call[] = [];
  const api = {
    authentication: { challengeWithAny: (factors: unknown) => calls.push(['challengeWithAny', factors]) },
    accessToken: {
      setCustomClaim: (name: string, value: unknown) => calls.push(['setCustomClaim', name, value]),
    },
  };
  const exports: { onExecutePostLogin?: (event: object, called: typeof api) => Promise<void> } = {};
  runInNewContext(code ?? '', { exports });
  await exports.onExecutePostLogin?.(event, api);
  return v.parse(v.array(v.custom<Call>(Array.isArray)), JSON.parse(JSON.stringify(calls)));
}

const user = { enrolledFactors: [{ type: 'otp' }, { type: 'webauthn-roaming' }] };

test('the first asks for a factor that the user has, where the challenge asks for it', async () => {
  const asked = { user, transaction: { acr_values: [MULTI_FACTOR] } };
  expect(await run(ask, asked)).toEqual([
    ['challengeWithAny', [{ type: 'otp' }, { type: 'webauthn-roaming' }]],
  ]);
  const [issuer] = config.issuers;
  expect(JSON.stringify(issuer.acr)).toContain(MULTI_FACTOR);
});

test.each([
  ['no acr is asked for', { user, transaction: { acr_values: [] } }],
  ['another acr is', { user, transaction: { acr_values: ['urn:example:loa:1'] } }],
  ['there is no transaction, as at a refresh', { user }],
])('the first asks for nothing where %s', async (_, event) => {
  expect(await run(ask, event)).toEqual([]);
});

test.each([
  ['a code of now', [PASSWORD, OLD_CODE, CODE], { acr: 'urn:example:loa:2', authTime: NOW - 16 }],
  [
    'a code of now before an old one',
    [CODE, PASSWORD, OLD_CODE],
    { acr: 'urn:example:loa:2', authTime: NOW - 16 },
  ],
  ['a code of yesterday', [OLD_CODE, PASSWORD], { acr: 'urn:example:loa:2', authTime: NOW - 97_320 }],
  ['a password', [PASSWORD], { acr: 'urn:example:loa:1', authTime: NOW - 16 }],
  ['no method', [], { acr: undefined, authTime: undefined }],
  ['methods that are missing', undefined, { acr: undefined, authTime: undefined }],
])('the second writes a claim that the trust config reads: %s', async (_, methods, signIn) => {
  const trust = parseTrustConfig(config);
  if (!trust.ok) throw new Error(JSON.stringify(trust.error));
  const calls = await run(write, { user, authentication: { methods } });
  expect(calls).toEqual([['setCustomClaim', CLAIM, expect.any(Array)]]);
  const [issuer] = config.issuers;
  const claims = { ...token, iat: NOW, exp: NOW + 300, [CLAIM]: calls[0]?.[2] };
  expect(callerWith(claims, trust.value, { issuer: issuer.issuer, now: NOW })).toMatchObject({
    authentication: { signIn },
  });
});

/** A refusal shows operators what came, what is expected, and which setting of which issuer says so; and the client nothing of it. */
import { callerWith } from '../../../admin/explain/written-claims.ts';
import { verdictOf } from '../../../admin/explain/verdict.ts';
import { BUNDLES } from '../../../core/contract.ts';
import { TOKEN_PROFILES } from '../../../core/trust/presets/presets.ts';
import { SIGNATURE_ALGORITHMS } from '../../../core/trust/signature-algorithms.ts';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import { exchangeForm, encodeForm } from '../../support/exchange-form.ts';
import { startBuiltFunctions, VOCABULARY } from '../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../support/functions/built-functions.ts';
import { decisionLine } from '../../support/functions/decision-line.ts';
import { authorizerEvent, exchangeEvent, TRANSFERS } from '../../support/functions/rest-events.ts';
import { AUDIENCE } from '../../support/tokens/issuer.ts';
import { claimingIssuerOf, claimsOfEveryProfile } from '../../support/tokens/provider-tokens.ts';
import { REFUSED } from './refused-tokens.ts';

let functions: BuiltFunctions;

beforeAll(async () => {
  functions = await startBuiltFunctions();
});
afterAll(() => functions.close());

const LOOKED_AT = ['reason', 'issuer', 'came', 'expected', 'setting'] as const;

const partsOf = (line: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    LOOKED_AT.flatMap((name) => (line[name] === undefined ? [] : [[name, line[name]] as const])),
  );

/** What the authorizer logs of a token, and the text of its answer. */
async function authorized(token: string, route = 'POST /payments') {
  const answers: string[] = [];
  const line = await decisionLine(functions, async () => {
    const event = authorizerEvent(route, { Authorization: [`Bearer ${token}`] });
    answers.push(JSON.stringify(await functions.invoke(BUNDLES.authorizer, event)));
  });
  return { logged: partsOf(line), answer: answers.join('') };
}

async function exchanged(token: string) {
  const answers: string[] = [];
  const line = await decisionLine(functions, async () => {
    const event = exchangeEvent(encodeForm(exchangeForm(token, TRANSFERS)));
    answers.push(JSON.stringify(await functions.invoke(BUNDLES.tokenExchange, event)));
  });
  return { logged: partsOf(line), answer: answers.join('') };
}

/** What `explain --claims` says of the claims, as the issuer is trusted. */
function explained(claims: object, fields: object) {
  const issuer = { issuer: functions.issuer.issuer, audience: [AUDIENCE], ...fields };
  const parsed = parseTrustConfig({ acr: VOCABULARY, issuers: [issuer] }, { allowLoopbackIssuers: true });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const now = Math.floor(Date.now() / 1000);
  const caller = callerWith({ ...claims }, parsed.value, { issuer: issuer.issuer, now });
  if (caller.kind === 'verified') throw new Error('it is accepted');
  return partsOf(Object.fromEntries(Object.entries(verdictOf(caller))));
}

describe('the log of the authorizer, of the exchange and explain show what came and what is expected', () => {
  test.each(REFUSED)('$name', async ({ fields = {}, claims = {}, header = {}, ...rest }) => {
    const { name: _, ...wanted } = rest;
    functions.redeploy(undefined, fields);
    const extra = 'profile' in fields ? claimsOfEveryProfile('app') : {};
    const token = await functions.issuer.sign({ ...extra, ...claims }, header);
    const expected = { issuer: functions.issuer.issuer, ...wanted };
    const { logged, answer } = await authorized(token);
    expect(logged).toEqual(expected);
    expect((await exchanged(token)).logged).toEqual(expected);
    // The client learns neither what is accepted nor from whom.
    expect(answer).toContain('The access token is expired, malformed, or not for this API.');
    for (const text of [wanted.came, 'back-office', 'RS384']) expect(answer).not.toContain(text);
    // `explain --claims` has no header, and fills in what is left out.
    const inClaims = Object.values(claims).every((value) => value !== undefined);
    if (inClaims && Object.keys(header).length === 0 && !('algorithms' in fields))
      expect(explained({ client_id: 'app', ...claims }, fields)).toEqual(expected);
  });

  test('an issuer that is not trusted', async () => {
    functions.redeploy(undefined);
    const token = await functions.issuer.sign({ iss: `${functions.issuer.issuer}/` });
    expect((await authorized(token)).logged).toEqual({
      reason: 'issuer',
      came: `iss ${functions.issuer.issuer}/`,
      expected: functions.issuer.issuer,
      setting: 'issuers',
    });
  });

  test('a time that has passed, with the time until which it is accepted', async () => {
    functions.redeploy(undefined, { clockSkew: 0 });
    const { logged } = await authorized(await functions.issuer.sign({ exp: 1_000 }));
    expect(logged).toMatchObject({ reason: 'expired', came: 'exp 1000' });
    expect(logged.expected).toMatch(/^exp after \d{10}$/);
  });
});

describe('an algorithm that no setting can accept', () => {
  const forged = async (alg: unknown) => {
    const [, payload] = (await functions.issuer.sign()).split('.');
    const header = Buffer.from(JSON.stringify({ alg, typ: 'at+jwt', kid: 'key-0' })).toString('base64url');
    return `${header}.${payload ?? ''}.AAAA`;
  };

  test.each(['none', 'NONE', 'HS256', 'ES256K', 'RSA1_5', 7])(
    '%j is named, beside those that are accepted',
    async (alg) => {
      functions.redeploy(undefined);
      expect((await authorized(await forged(alg))).logged).toEqual({
        reason: 'algorithm',
        issuer: functions.issuer.issuer,
        came: typeof alg === 'string' ? `alg ${alg}` : 'alg (a number)',
        expected: 'RS256, ES256, EdDSA, Ed25519',
      });
    },
  );

  test.each(SIGNATURE_ALGORITHMS)('%s, which a setting can accept, is not one of them', async (alg) => {
    functions.redeploy(undefined, { algorithms: [alg === 'ES512' ? 'ES384' : 'ES512'] });
    expect((await authorized(await forged(alg))).logged).toMatchObject({
      reason: 'algorithm',
      setting: 'algorithms',
    });
  });
});

describe('typ DPoP with cnf is a token that is bound to a key', () => {
  test.each(TOKEN_PROFILES)('with the profile %s, in the header and in the claims', async (profile) => {
    const { issuer: url } = functions.issuer;
    const issuer = claimingIssuerOf(profile, url, `${url}/jwks`);
    functions.redeploy(undefined, issuer);
    const { issuer: iss } = issuer;
    const claims = { ...claimsOfEveryProfile('app'), iss, typ: 'DPoP', cnf: { jkt: 'x' } };
    const type = ['rfc9068', 'duende'].includes(profile) ? 'at+jwt' : 'JWT';
    for (const typ of ['DPoP', 'dpop', 'application/DPoP', type])
      expect((await authorized(await functions.issuer.sign(claims, { typ }))).logged.reason).toBe('bound');
    for (const cnf of [undefined, null, {}])
      expect(
        (await authorized(await functions.issuer.sign({ ...claims, cnf }, { typ: 'DPoP' }))).logged.reason,
      ).toBe('type');
  });
});

test('what came is shown in safe characters and at bounded length, and users not at all [refused-claims-bounded]', async () => {
  functions.redeploy(undefined, { clients: ['web'] });
  const hostile = ['\u001b[31m', '\r\n{"message":"Allowed"}', '\u202e', 'ü', '\\"', 'x'.repeat(3_000)];
  const many = Array.from({ length: 100 }, (_, index) => `audience-${index}`);
  for (const text of hostile) {
    for (const claims of [
      { aud: text },
      { aud: [text, ...many] },
      { client_id: text },
      { iss: text },
      { acr: text },
    ]) {
      const token = await functions.issuer.sign({
        client_id: 'web',
        sub: 'a-user',
        email: 'a@user.example',
        ...claims,
      });
      const { came = '' } = (await authorized(token)).logged;
      expect(came).toMatch(/^[ -~]{5,600}$/);
      expect(came).not.toMatch(/["\\{}]|user/);
    }
  }
  for (const sub of [['a-user'], { name: 'a-user' }, 'a-user\u0000', `a-user${'x'.repeat(300)}`]) {
    const token = await functions.issuer.sign({ client_id: 'web', sub });
    const { came = '' } = (await authorized(token)).logged;
    expect(came).toMatch(/^sub \(an? \w+\)$/);
  }
});

test.each<[string, object, string]>([
  ['auth_time_missing', {}, 'no auth_time'],
  ['auth_time_missing', { authTime: { claim: 'signed_in' } }, 'no signed_in'],
  ['auth_time_unavailable', { authTime: 'none' }, 'no time: this issuer writes none'],
])('a token without a time of the sign-in: %s, with %j', async (reason, fields, came) => {
  functions.redeploy(undefined, fields);
  const token = await functions.issuer.sign({ acr: 'loa2', auth_time: undefined });
  const expected = {
    issuer: functions.issuer.issuer,
    ...{ came, expected: 'the time of the sign-in, in seconds since 1970', setting: 'authTime' },
  };
  expect((await authorized(token)).logged).toEqual({ reason, ...expected });
});

describe('an acr that the config does not map', () => {
  const MAPPED = { values: { bronze: 'loa1', gold: 'loa2' } };

  test.each([
    ['silver', 'acr silver, which is not mapped'],
    ['loa2', 'acr loa2, which is not mapped'],
    [7, 'acr (a number), which is not mapped'],
    [['gold'], 'acr [gold], which is not mapped'],
  ])('%j stands in the log of the challenge, of the authorizer and of the exchange', async (acr, came) => {
    functions.redeploy(MAPPED);
    const expected = {
      issuer: functions.issuer.issuer,
      came,
      expected: 'bronze, gold',
      setting: 'acr.values',
    };
    const token = await functions.issuer.sign({ acr });
    expect((await authorized(token)).logged).toEqual({ reason: 'acr', ...expected });
    expect((await exchanged(token)).logged).toEqual({ reason: 'acr', ...expected });
  });

  test.each([['bronze'], [undefined]])('but not %j', async (acr) => {
    functions.redeploy(MAPPED);
    const { logged } = await authorized(await functions.issuer.sign({ acr }));
    expect(logged).toEqual({ reason: 'acr', issuer: functions.issuer.issuer });
  });
});

/** Which tokens are for this API: by `aud` and by client, in every profile, at the built authorizer and in `explain`. */
import { callerWith } from '../../../admin/explain/written-claims.ts';
import { readClaims } from '../../../core/token/access-token.ts';
import { issuerWords } from '../../../core/token/issuer-words.ts';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import { TOKEN_PROFILES } from '../../../core/trust/presets/presets.ts';
import { callRoute } from '../../support/functions/api-caller.ts';
import { startBuiltFunctions } from '../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../support/functions/built-functions.ts';
import { AUDIENCE } from '../../support/tokens/issuer.ts';
import { claimingIssuerOf, claimsOfEveryProfile } from '../../support/tokens/provider-tokens.ts';

const OTHER = 'https://other.example.com';
const now = Math.floor(Date.now() / 1000);

/** What every profile takes for an access token of the client `web`. */
const TOKEN = {
  ...{ iss: 'https://id.example.com', sub: 'alice', exp: now + 300, auth_time: now - 5 },
  ...claimsOfEveryProfile('web'),
};

function trustedAs(fields: object) {
  const parsed = parseTrustConfig({ acr: ['loa1'], issuers: [{ issuer: TOKEN.iss, ...fields }] });
  const [issuer] = parsed.ok ? parsed.value.issuers : [];
  if (!parsed.ok || issuer === undefined) throw new Error(JSON.stringify(parsed));
  return { trust: parsed.value, issuer: { issuer, words: issuerWords(issuer, ['loa1']) } };
}

/** `ok`, or the code of the refusal, which `explain` has to give, too. */
function verdict(written: object, fields: object): string {
  const { trust, issuer } = trustedAs(fields);
  const claims = { ...written, iss: issuer.issuer.issuer };
  const read = readClaims(claims, issuer, now);
  const caller = callerWith(claims, trust, { issuer: undefined, now });
  const code = read.ok ? 'ok' : read.error.code;
  // A claims file may leave `aud` out.
  if ('aud' in claims) expect(caller.kind === 'refused' ? caller.refusal.code : 'ok').toBe(code);
  return code;
}

const OURS = [AUDIENCE, [AUDIENCE], [OTHER, AUDIENCE]];
const NOT_OURS = [OTHER, [OTHER], null, '', [], 'web', ['web'], `${AUDIENCE}/`, AUDIENCE.toUpperCase()];
const UNREADABLE = [7, {}, [7], [AUDIENCE, 7], { 0: AUDIENCE }, true];

describe.each(TOKEN_PROFILES)('with the profile %s', (profile) => {
  const settings = { ...claimingIssuerOf(profile, TOKEN.iss), clientsWithoutAudience: ['web'] };

  test.each(NOT_OURS)('an aud of %j is refused, of a client that may come without one, too', (aud) => {
    expect(verdict({ ...TOKEN, aud }, settings)).toBe('audience');
    expect(verdict({ ...TOKEN, aud }, { ...settings, clientsWithoutAudience: [] })).toBe('audience');
    expect(verdict({ ...TOKEN, aud }, { ...settings, audience: [] })).toBe('audience');
  });

  test.each(UNREADABLE)('an aud of %j is refused', (aud) => {
    expect(verdict({ ...TOKEN, aud }, settings)).toBe('claim');
  });

  test.each(OURS)('an aud of %j is for this API', (aud) => {
    expect(verdict({ ...TOKEN, aud }, settings)).toBe('ok');
    expect(verdict({ ...TOKEN, aud }, { ...settings, clientsWithoutAudience: [] })).toBe('ok');
    expect(verdict({ ...TOKEN, aud }, { ...settings, clients: ['web', 'other'] })).toBe('ok');
  });

  test('a token without aud is accepted of the clients that are named for it alone', () => {
    expect(verdict(TOKEN, settings)).toBe('ok');
    expect(verdict(TOKEN, { ...settings, audience: [] })).toBe('ok');
    expect(verdict(TOKEN, { ...settings, clientsWithoutAudience: ['other'] })).toBe('audience');
    expect(verdict(TOKEN, { ...settings, clientsWithoutAudience: [] })).toBe('audience');
    // The name of the client is no audience.
    expect(verdict(TOKEN, { ...settings, audience: ['web'], clientsWithoutAudience: [] })).toBe('audience');
  });

  test('a client that may not come is refused, with any aud', () => {
    const clients = ['other'];
    const only = { ...settings, clients, clientsWithoutAudience: clients };
    expect(verdict({ ...TOKEN, aud: AUDIENCE }, only)).toBe('client_not_allowed');
    expect(verdict(TOKEN, only)).toBe('client_not_allowed');
  });

  test('a token that is bound to a key is told so, whatever its own typ is', () => {
    const bound = { ...TOKEN, aud: AUDIENCE, typ: 'DPoP', cnf: { jkt: 'x' } };
    expect(verdict(bound, settings)).toBe('bound');
  });

  test('claims without client and aud are those of a client that may come', () => {
    const named = ['client_id', 'azp', 'cid', 'appid', 'iss'];
    // FusionAuth tells an access token by the claim with the client.
    if (profile !== 'fusionauth') named.push('applicationId');
    const claims = Object.fromEntries(Object.entries(TOKEN).filter(([name]) => !named.includes(name)));
    const { trust } = trustedAs({ ...settings, clients: ['web'] });
    expect(callerWith(claims, trust, { issuer: undefined, now }).kind).toBe('verified');
    const bound = trustedAs({ ...settings, clientsWithoutAudience: [] });
    expect(callerWith(claims, bound.trust, { issuer: undefined, now }).kind).toBe('verified');
  });
});

describe('at the built authorizer', () => {
  let functions: BuiltFunctions;
  beforeAll(async () => {
    functions = await startBuiltFunctions();
  });
  afterAll(() => functions.close());

  const call = async (claims: object) => {
    const token = await functions.issuer.sign(
      { ...TOKEN, iss: functions.issuer.issuer, ...claims },
      { typ: 'JWT' },
    );
    const called = await callRoute(functions, 'GET /open', { token });
    return called === 'fault' || 'opened' in called ? called : called.refused;
  };

  test('a token of Cognito for another API is refused, of an allowed client, too [other-audience-refused]', async () => {
    functions.redeploy(undefined, { profile: 'cognito', clientsWithoutAudience: ['web'] });
    for (const aud of NOT_OURS) expect(await call({ aud })).toBe('invalid_token');
    expect(await call({ aud: AUDIENCE })).toMatchObject({ opened: 'token' });
  });

  test('a token of Cognito without aud opens only for a client that is named [without-audience-by-name]', async () => {
    functions.redeploy(undefined, { profile: 'cognito', clientsWithoutAudience: ['web'] });
    expect(await call({ aud: undefined })).toMatchObject({ opened: 'token' });
    expect(await call({ aud: undefined, client_id: 'other' })).toBe('invalid_token');
    functions.redeploy(undefined, {
      profile: 'cognito',
      audience: [AUDIENCE, 'web'],
      clientsWithoutAudience: [],
    });
    expect(await call({ aud: undefined })).toBe('invalid_token');
  });
});

/** The settings of a token profile: what the trust config may say, and how tokens are read by it. */
import { readClaims, readHeader } from '../../core/token/access-token.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import { PRESETS, TOKEN_PROFILES } from '../../core/trust/presets/presets.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import { AUDIENCE } from '../support/tokens/issuer.ts';
import { claimsAt, issuerOf, PROVIDERS } from '../support/tokens/provider-tokens.ts';

const ISSUER = 'https://id.example.com';
const NOW = 1_800_000_000;
const TOKEN = { iss: ISSUER, aud: 'api', sub: 'alice', client_id: 'web', exp: NOW + 60 };

function parsedWith(fields: object) {
  return parseTrustConfig({
    acr: ['loa1'],
    issuers: [{ issuer: ISSUER, audience: ['api'], clientsWithoutAudience: [], ...fields }],
  });
}

function mistakesOf(fields: object): readonly string[] {
  const parsed = parsedWith(fields);
  return parsed.ok ? [] : parsed.error.map(({ field, message }) => `${field}: ${message}`);
}

function trusting(fields: object) {
  const parsed = parsedWith(fields);
  const [issuer] = parsed.ok ? parsed.value.issuers : [];
  if (issuer === undefined) throw new Error(JSON.stringify(parsed));
  return { issuer, words: issuerWords(issuer, ['loa1']) };
}

/** `ok`, or the code of the refusal. */
function read(token: object, claims: object, header: object = { typ: 'at+jwt' }): string {
  const trust = trusting({ token });
  const payload = { ...TOKEN, ...claims };
  const head = readHeader({ alg: 'ES256', kid: 'k', ...header }, payload, trust);
  const result = head.ok ? readClaims(payload, trust, NOW) : head;
  return result.ok ? 'ok' : result.error.code;
}

function authentication(token: object, claims: object) {
  const result = readClaims({ ...TOKEN, ...claims }, trusting({ token }), NOW);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

test.each(TOKEN_PROFILES)(
  'the profile %s is a preset of settings, each of which can be replaced',
  (profile) => {
    const { token: own = {}, ...fields } = { ...PROVIDERS[profile].fields, profile };
    const plain = trusting({ ...fields, token: own }).issuer.token;
    expect(plain).toEqual({ ...PRESETS[profile].token, ...Object(own) });
    expect(trusting({ ...fields, token: { ...Object(own), scopes: ['s'] } }).issuer.token).toEqual({
      ...plain,
      scopes: ['s'],
    });
  },
);

test('a parsed config parses to itself, with its settings', () => {
  const parsed = parsedWith({
    profile: 'keycloak',
    token: { typ: ['application/JWT', 'none'], ignoreJku: true },
  });
  expect(parsed.ok && parseTrustConfig(parsed.value)).toEqual(parsed);
});

describe('typ', () => {
  const typ = (types: readonly string[]) => ({ typ: types, accessToken: [{ claim: 'client_id' }] });

  test.each([
    [['JWT'], 'jwt', 'ok'],
    [['jwt'], 'application/JWT', 'ok'],
    [['application/at+jwt'], 'AT+JWT', 'ok'],
    [['JWT'], 'at+jwt', 'type'],
    [['JWT'], undefined, 'type'],
    [['none'], undefined, 'ok'],
    [['none'], 'none', 'type'],
    [['none', 'JWT'], 'JWT', 'ok'],
    [['none'], null, 'type'],
    [['none'], '', 'type'],
  ])('%j of a header with typ %j: %s', (types, value, verdict) => {
    expect(read(typ(types), {}, { typ: value })).toBe(verdict);
  });

  test.each([
    'ID',
    'Refresh',
    'Offline',
    'Logout',
    'logout+jwt',
    'application/secevent+jwt',
    'DPoP+jwt',
    'id_token+jwt',
  ])('%s is refused at synth', (type) => {
    expect(mistakesOf({ token: typ([type]) })).toEqual([
      expect.stringMatching(/^issuers\[0\]\.token\.typ: remove .*another kind of token/),
    ]);
  });
});

describe('client', () => {
  test('is the first of the claims that a token has', () => {
    const token = { client: ['azp', 'client_id'] };
    expect(authentication(token, { azp: 'other' }).clientId).toBe('other');
    expect(authentication(token, {}).clientId).toBe('web');
    expect(read(token, { azp: null })).toBe('client');
    expect(read(token, { client_id: undefined })).toBe('client');
  });

  test('may be one for the issuer, whose tokens name none', () => {
    const token = { client: { fixed: 'only' }, signedIn: { claim: 'auth_time', holds: 'time' } };
    expect(read(token, {})).toBe('client');
    expect(read(token, { client_id: 'only', azp: 'web' })).toBe('client');
    const { client_id: _, ...claims } = TOKEN;
    const read_ = readClaims(claims, trusting({ token }), NOW);
    expect(read_).toMatchObject({ ok: true, value: { clientId: 'only' } });
  });
});

test('scopes may stand in several claims, as text or in a list', () => {
  const token = { scopes: ['scope', 'permissions'] };
  expect(authentication(token, { scope: 'a b', permissions: ['c', 7, 'd e'] }).scopes).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(authentication({ scopes: [] }, { scope: 'a' }).scopes).toEqual([]);
});

test('accessToken tells an access token, by any one of its claims', () => {
  const token = { accessToken: [{ claim: 'use', value: 'access' }, { claim: 'scope' }] };
  expect(read(token, {})).toBe('type');
  expect(read(token, { use: 'id' })).toBe('type');
  expect(read(token, { use: ['access'] })).toBe('ok');
  expect(read(token, { scope: '' })).toBe('ok');
});

describe('signedIn and machine', () => {
  const whose = (token: object, claims: object) => authentication(token, claims).issuedFor;

  test('a claim with a time, scopes or a name shows a person', () => {
    const time = { signedIn: { claim: 'login', holds: 'time' } };
    expect(whose(time, { login: NOW - 5 })).toBe('person');
    expect(whose(time, { login: 'x' })).toBe('unclear');
    const scopes = { signedIn: { claim: 'delegated', holds: 'scopes' } };
    expect(whose(scopes, { delegated: ['a'] })).toBe('person');
    expect(whose(scopes, { delegated: [] })).toBe('unclear');
    const name = { signedIn: { claim: 'uid', holds: 'name' } };
    expect(whose(name, { uid: 'u' })).toBe('person');
    expect(whose(name, { uid: '' })).toBe('unclear');
  });

  test('a mark, or a sub that is the client with an ending, tells a machine', () => {
    expect(whose({ machine: [{ claim: 'kind', value: 'app' }] }, { kind: 'app' })).toBe('machine');
    expect(whose({ machineSubjects: ['@m'] }, { sub: 'web@m' })).toBe('machine');
    expect(whose({ machineSubjects: ['@m'] }, { sub: 'web' })).toBe('machine');
    expect(whose({ machineSubjects: [] }, { sub: 'web' })).toBe('machine');
  });

  test.each(['client_id', 'azp', 'cid', 'appid'])(
    'a sub that is the %s of its token is a machine, wherever the settings look for the client',
    (claim) => {
      expect(whose({ client: ['jti'] }, { jti: 'j', sub: 'svc', client_id: undefined, [claim]: 'svc' })).toBe(
        'machine',
      );
    },
  );
});

test('jku is refused unless it is to be ignored, and no other member of its kind is accepted', () => {
  const header = { typ: 'at+jwt', jku: 'https://evil.example/keys' };
  expect(read({}, {}, header)).toBe('header');
  expect(read({ ignoreJku: true }, {}, header)).toBe('ok');
  for (const member of ['crit', 'b64', 'jwk', 'x5u', 'x5c', 'zip', 'enc'])
    expect(read({ ignoreJku: true }, {}, { typ: 'at+jwt', [member]: null })).toBe('header');
});

describe.each(TOKEN_PROFILES)('whatever the settings, with the profile %s', (profile) => {
  const config = issuerOf(profile, ISSUER);
  const trust = trusting({ ...config, audience: [AUDIENCE] });
  const whole = claimsAt(PROVIDERS[profile].person, config.issuer, NOW);
  const code = (claims: object) => {
    const result = readClaims({ ...whole, ...claims }, trust, NOW);
    return result.ok ? 'ok' : result.error.code;
  };

  test.each(['nonce', 'at_hash', 'c_hash', 's_hash', 'events', 'token_introspection'])(
    'a token with %s is refused',
    (claim) => {
      expect(code({})).toBe('ok');
      for (const value of ['x', null, {}, '']) expect(code({ [claim]: value })).toBe('type');
    },
  );

  test.each([
    'ID',
    'Refresh',
    'offline',
    'LOGOUT',
    'application/logout+jwt',
    'secevent+jwt',
    'dpop+jwt',
    'ID_Token',
    ['ID'],
    ['Bearer', 'ID'],
    { kind: 'ID' },
    7,
    null,
    '',
  ])('a token that calls itself %j is refused', (typ) => {
    expect(code({ typ })).toBe('type');
  });
});

test.each(['phr', 'phrh'])('the acr word %s of OpenID EAP ACR Values is mapped as any other', (word) => {
  const issuer = trusting({ acr: { values: { phr: 'loa1', phrh: 'loa1' } } });
  const read_ = readClaims({ ...TOKEN, acr: word }, issuer, NOW);
  expect(read_).toMatchObject({ ok: true, value: { signIn: { acr: 'loa1' } } });
  expect(issuer.words.toTheirs(['loa1'])).toEqual(['phr', 'phrh']);
});

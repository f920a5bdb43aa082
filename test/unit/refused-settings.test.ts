/** Settings of a token profile that synth refuses, since tokens would pass that open nothing. */
import { parseTrustConfig } from '../../core/trust/trust-config.ts';

function mistakesOf(fields: object): readonly string[] {
  const issuer = { issuer: 'https://id.example.com', audience: ['api'], clientsWithoutAudience: [] };
  const parsed = parseTrustConfig({ acr: ['loa1'], issuers: [{ ...issuer, ...fields }] });
  return parsed.ok ? [] : parsed.error.map(({ field, message }) => `${field}: ${message}`);
}

describe('synth refuses settings under which an ID token would pass:', () => {
  test.each([
    ['no mark beside JWT', { token: { typ: ['JWT'] } }, /with the typ jwt, list in accessToken/],
    [
      'no mark beside no typ',
      { token: { typ: ['none', 'at+jwt'] } },
      /with the typ none, list in accessToken/,
    ],
    ['a mark of ID tokens', mark('azp'), /it may have azp/],
    ['any audience as a mark', mark('aud'), /it may have aud/],
    ['an audience as a mark', mark('aud', 'api'), /it may have aud/],
    ['a name', mark('email'), /it may have email/],
    ['roles', mark('roles'), /it may have roles/],
    [
      'Cognito’s token_use, of any value',
      { profile: 'cognito', ...mark('token_use') },
      /it may have token_use/,
    ],
    [
      'Cognito’s token_use of id',
      { profile: 'cognito', ...mark('token_use', 'id') },
      /it may have token_use/,
    ],
    ['Keycloak’s typ, of any value', { profile: 'keycloak', ...mark('typ') }, /it may have typ/],
    [
      'a fixed client where roles tell',
      { profile: 'entra', token: { client: { fixed: 'web' } } },
      /it may have roles/,
    ],
  ])('%s', (_, fields, message) => {
    expect(mistakesOf(fields)).toEqual([expect.stringMatching(message)]);
    expect(mistakesOf(fields)).toEqual([expect.stringMatching(/^issuers\[0\]\.token: /)]);
  });

  function mark(claim: string, value?: string): object {
    const accessToken = [{ claim, ...(value === undefined ? {} : { value }) }];
    return { token: { typ: ['JWT'], client: ['azp', 'client_id'], accessToken } };
  }
});

describe('synth refuses settings under which nobody is told apart:', () => {
  const FIXED = { client: { fixed: 'web' } };

  test.each([
    ['aud as the client', { token: { client: ['aud'] } }, /remove aud from client/],
    ['sub as the client', { token: { client: ['client_id', 'sub'] } }, /remove sub from client/],
    ['Spring without a client', { profile: 'spring' }, /client is missing.*OAuth2TokenCustomizer.*"fixed"/],
    ['Supabase without a client', { profile: 'supabase' }, /client is missing.*OAuth server.*"fixed"/],
    [
      'a fixed client where sub tells a machine',
      { token: FIXED },
      /the token of a machine would pass.*auth_time/,
    ],
    [
      'Keycloak by its sub',
      { profile: 'keycloak', token: { signedIn: 'subject' } },
      /machine would pass.*its sub/,
    ],
    [
      'Keycloak by its sid',
      { profile: 'keycloak', token: { signedIn: { claim: 'sid', holds: 'name' } } },
      /sid/,
    ],
    [
      'Okta by its scopes',
      { profile: 'okta', token: { signedIn: { claim: 'scp', holds: 'scopes' } } },
      /scp/,
    ],
    [
      'Auth0 without @clients',
      { profile: 'auth0', token: { machineSubjects: [], machine: [] } },
      /machine would pass/,
    ],
    ['ForgeRock without its mark', { profile: 'forgerock', token: { machine: [] } }, /machine would pass/],
    [
      'refresh tokens of ForgeRock',
      { profile: 'forgerock', token: { accessToken: [{ claim: 'cts' }] } },
      /may have cts/,
    ],
  ])('%s', (_, fields, message) => {
    expect(mistakesOf(fields)).toEqual([expect.stringMatching(message)]);
  });
});

describe('synth refuses, for an issuer whose vendor its name shows, settings for another kind of issuer', () => {
  const AUTH0 = 'https://shop.eu.auth0.com/';
  const REALM = 'https://sso.example.com/realms/shop';
  const OKTA = 'https://shop.okta.com/oauth2/default';

  test.each([
    ['Auth0’s machines (x@clients)', { issuer: AUTH0 }, /write auth0.*With rfc9068, the token of a machine/],
    ['Keycloak’s machines', { issuer: REALM }, /write keycloak.*the token of a machine/],
    ['Okta’s machines', { issuer: OKTA, profile: 'hydra' }, /write okta.*With hydra, the token of a machine/],
    [
      'Keycloak’s ID tokens',
      {
        issuer: REALM,
        token: {
          ...{ typ: ['JWT'], client: ['azp'], accessToken: [{ claim: 'session_state' }] },
          signedIn: { claim: 'auth_time', holds: 'time' },
        },
      },
      /write keycloak.*an ID or refresh token.*session_state/,
    ],
  ])('%s', (_, fields, message) => {
    expect(mistakesOf(fields)).toEqual([expect.stringMatching(message)]);
    expect(mistakesOf(fields)).toEqual([expect.stringMatching(/^issuers\[0\]\.profile: /)]);
  });

  test('ID tokens of XSUAA, which have scopes', () => {
    const issuer = 'https://shop.authentication.eu10.hana.ondemand.com/oauth/token';
    const token = { typ: ['JWT'], client: ['cid'], accessToken: [{ claim: 'scope' }] };
    expect(mistakesOf({ issuer, token })).toEqual([
      expect.stringMatching(/profile: write xsuaa.*ID or refresh token.*scope/),
    ]);
  });

  test('people of Supabase whom nobody knows', () => {
    const signedIn = { claim: 'session_id', holds: 'name' };
    const token = { typ: ['JWT'], client: ['client_id'], accessToken: [{ claim: 'aal' }], signedIn };
    expect(mistakesOf({ issuer: 'https://shop.supabase.co/auth/v1', token })).toEqual([
      expect.stringMatching(/profile: write supabase.*session_id/),
    ]);
  });

  test.each([
    'https://am.example.com/am/oauth2/realms/root/realms/alpha',
    'https://openam-shop.forgeblocks.com:443/am/oauth2/alpha',
  ])('refresh tokens of ForgeRock at %s, and no setting of Keycloak', (issuer) => {
    const token = { typ: ['JWT'], accessToken: [{ claim: 'cts' }], machine: [{ claim: 'grant_type' }] };
    expect(mistakesOf({ issuer, token })).toEqual([
      expect.stringMatching(/profile: write forgerock.*ID or refresh token.*cts/),
    ]);
    expect(mistakesOf({ issuer, profile: 'forgerock' })).toEqual([]);
  });

  test.each([
    { issuer: AUTH0, profile: 'auth0' },
    { issuer: REALM, profile: 'keycloak' },
    { issuer: REALM, token: { signedIn: { claim: 'auth_time', holds: 'time' } } },
    { issuer: AUTH0, token: { machineSubjects: ['@clients'] } },
  ])('but takes %j', (fields) => {
    expect(mistakesOf(fields)).toEqual([]);
  });
});

describe('synth refuses names that no token can bring', () => {
  test.each([
    ['acr.claim', { acr: { claim: 'constructor' } }],
    ['acr.claim', { acr: { claim: 'toString' } }],
    ['amr.claim', { amr: { claim: '__proto__' } }],
    ['authTime.claim', { authTime: { claim: 'prototype' } }],
    ['token.signedIn.claim', { token: { signedIn: { claim: 'constructor', holds: 'time' } } }],
  ])('%s', (field, fields) => {
    expect(mistakesOf(fields)).toEqual([
      expect.stringMatching(`^issuers\\[0\\]\\.(?:token|${field}): .*claim`),
    ]);
  });

  test.each([
    ['a method', { acr: { methods: [{ all: ['pwd\n'], acr: 'loa1' }] } }],
    ['a method of half a character', { acr: { methods: [{ all: ['\ud800'], acr: 'loa1' }] } }],
    [
      'the fixed client',
      { token: { client: { fixed: 'web\n' }, signedIn: { claim: 'auth_time', holds: 'time' } } },
    ],
  ])('%s with a control character', (_, fields) => {
    expect(mistakesOf(fields)).toEqual([expect.stringMatching(/1 to 255 characters, none of which/)]);
  });

  test('and says what to list where no claim names the client', () => {
    expect(mistakesOf({ token: { client: [] } })).toEqual([
      expect.stringMatching(/^issuers\[0\]\.token\.client: list at least one claim/),
    ]);
  });
});

describe('synth refuses a time of the sign-in that comes without any sign-in:', () => {
  test.each(['iat', 'nbf', 'exp', 'updated_at'])('%s', (claim) => {
    expect(mistakesOf({ authTime: { claim } })).toEqual([
      expect.stringMatching(
        new RegExp(`^issuers\\[0\\]\\.authTime(?:\\.claim)?: ${claim} is not the time of a sign-in`),
      ),
    ]);
  });

  test.each(['auth_time', 'urn:example:signed_in'])('but takes %s', (claim) => {
    expect(mistakesOf({ authTime: { claim } })).toEqual([]);
  });
});

describe('the issuer of AD FS', () => {
  const NAME = 'http://adfs.example.com/adfs/services/trust';
  const jwksUri = 'https://adfs.example.com/adfs/discovery/keys';

  test('may be called http, with its keys at https', () => {
    expect(mistakesOf({ profile: 'adfs', issuer: NAME, jwksUri })).toEqual([]);
    expect(mistakesOf({ profile: 'adfs', issuer: NAME.replace('http:', 'https:'), jwksUri })).toEqual([]);
  });

  test.each([
    [
      'keys over http',
      { profile: 'adfs', issuer: NAME, jwksUri: 'http://adfs.example.com/keys' },
      /jwksUri: expected https/,
    ],
    ['no place of the keys', { profile: 'adfs', issuer: NAME }, /jwksUri: is missing/],
    [
      'the issuer of ID tokens',
      { profile: 'adfs', issuer: 'https://adfs.example.com/adfs', jwksUri },
      /access_token_issuer/,
    ],
    ['another profile', { issuer: NAME, jwksUri }, /issuer: expected https.*only profile adfs/],
    [
      'another path',
      { profile: 'adfs', issuer: 'http://adfs.example.com/adfs', jwksUri },
      /issuer: expected https/,
    ],
    ['a query', { profile: 'adfs', issuer: `${NAME}?x`, jwksUri }, /issuer: write a URL/],
  ])('is refused with %s', (_, fields, message) => {
    expect(mistakesOf(fields).join('\n')).toMatch(message);
  });
});

describe('synth refuses a list in the place of an object', () => {
  test.each([
    ['token', { token: [] }],
    ['amr', { amr: [] }],
    ['acr', { acr: [] }],
    ['acr.values', { acr: { values: [] } }],
    ['acr.numbers', { acr: { numbers: [] } }],
    ['acr.request', { acr: { values: { mfa: 'loa1' }, request: [] } }],
    ['token', { token: ['typ'] }],
    ['acr.methods[0]', { acr: { methods: [[]] } }],
  ])('as %s', (field, fields) => {
    const [first, ...more] = mistakesOf(fields);
    expect(first).toMatch(new RegExp(`^issuers\\[0\\]\\.${field.replace(/[.[\]]/g, '\\$&')}: (write|map) `));
    expect(more).toEqual([]);
  });

  test('as the whole, as an issuer, and as cors', () => {
    const issuer = { issuer: 'https://id.example.com', audience: ['api'] };
    for (const config of [
      [],
      { acr: ['loa1'], issuers: [[]] },
      { acr: ['loa1'], issuers: [issuer], cors: [] },
    ])
      expect(parseTrustConfig(config)).toMatchObject({ ok: false });
  });
});

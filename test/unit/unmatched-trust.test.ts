/** A trust config that can never match, or that takes tokens for other APIs: refused with the reason and what to write. */
import { parseTrustConfig } from '../../core/trust/trust-config.ts';

/** By this setting no vendor's machine passes for a person. */
const token = { signedIn: { claim: 'auth_time', holds: 'time' } };
const ISSUER = { issuer: 'https://id.example.com', audience: ['https://api.example.com'], token };
const TENANT = '11111111-2222-3333-4444-555555555555';
const ENTRA = `https://login.microsoftonline.com/${TENANT}/v2.0`;

const problemsOf = (config: object, allowLoopbackIssuers = false) => {
  const whole = { acr: ['loa1'], issuers: [ISSUER], ...config };
  const parsed = parseTrustConfig(whole, { allowLoopbackIssuers });
  return parsed.ok ? [] : parsed.error.map(({ field, message }) => `${field}: ${message}`);
};
const withOrigins = (...allowedOrigins: string[]) => problemsOf({ cors: { allowedOrigins } });
const withIssuer = (fields: object) => problemsOf({ issuers: [{ ...ISSUER, ...fields }] });
const one = (message: RegExp): unknown => [expect.stringMatching(message)];

describe('an origin that no browser sends is refused', () => {
  test.each<[string, RegExp]>([
    ['https://*.shop.test', /^cors\.allowedOrigins\[0\]: no browser sends an origin with \*: list each/],
    ['*', /no browser sends an origin with \*/],
    ['https://app.example.com:*', /no browser sends an origin with \*/],
    ['null', /null is the origin of every sandboxed page/],
    ['https://app.example.com/', /without a path: write https:\/\/app\.example\.com$/],
    ['https://app.example.com/shop', /write https:\/\/app\.example\.com$/],
    ['https://app.example.com?a', /write https:\/\/app\.example\.com$/],
    ['https://user@app.example.com', /write https:\/\/app\.example\.com$/],
    ['https://app.example.com:443', /write https:\/\/app\.example\.com$/],
    ['http://app.example.com:80', /write http:\/\/app\.example\.com$/],
    ['HTTPS://App.Example.Com', /write https:\/\/app\.example\.com$/],
    ['https://münchen.example', /write https:\/\/xn--mnchen-3ya\.example$/],
    ['https://{tenant}.shop.test', /\{tenant\} is a placeholder/],
    ['https://<tenant>.shop.test', /<tenant> is a placeholder/],
    [
      'https://a.test,https://b.test',
      /^cors\.allowedOrigins\[0\]: expected an origin such as \S+ without a path$/,
    ],
    ["https://it's.example", /without a path$/],
    ['app.example.com', /without a path$/],
    ['ftp://app.example.com', /without a path$/],
    ['', /without a path$/],
  ])('%j', (origin, message) => {
    expect(withOrigins(origin)).toEqual(one(message));
  });

  test.each([
    'https://app.example.com',
    'https://app.example.com:8443',
    'http://localhost:3000',
    'http://[::1]:3000',
    'http://127.0.0.1',
  ])('but %s is taken', (origin) => {
    expect(withOrigins(origin)).toEqual([]);
  });
});

describe('an issuer that stands in no token is refused', () => {
  test.each<[string, RegExp]>([
    ['https://login.example/{tenantid}/v2.0', /^issuers\[0\]\.issuer: \{tenantid\} is a placeholder/],
    ['https://login.example/<tenant>/v2.0', /<tenant> is a placeholder/],
    ['https://login.example/%7Btenantid%7D/', /%7Btenantid%7D is a placeholder/],
    ['https://{tenant}.example.com', /\{tenant\} is a placeholder/],
    ['https://<tenant>.example.com', /<tenant> is a placeholder/],
    // Of a shell or a template, and not of CDK.
    ['https://login.example/${TENANT}', /\$\{TENANT\} is a placeholder/],
    ['https://*.example.com', /without user, .* and \* in the host/],
    ['https://id.example.com?a=b', /without user, query, fragment, spaces, and/],
    ['https://id.example.com#a', /without user, query, fragment, spaces, and/],
    ['https://id.example.com/a b', /without user, query, fragment, spaces, and/],
    [' https://id.example.com', /without user, query, fragment, spaces, and/],
    ['https://id.example.com\n', /without user, query, fragment, spaces, and/],
    [
      'https://id.example.com/.well-known/openid-configuration',
      /metadata are: write https:\/\/id\.example\.com, or what they have as their issuer$/,
    ],
    [
      'https://id.example.com/realms/a/.well-known/openid-configuration',
      /metadata are: write https:\/\/id\.example\.com\/realms\/a, or/,
    ],
    // RFC 8414 §3.1.
    [
      'https://id.example.com/.well-known/oauth-authorization-server/realms/a',
      /metadata are: write https:\/\/id\.example\.com\/realms\/a, or/,
    ],
    [
      'https://acme.eu.auth0.com/.well-known/openid-configuration',
      /metadata are: write https:\/\/acme\.eu\.auth0\.com\/, or/,
    ],
    [
      'https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration',
      /where metadata are, and no token for your API has this issuer: Entra ID writes the id of the tenant/,
    ],
    ...['common', 'organizations', 'consumers', 'contoso.onmicrosoft.com', TENANT.replaceAll('1', 'A')].map(
      (tenant): [string, RegExp] => [
        `https://login.microsoftonline.com/${tenant}/v2.0`,
        /Entra ID writes the id of the tenant.* write https:\/\/login\.microsoftonline\.com\/TENANT-ID\/v2\.0 /,
      ],
    ),
    [`${ENTRA}/`, /Entra ID/],
    [`https://login.microsoftonline.com/${TENANT}`, /https:\/\/sts\.windows\.net\/TENANT-ID\/ for version 1/],
    ['https://login.microsoftonline.us/common/v2.0', /write https:\/\/login\.microsoftonline\.us\//],
    ['https://sts.windows.net/common/', /write https:\/\/sts\.windows\.net\/TENANT-ID\//],
    [`https://sts.windows.net/${TENANT}`, /with the slash at the end/],
    [`https://contoso.ciamlogin.com/${TENANT}/v2.0`, /TENANT-ID\.ciamlogin\.com/],
    ['https://acme.okta.com', /org authorization server.* https:\/\/acme\.okta\.com\/oauth2\/default$/],
    ['https://acme.okta.com/', /org authorization server/],
    ['https://acme.okta.com/oauth2/v1', /org authorization server/],
    ['https://acme.okta-emea.com', /org authorization server/],
    ['https://acme.eu.auth0.com', /slash at the end: write https:\/\/acme\.eu\.auth0\.com\/$/],
    ['https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc/', /without a slash at the end/],
    ['https://cognito-idp.eu-west-1.amazonaws.com/${Token[TOKEN.123]}/', /without a slash at the end/],
    ['https://login.microsoftonline.com/${Token[TOKEN.123]}', /Entra ID/],
    ['https://acme.auth.eu-west-1.amazoncognito.com', /domain of the sign-in page/],
    // From a message of ours, or a manual.
    ['https://cognito-idp.REGION.amazonaws.com/USER-POOL-ID', /id of the user pool/],
    ['https://cognito-idp.REGION.amazonaws.com/eu-west-1_abc', /capitals in the host/],
    ['https://ORG.okta.com/oauth2/default', /capitals in the host/],
    ['https://YOUR_DOMAIN/realms/shop', /YOUR_DOMAIN is a placeholder/],
    ['https://abcdefgh.supabase.co', /write https:\/\/abcdefgh\.supabase\.co\/auth\/v1$/],
  ])('%j', (issuer, message) => {
    const problems = withIssuer({ issuer, audience: [TENANT] });
    expect(problems.filter((problem) => problem.startsWith('issuers[0].issuer: '))).toEqual(one(message));
  });

  test.each<[string, string, object?]>([
    [ENTRA, 'entra'],
    [`https://sts.windows.net/${TENANT}/`, 'entra'],
    [`https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`, 'entra'],
    ['https://acme.okta.com/oauth2/default', 'okta'],
    ['https://acme.eu.auth0.com/', 'auth0'],
    ['https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc', 'cognito'],
    // A value that CDK fills in at deployment.
    ['https://cognito-idp.eu-west-1.amazonaws.com/${Token[TOKEN.123]}', 'cognito'],
    ['https://login.microsoftonline.com/${Token[TOKEN.123]}/v2.0', 'entra'],
    ['https://sts.windows.net/${Token[TOKEN.123]}/', 'entra'],
    ['https://abcdefgh.supabase.co/auth/v1', 'supabase', { client: ['client_id'] }],
    ['https://login.acme.com/oauth2/aus1', 'okta'],
    ['https://id.example.com/realms/shop', 'keycloak'],
  ])('but %s is taken, with the profile %s', (issuer, profile, token = {}) => {
    expect(
      withIssuer({ issuer, profile, token, audience: [TENANT], clientsWithoutAudience: ['app'] }),
    ).toEqual([]);
  });

  test.each([
    [{ publicUrl: 'https://{api}.example.com' }, /^publicUrl: \{api\} is a placeholder/],
    [
      { issuers: [{ ...ISSUER, jwksUri: 'https://id.example.com/<tenant>/jwks' }] },
      /^issuers\[0\]\.jwksUri: <tenant> is/,
    ],
    [
      { issuers: [{ ...ISSUER, audience: ['<identifier>'] }] },
      /^issuers\[0\]\.audience\[0\]: <identifier> is/,
    ],
    [{ issuers: [{ ...ISSUER, clients: ['{client}'] }] }, /^issuers\[0\]\.clients\[0\]: \{client\} is/],
  ])('and so is a placeholder elsewhere: %j', (config, message) => {
    expect(problemsOf(config)).toEqual(one(message));
  });
});

describe('an audience that tokens for other APIs have is refused', () => {
  const KEYCLOAK = { issuer: 'https://id.example.com/realms/shop', profile: 'keycloak' };

  test.each([
    [{ ...KEYCLOAK, audience: ['account'] }, /account is too wide: tokens of every client of the realm/],
    [{ ...KEYCLOAK, audience: ['api', 'account'] }, /account is too wide/],
    [{ ...KEYCLOAK, audience: ['account'], clients: ['web'] }, /account is too wide/],
    [{ ...KEYCLOAK, audience: ['realm-management'] }, /realm-management is too wide/],
    [{ profile: 'keycloak', audience: ['account'] }, /account is too wide/],
    [
      { issuer: ENTRA, profile: 'entra', audience: ['00000003-0000-0000-c000-000000000000'] },
      /API of Microsoft.* write its application id/,
    ],
    [{ issuer: ENTRA, profile: 'entra', audience: ['https://graph.microsoft.com/'] }, /API of Microsoft/],
    [{ audience: ['urn:microsoft:userinfo'] }, /where a client names no resource/],
    [
      {
        issuer: 'https://acme.eu.auth0.com/',
        profile: 'auth0',
        audience: ['https://acme.eu.auth0.com/userinfo'],
      },
      /scope openid\. Write the identifier of your API/,
    ],
    [
      {
        issuer: 'https://acme.eu.auth0.com/',
        profile: 'auth0',
        audience: ['https://acme.eu.auth0.com/api/v2/'],
      },
      /Management API/,
    ],
    [{ audience: ['https://id.example.com/userinfo'] }, /scope openid/],
    [{ audience: ['https://id.example.com/resources'] }, /EmitStaticAudienceClaim/],
  ])('%j', (fields, message) => {
    expect(withIssuer(fields)).toEqual(one(message));
    expect(withIssuer(fields)[0]).toMatch(/^issuers\[0\]\.audience: /);
  });

  test.each([
    { audience: ['account'] },
    { issuer: 'https://login.example.com/tenant/v2.0', audience: ['https://api.example.com'] },
    { issuer: ENTRA, audience: ['${Token[TOKEN.123]}'] },
    { ...KEYCLOAK, audience: ['account-api'] },
    { audience: ['https://api.example.com/userinfo'] },
    { audience: ['https://id.example.com'] },
  ])('but %j is taken', (fields) => {
    expect(withIssuer(fields)).toEqual([]);
  });

  test('of Entra ID by its api:// URI alone, which no token of version 2 has, is refused, too', () => {
    const audience = ['api://shop'];
    expect(withIssuer({ issuer: ENTRA, profile: 'entra', audience })).toEqual(
      one(/audience: no token has one of these.* Write that id$/),
    );
    expect(withIssuer({ issuer: ENTRA, profile: 'entra', audience: [...audience, TENANT] })).toEqual([]);
    expect(withIssuer({ issuer: `https://sts.windows.net/${TENANT}/`, profile: 'entra', audience })).toEqual(
      [],
    );
  });
});

test('all of it is reported at once, with its paths', () => {
  const issuers = [
    { issuer: 'https://acme.okta.com', audience: ['{api}'] },
    { issuer: 'https://id.example.com/realms/shop', audience: ['account'], jwksUri: 'https://<host>/jwks' },
  ];
  const config = {
    issuers,
    publicUrl: 'https://{api}.example.com',
    cors: { allowedOrigins: ['null', 'https://*.a.test'] },
  };
  expect(
    problemsOf(config)
      .map((problem) => problem.slice(0, problem.indexOf(':')))
      .toSorted(),
  ).toEqual([
    'cors.allowedOrigins[0]',
    'cors.allowedOrigins[1]',
    'issuers[0].audience[0]',
    'issuers[0].issuer',
    'issuers[0].profile',
    'issuers[1].audience',
    'issuers[1].jwksUri',
    'issuers[1].profile',
    'publicUrl',
  ]);
});

test('ten issuers and ten origins are the most, and the local run may add one of each', () => {
  const many = (count: number) => ({
    issuers: Array.from({ length: count }, (_, index) => ({
      ...ISSUER,
      issuer: `https://id-${index}.example.com`,
    })),
    cors: { allowedOrigins: Array.from({ length: count }, (_, index) => `https://app-${index}.example.com`) },
  });
  expect(problemsOf(many(10))).toEqual([]);
  expect(problemsOf(many(11))).toHaveLength(2);
  expect(problemsOf(many(11), true)).toEqual([]);
  expect(problemsOf(many(12), true)).toHaveLength(2);
});

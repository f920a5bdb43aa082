/** An issuer whose name shows its vendor, with another profile: refused with the profile to write. */
import { parseTrustConfig } from '../../core/trust/trust-config.ts';

const TENANT = '11111111-2222-3333-4444-555555555555';
const ENTRA = `https://login.microsoftonline.com/${TENANT}/v2.0`;

const COGNITO = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc';

const problemsOf = (fields: object) => {
  const issuers = [{ audience: ['https://api.example.com'], ...fields }];
  const parsed = parseTrustConfig({ acr: ['loa1'], issuers }, { allowLoopbackIssuers: false });
  return parsed.ok ? [] : parsed.error.map(({ field, message }) => `${field}: ${message}`);
};
const one = (message: RegExp): unknown => [expect.stringMatching(message)];

describe('a profile that is not that of the issuer is refused where its tokens are read as by default', () => {
  test.each([
    [ENTRA, 'entra'],
    ['https://acme.okta.com/oauth2/default', 'okta'],
    ['https://acme.eu.auth0.com/', 'auth0'],
    ['https://abcdefgh.supabase.co/auth/v1', 'supabase'],
    ['https://id.example.com/realms/shop', 'keycloak'],
    ['https://id.example.com/auth/realms/shop', 'keycloak'],
  ])('%s without one: write %s', (issuer, profile) => {
    const message = `^issuers\\[0\\]\\.profile: write ${profile}, whose issuer this is. With rfc9068, `;
    expect(problemsOf({ issuer, audience: [TENANT] })).toEqual(one(new RegExp(message)));
  });

  test('and that of Amazon Cognito together with what its profile asks for besides', () => {
    const fields = { issuer: COGNITO, audience: [TENANT] };
    expect(problemsOf(fields)).toEqual([
      expect.stringMatching(/profile: write cognito, whose issuer this is. With rfc9068, /),
      expect.stringMatching(/clientsWithoutAudience: is missing: list the ids of the app clients/),
    ]);
    expect(problemsOf({ ...fields, clientsWithoutAudience: [] })).toEqual(one(/profile: write cognito/));
    expect(problemsOf({ ...fields, profile: 'cognito' })).toEqual(one(/clientsWithoutAudience: is missing/));
  });

  test('and so is that of another vendor', () => {
    expect(problemsOf({ issuer: ENTRA, profile: 'okta', audience: [TENANT] })).toEqual(
      one(/profile: write entra, whose issuer this is. With okta, /),
    );
  });

  test.each([
    [
      'of PingAM, which has realms, too',
      { issuer: 'https://id.example.com/am/oauth2/realms/root/realms/a', profile: 'forgerock' },
    ],
    [
      'with settings of its own',
      {
        issuer: 'https://id.example.com/realms/a',
        token: { signedIn: { claim: 'auth_time', holds: 'time' } },
      },
    ],
    [
      'of Amazon Cognito with settings of its own, which need no word on clients without aud',
      {
        issuer: COGNITO,
        token: { accessToken: [{ claim: 'token_use', value: 'access' }], typ: ['none', 'JWT'] },
      },
    ],
    ['at a host of its own', { issuer: 'https://id.example.com/' }],
  ])('but an issuer %s is taken', (_, fields) => {
    expect(problemsOf(fields)).toEqual([]);
  });
});

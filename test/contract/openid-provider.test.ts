/** The behaviour of the local OpenID provider that the demonstration and other tests rely on, seen from its clients. */
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { discover } from '../../local/sign-in.ts';
import { startProviderProcess } from '../support/stacks/provider-process.ts';
import type { ProviderProcess } from '../support/stacks/provider-process.ts';
import { CookieJar, machineToken, refresh, signIn } from '../support/sign-in.ts';
import type { SignInRequest } from '../support/sign-in.ts';

const ACR = ['urn:example:loa:1', 'urn:example:loa:2', 'urn:example:loa:3', 'urn:example:loa:4'] as const;
const AUDIENCE = 'http://127.0.0.1:3000/prod';
const OTHER_AUDIENCE = 'https://other.example.com/';
const REDIRECT_URI = 'http://127.0.0.1:3000/callback';
const ORIGIN = 'http://127.0.0.1:3000';
const LIFETIME = 600;

let provider: ProviderProcess;

beforeAll(async () => {
  provider = await startProviderProcess({
    acr: ACR,
    audience: [AUDIENCE, OTHER_AUDIENCE],
    redirectUris: [REDIRECT_URI],
    corsOrigins: [ORIGIN],
    accessTokenLifetime: LIFETIME,
  });
});

afterAll(() => provider.close());

function alice(wishes: Partial<SignInRequest> = {}): SignInRequest {
  const { issuer, clientId, testUser } = provider;
  return { issuer, clientId, redirectUri: REDIRECT_URI, ...testUser, ...wishes };
}

function titles(pages: readonly string[]): string[] {
  return pages.map((title) => title.replace(/ · .*/, ''));
}

describe('a sign-in', () => {
  test('with a password reaches the weakest word, now', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { accessToken, idTokenClaims, pages } = await signIn(alice());
    const claims = decodeJwt(accessToken);
    expect(titles(pages)).toEqual(['Sign in']);
    expect(claims).toMatchObject({ sub: 'alice', acr: ACR[0], amr: ['pwd'] });
    expect(claims.auth_time).toBeGreaterThanOrEqual(before);
    expect(claims.auth_time).toBeLessThanOrEqual(Math.floor(Date.now() / 1000));
    expect(idTokenClaims).toMatchObject({ acr: ACR[0], auth_time: claims.auth_time });
  });

  test.each([
    [[ACR[0]], ACR[0], ['pwd'], ['Sign in']],
    [[ACR[1]], ACR[1], ['pwd', 'otp'], ['Sign in', 'One-time code']],
    [[ACR[2]], ACR[2], ['pwd', 'hwk'], ['Sign in', 'Security key']],
    [[ACR[3]], ACR[3], ['pwd', 'otp', 'hwk'], ['Sign in', 'One-time code', 'Security key']],
    [[ACR[2], ACR[1]], ACR[2], ['pwd', 'hwk'], ['Sign in', 'Security key']],
    [['unknown', ACR[1]], ACR[1], ['pwd', 'otp'], ['Sign in', 'One-time code']],
  ])('with acr_values %j reaches the first known one', async (acrValues, acr, amr, expected) => {
    const { accessToken, pages } = await signIn(alice({ acrValues }));
    expect(decodeJwt(accessToken)).toMatchObject({ acr, amr });
    expect(titles(pages)).toEqual(expected);
  });

  test('with unknown acr_values only is refused (RFC 9470 §5)', async () => {
    await expect(signIn(alice({ acrValues: ['unknown'] }))).rejects.toMatchObject({
      error: 'unmet_authentication_requirements',
    });
  });

  test('with a wrong password shows why, and gives no code', async () => {
    await expect(signIn(alice({ password: 'guess' }))).rejects.toThrow(
      /"Sign in.*says: Wrong user name or password/,
    );
  });

  test('with a wrong one-time code shows why, and gives no code', async () => {
    const request = alice({ oneTimeCode: '000000', acrValues: [ACR[1]] });
    await expect(signIn(request)).rejects.toThrow(/"One-time code.*says: Wrong code/);
  });
});

describe('a second request in a session', () => {
  test('is not asked again for an acr that was reached', async () => {
    const cookies = new CookieJar();
    const first = await signIn(alice({ cookies, acrValues: [ACR[1]] }));
    const again = await signIn(alice({ cookies, acrValues: [ACR[2], ACR[1]], maxAge: 300 }));
    expect(again.pages).toEqual([]);
    expect(decodeJwt(again.accessToken)).toMatchObject({
      acr: ACR[1],
      auth_time: decodeJwt(first.accessToken).auth_time,
    });
  });

  test('is asked again for a stronger authentication', async () => {
    const cookies = new CookieJar();
    await signIn(alice({ cookies }));
    const elevated = await signIn(alice({ cookies, acrValues: [ACR[1], ACR[2]] }));
    expect(titles(elevated.pages)).toEqual(['Sign in', 'One-time code']);
    expect(decodeJwt(elevated.accessToken)).toMatchObject({ acr: ACR[1] });
  });

  test.each([
    ['max_age=0', { maxAge: 0 }],
    ['prompt=login', { prompt: 'login' }],
  ])('with %s is asked again, is newer, and is as strong as before', async (_, wish) => {
    const cookies = new CookieJar();
    const first = decodeJwt((await signIn(alice({ cookies, acrValues: [ACR[1]] }))).accessToken);
    const { accessToken, pages } = await signIn(alice({ cookies, ...wish }));
    const second = decodeJwt(accessToken);
    expect(titles(pages)).toEqual(['Sign in', 'One-time code']);
    expect(second.acr).toBe(ACR[1]);
    expect(second.auth_time).toBeGreaterThan(Number(first.auth_time));
  });

  test('with a max_age that has passed is asked again', async () => {
    const cookies = new CookieJar();
    const first = await signIn(alice({ cookies }));
    provider.time.advance(2_100);
    const second = await signIn(alice({ cookies, maxAge: 1 }));
    expect(titles(second.pages)).toEqual(['Sign in']);
    expect(decodeJwt(second.accessToken).auth_time).toBeGreaterThan(Number(first.idTokenClaims.auth_time));
  });

  test('can be of another user', async () => {
    const cookies = new CookieJar();
    await signIn(alice({ cookies }));
    const bob = await signIn(alice({ cookies, ...provider.otherUser, prompt: 'login' }));
    expect(decodeJwt(bob.accessToken).sub).toBe('bob');
  });

  test('with prompt=none fails where a user would have to act', async () => {
    const cookies = new CookieJar();
    await signIn(alice({ cookies }));
    await expect(signIn(alice({ cookies, prompt: 'none', acrValues: [ACR[1]] }))).rejects.toMatchObject({
      error: 'login_required',
    });
  });
});

describe('an access token', () => {
  test('follows RFC 9068', async () => {
    const { accessToken } = await signIn(alice());
    const { payload, protectedHeader } = await jwtVerify(
      accessToken,
      createRemoteJWKSet(new URL(provider.jwksUri)),
      { issuer: provider.issuer, audience: AUDIENCE, typ: 'at+jwt', algorithms: ['ES256'] },
    );
    expect(protectedHeader.typ).toBe('at+jwt');
    expect(payload).toMatchObject({ client_id: provider.clientId, scope: 'payments:read payments:write' });
    expect(payload.jti).toEqual(expect.any(String));
    expect(Number(payload.exp) - Number(payload.iat)).toBe(LIFETIME);
  });

  test('keeps acr and auth_time when it is refreshed', async () => {
    const cookies = new CookieJar();
    const first = await signIn(alice({ cookies, acrValues: [ACR[1]] }));
    // A later sign-in in the same session must not change a refreshed token.
    await signIn(alice({ cookies, acrValues: [ACR[2]] }));
    const refreshed = await refresh(provider.issuer, provider.clientId, String(first.refreshToken));
    const { acr, amr, auth_time } = decodeJwt(first.accessToken);
    expect(decodeJwt(refreshed.access_token)).toMatchObject({ acr, amr, auth_time, aud: AUDIENCE });
    expect(refreshed.access_token).not.toBe(first.accessToken);
  });

  test('names the client and the API that it was asked for', async () => {
    const wishes = {
      clientId: provider.otherClientId,
      resource: OTHER_AUDIENCE,
      scope: 'openid payments:read',
    };
    const { accessToken } = await signIn(alice(wishes));
    expect(decodeJwt(accessToken)).toMatchObject({
      client_id: provider.otherClientId,
      aud: OTHER_AUDIENCE,
      scope: 'payments:read',
    });
  });

  test('is refused for an API that the provider does not know', async () => {
    await expect(signIn(alice({ resource: 'https://unknown.example.com/' }))).rejects.toMatchObject({
      error: 'invalid_target',
    });
  });

  test('of a machine has no user and no authentication', async () => {
    const token = await machineToken(provider.issuer, provider.machineClient);
    const claims = decodeJwt(token);
    const { clientId } = provider.machineClient;
    expect(decodeProtectedHeader(token).typ).toBe('at+jwt');
    expect(claims).toMatchObject({
      sub: clientId,
      client_id: clientId,
      aud: AUDIENCE,
      scope: 'payments:write',
    });
    expect(claims).not.toHaveProperty('acr');
    expect(claims).not.toHaveProperty('auth_time');
  });
});

describe('the provider', () => {
  test('announces its words and its keys', async () => {
    const metadata = await discover(provider.issuer);
    expect(metadata.acr_values_supported).toEqual(ACR);
    expect(metadata.jwks_uri).toBe(provider.jwksUri);
    const keySet: unknown = await (await fetch(provider.jwksUri)).json();
    expect(keySet).toMatchObject({ keys: [{ alg: 'ES256' }, { alg: 'RS256' }, { alg: 'EdDSA' }] });
    expect(JSON.stringify(keySet)).not.toContain('"d":');
  });

  test.each([
    [ORIGIN, ORIGIN],
    ['https://elsewhere.example.com', null],
  ])('lets pages of %s read the token endpoint: %s', async (origin, allowed) => {
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: provider.clientId,
      refresh_token: 'x',
    });
    const response = await fetch(`${provider.issuer}/token`, { method: 'POST', body, headers: { origin } });
    expect(response.headers.get('access-control-allow-origin')).toBe(allowed);
  });

  test('escapes what a request put into a page, and labels its fields', async () => {
    const url = new URL(`${provider.issuer}/auth`);
    url.search = new URLSearchParams({ client_id: '"><script>', response_type: 'code' }).toString();
    const page = await (await fetch(url)).text();
    expect(page).toContain('role="alert"');
    expect(page).not.toContain('<script>');
  });

  test('writes no warnings', () => {
    expect(provider.complaints()).toBe('');
  });

  test('says which port is taken', async () => {
    const port = Number(new URL(provider.issuer).port);
    const options = { port, acr: ACR, audience: AUDIENCE, redirectUris: [REDIRECT_URI] };
    await expect(startProviderProcess(options)).rejects.toThrow(`port ${port} of 127.0.0.1 is taken`);
  });
});

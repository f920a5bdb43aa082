/**
 * Tokens as their vendors document them (the source of each is in core/trust/presets): of a person, of a machine, ID tokens and
 * refresh tokens. Times are left out; `API` is the audience of the API, and `app` the client.
 */
import type { TokenProfile } from '../../../core/trust/presets/presets.ts';
import { AUDIENCE as API } from './issuer.ts';

type Json = Readonly<Record<string, unknown>>;

/** A token: its claims, and the `typ` of its header. */
export interface ProviderToken {
  readonly claims: Json;
  readonly typ?: string;
}

export interface ProviderTokens {
  /** What a trust config says of the issuer beside its name and `audience`. */
  readonly fields?: Json;
  readonly person: ProviderToken;
  readonly machine: ProviderToken;
  readonly idToken: ProviderToken;
  readonly refreshToken?: ProviderToken;
}

const jwt = (claims: Json): ProviderToken => ({ claims, typ: 'JWT' });
const atJwt = (claims: Json): ProviderToken => ({ claims, typ: 'at+jwt' });
const untyped = (claims: Json): ProviderToken => ({ claims });

/** When the user signed in: the tests put the time in its place. */
export const SIGNED_IN = '$auth_time';

const USER = '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d';
const ID = { aud: 'app', sub: USER, auth_time: SIGNED_IN, acr: 'loa2', amr: ['pwd'], azp: 'app' };

export const PROVIDERS: Readonly<Record<TokenProfile, ProviderTokens>> = {
  rfc9068: {
    person: atJwt({ aud: API, sub: USER, client_id: 'app', jti: 'j', scope: 'pay', auth_time: SIGNED_IN }),
    machine: atJwt({ aud: API, sub: 'app', client_id: 'app', jti: 'j', scope: 'pay' }),
    idToken: jwt({ ...ID, groups: ['a'], roles: ['b'] }),
  },
  cognito: {
    fields: { clientsWithoutAudience: [] },
    person: untyped({
      ...{ sub: USER, aud: API, client_id: 'app', token_use: 'access', scope: 'openid pay', version: 2 },
      ...{ 'cognito:groups': ['g'], auth_time: SIGNED_IN, username: 'alice', jti: 'j', origin_jti: 'o' },
    }),
    machine: untyped({
      ...{
        sub: 'app',
        aud: API,
        client_id: 'app',
        token_use: 'access',
        scope: 'shop/pay',
        version: 2,
        jti: 'j',
      },
      ...{ auth_time: SIGNED_IN },
    }),
    idToken: untyped({
      ...{
        sub: USER,
        aud: 'app',
        token_use: 'id',
        auth_time: SIGNED_IN,
        'cognito:username': 'alice',
        jti: 'j',
      },
      ...{ 'cognito:groups': ['g'], email: 'a@example.com', event_id: 'e', origin_jti: 'o' },
    }),
  },
  entra: {
    person: jwt({
      ...{
        aud: API,
        sub: 's',
        oid: USER,
        azp: 'app',
        azpacr: '1',
        scp: 'pay',
        ver: '2.0',
        tid: 't',
        uti: 'u',
        rh: 'r',
      },
      ...{ name: 'Alice', preferred_username: 'alice@example.com', aio: 'a' },
    }),
    machine: jwt({
      ...{
        aud: API,
        sub: 'o',
        oid: 'o',
        azp: 'app',
        azpacr: '2',
        roles: ['pay'],
        idtyp: 'app',
        ver: '2.0',
        tid: 't',
      },
    }),
    idToken: jwt({
      ...{
        aud: 'app',
        sub: 's',
        oid: USER,
        roles: ['admin'],
        groups: ['g'],
        ver: '2.0',
        tid: 't',
        uti: 'u',
        rh: 'r',
      },
      ...{ name: 'Alice', preferred_username: 'alice@example.com', acrs: ['c1'] },
    }),
  },
  okta: {
    person: untyped({
      aud: API,
      sub: 'alice@example.com',
      cid: 'app',
      uid: '00u1',
      scp: ['pay'],
      ver: 1,
      jti: 'AT.j',
    }),
    machine: untyped({ aud: API, sub: 'app', cid: 'app', scp: ['pay'], ver: 1, jti: 'AT.j' }),
    idToken: untyped({
      ...ID,
      azp: undefined,
      idp: '00o1',
      ver: 1,
      jti: 'ID.j',
      name: 'Alice',
      groups: ['g'],
    }),
  },
  auth0: {
    person: jwt({
      aud: [API, 'https://shop.example.auth0.com/userinfo'],
      sub: 'auth0|1',
      azp: 'app',
      scope: 'openid pay',
    }),
    machine: jwt({ aud: API, sub: 'app@clients', azp: 'app', scope: 'pay', gty: 'client-credentials' }),
    idToken: jwt({ ...ID, sub: 'auth0|1', sid: 's', org_id: 'org_1' }),
  },
  keycloak: {
    person: jwt({
      ...{
        aud: [API, 'account'],
        sub: USER,
        typ: 'Bearer',
        azp: 'app',
        sid: 's',
        acr: '1',
        auth_time: SIGNED_IN,
      },
      ...{ scope: 'openid profile', realm_access: { roles: ['r'] }, preferred_username: 'alice', jti: 'j' },
    }),
    machine: jwt({
      ...{
        aud: [API, 'account'],
        sub: '0c9c7f6e',
        typ: 'Bearer',
        azp: 'app',
        acr: '1',
        scope: 'email',
        jti: 'j',
      },
      ...{ client_id: 'app', clientHost: '10.0.0.1', preferred_username: 'service-account-app', sid: 's' },
    }),
    idToken: jwt({ ...ID, typ: 'ID', sid: 's', at_hash: 'h', preferred_username: 'alice' }),
    refreshToken: jwt({
      aud: 'https://id.example.com',
      sub: USER,
      typ: 'Refresh',
      azp: 'app',
      sid: 's',
      scope: 'openid',
    }),
  },
  duende: {
    person: atJwt({
      ...{
        aud: API,
        sub: USER,
        client_id: 'app',
        scope: ['openid', 'pay'],
        auth_time: SIGNED_IN,
        idp: 'local',
      },
      ...{ amr: ['pwd'], nbf: 0, jti: 'J', sid: 's' },
    }),
    machine: atJwt({ aud: API, sub: 'svc', client_id: 'app', scope: ['pay'], nbf: 0, jti: 'J' }),
    idToken: jwt({ ...ID, azp: undefined, idp: 'local', sid: 's', at_hash: 'h', nonce: 'n' }),
  },
  spring: {
    fields: { token: { client: ['client_id'] } },
    person: untyped({
      aud: [API],
      sub: 'alice',
      client_id: 'app',
      scope: ['openid', 'pay'],
      nbf: 0,
      jti: 'j',
    }),
    machine: untyped({ aud: [API], sub: 'app', client_id: 'app', scope: ['pay'], nbf: 0, jti: 'j' }),
    idToken: untyped({ ...ID, aud: ['app'], sub: 'alice', jti: 'j', sid: 's' }),
  },
  hydra: {
    person: jwt({
      aud: [API],
      sub: USER,
      client_id: 'app',
      scp: ['openid', 'pay'],
      ext: {},
      nbf: 0,
      jti: 'j',
    }),
    machine: jwt({ aud: [API], sub: 'app', client_id: 'app', scp: ['pay'], ext: {}, nbf: 0, jti: 'j' }),
    idToken: jwt({ ...ID, azp: undefined, aud: ['app'], rat: 1, sid: 's', jti: 'j', at_hash: 'h' }),
  },
  pingfederate: {
    person: untyped({ aud: API, sub: 'alice', client_id: 'app', scope: 'openid pay', jti: 'j', agid: 'g' }),
    machine: untyped({ aud: API, sub: 'app', client_id: 'app', scope: ['pay'], jti: 'j' }),
    idToken: untyped({ ...ID, azp: undefined, jti: 'j', 'pi.sri': 's' }),
  },
  forgerock: {
    person: jwt({
      ...{
        aud: API,
        sub: '(usr!alice)',
        subname: 'alice',
        client_id: 'app',
        cts: 'OAUTH2_STATELESS_GRANT',
        realm: '/alpha',
      },
      ...{
        tokenName: 'access_token',
        token_type: 'Bearer',
        grant_type: 'authorization_code',
        scope: ['openid', 'pay'],
      },
      ...{ auth_level: 0, auth_time: SIGNED_IN, expires_in: 3600, nbf: 0, jti: 'j', authGrantId: 'g' },
    }),
    machine: jwt({
      ...{
        aud: API,
        sub: '(age!app)',
        subname: 'app',
        client_id: 'app',
        cts: 'OAUTH2_STATELESS_GRANT',
        realm: '/alpha',
      },
      ...{
        tokenName: 'access_token',
        token_type: 'Bearer',
        grant_type: 'client_credentials',
        scope: ['pay'],
      },
      ...{ auth_time: SIGNED_IN, expires_in: 3600, nbf: 0, jti: 'j', authGrantId: 'g' },
    }),
    idToken: jwt({ ...ID, tokenName: 'id_token', tokenType: 'JWTToken', realm: '/alpha', subname: 'alice' }),
    refreshToken: jwt({
      aud: API,
      sub: '(usr!alice)',
      client_id: 'app',
      tokenName: 'refresh_token',
      cts: 'OAUTH2_STATELESS_GRANT',
    }),
  },
  adfs: {
    fields: {
      issuer: 'http://adfs.example.com/adfs/services/trust',
      jwksUri: 'https://adfs.example.com/adfs/discovery/keys',
    },
    person: jwt({
      ...{
        aud: API,
        sub: 'k1',
        upn: 'alice@example.com',
        apptype: 'Confidential',
        appid: 'app',
        scp: 'openid',
        ver: '1.0',
      },
      ...{
        authmethod: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
        auth_time: '2026-12-01T07:00:00.000Z',
      },
    }),
    machine: jwt({
      ...{ aud: API, sub: 'svc', apptype: 'Confidential', appid: 'app', ver: '1.0', scp: 'openid' },
      ...{ authmethod: 'http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password' },
    }),
    // Of another issuer than the access tokens, by its own documents.
    idToken: jwt({
      ...{
        iss: 'https://adfs.example.com/adfs',
        aud: 'app',
        sub: 'k1',
        upn: 'alice@example.com',
        apptype: 'Confidential',
      },
      ...{ appid: 'app', scp: 'openid', auth_time: SIGNED_IN, sid: 'S-1', unique_name: 'alice', ver: '1.0' },
    }),
  },
  xsuaa: {
    person: jwt({
      ...{
        aud: [API, 'openid'],
        sub: USER,
        user_id: USER,
        user_name: 'alice@example.com',
        origin: 'sap.default',
        zid: 'z',
      },
      ...{
        client_id: 'app',
        cid: 'app',
        azp: 'app',
        grant_type: 'authorization_code',
        scope: ['openid', 'shop!t1.pay'],
      },
      ...{ ext_attr: { enhancer: 'XSUAA', zdn: 'shop' }, rev_sig: 'r', jti: 'j', auth_time: SIGNED_IN },
    }),
    machine: jwt({
      ...{
        aud: [API, 'uaa'],
        sub: 'app',
        authorities: ['uaa.resource'],
        scope: ['uaa.resource'],
        client_id: 'app',
        cid: 'app',
      },
      ...{
        azp: 'app',
        grant_type: 'client_credentials',
        ext_attr: { enhancer: 'XSUAA' },
        rev_sig: 'r',
        zid: 'z',
        jti: 'j',
      },
    }),
    idToken: jwt({
      ...{
        ...ID,
        acr: { values: ['a'] },
        scope: ['openid'],
        cid: 'app',
        client_id: 'app',
        grant_type: 'authorization_code',
      },
      ...{
        user_id: USER,
        user_name: 'alice@example.com',
        origin: 'sap.default',
        zid: 'z',
        rev_sig: 'r',
        jti: 'j',
      },
    }),
    refreshToken: jwt({
      ...{
        aud: [API],
        sub: USER,
        granted_scopes: ['openid'],
        cid: 'app',
        client_id: 'app',
        grant_type: 'authorization_code',
      },
      ...{ user_id: USER, user_name: 'alice@example.com', ext_attr: { enhancer: 'XSUAA' }, jti: 'j-r' },
    }),
  },
  supabase: {
    fields: { token: { client: { fixed: 'app' } } },
    person: jwt({
      ...{
        aud: API,
        sub: USER,
        role: 'authenticated',
        aal: 'aal2',
        session_id: 's',
        email: 'a@example.com',
        phone: '',
      },
      ...{
        amr: [{ method: 'totp', timestamp: 1 }],
        is_anonymous: false,
        app_metadata: {},
        user_metadata: {},
      },
    }),
    // A user whom nobody knows.
    machine: jwt({
      aud: API,
      sub: USER,
      role: 'authenticated',
      aal: 'aal1',
      session_id: 's',
      is_anonymous: true,
    }),
    idToken: jwt({ ...ID, azp: undefined, email: 'a@example.com', name: 'Alice', nonce: 'n' }),
  },
  fusionauth: {
    person: jwt({
      ...{
        aud: API,
        sub: USER,
        applicationId: 'app',
        authenticationType: 'PASSWORD',
        auth_time: SIGNED_IN,
        roles: ['r'],
      },
      ...{ scope: 'openid offline_access', tid: 't', jti: 'j', sid: 's', gty: ['authorization_code'] },
    }),
    machine: jwt({
      aud: API,
      sub: 'entity',
      permissions: ['read'],
      scope: 'target-entity:e',
      tid: 't',
      jti: 'j',
    }),
    idToken: jwt({
      ...ID,
      azp: undefined,
      authenticationType: 'PASSWORD',
      scope: 'openid',
      tid: 't',
      sid: 's',
      jti: 'j',
    }),
  },
};

/** The issuer of a trust config for this profile. Without `jwksUri`, its keys are found by discovery. */
export function issuerOf(
  profile: TokenProfile,
  issuer: string,
  jwksUri?: string,
): Json & { readonly issuer: string } {
  const name = profile === 'adfs' ? `${issuer}/adfs/services/trust` : issuer;
  return {
    profile,
    audience: [API],
    ...PROVIDERS[profile].fields,
    issuer: name,
    ...(profile === 'adfs' || jwksUri !== undefined ? { jwksUri: jwksUri ?? `${issuer}/jwks` } : {}),
  };
}

/** The claims of a token that the issuer signs now, in seconds since 1970. */
export function claimsAt({ claims }: ProviderToken, iss: string, now: number): Json {
  const times = Object.entries(claims).map(([name, value]) => [name, value === SIGNED_IN ? now - 5 : value]);
  return { iss, iat: now, exp: now + 300, ...Object.fromEntries(times) };
}

/** What every profile takes for an access token of a person, by this client; without `sub`, `aud` and times. */
export function claimsOfEveryProfile(client: string): Json {
  return {
    ...{ client_id: client, azp: client, cid: client, appid: client, applicationId: client },
    ...{
      token_use: 'access',
      typ: 'Bearer',
      tokenName: 'access_token',
      apptype: 'Public',
      ext_attr: {},
      aal: 'aal1',
    },
    ...{ scope: 'pay', scp: ['pay'], uid: 'u', upn: 'alice@example.com', user_id: 'u', session_id: 's' },
  };
}

/** The issuer of a trust config for this profile, which finds the client in a claim. */
export function claimingIssuerOf(profile: TokenProfile, issuer: string, jwksUri?: string) {
  const fields = issuerOf(profile, issuer, jwksUri);
  return { ...fields, ...(fields.token === undefined ? {} : { token: { client: ['client_id'] } }) };
}

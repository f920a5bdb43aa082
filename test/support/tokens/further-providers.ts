/** Tokens of further vendors, as these document them (the source of each is in core/trust/presets). */
import { AUDIENCE as API } from './issuer.ts';
import { ID, jwt, SIGNED_IN, untyped, USER } from './provider-token.ts';
import type { ProviderTokens } from './provider-token.ts';

export const FURTHER_PROVIDERS = {
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
} satisfies Record<string, ProviderTokens>;

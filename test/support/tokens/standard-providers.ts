/** Tokens of the standard, and of vendors, as these document them (the source of each is in core/trust/presets). */
import { AUDIENCE as API } from './issuer.ts';
import { atJwt, ID, jwt, SIGNED_IN, untyped, USER } from './provider-token.ts';
import type { ProviderTokens } from './provider-token.ts';

export const STANDARD_PROVIDERS = {
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
} satisfies Record<string, ProviderTokens>;

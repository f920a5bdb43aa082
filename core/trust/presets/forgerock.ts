/**
 * ForgeRock AM and PingAM with client-side tokens: "Client-side tokens" (docs.pingidentity.com/pingam, 8.1). `tokenName` tells access tokens,
 * ID tokens and refresh tokens apart. `aud` is the client. A machine has an `auth_time`, and a `sub` such as `(age!client)`.
 */
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

export const forgerock: Preset = {
  ...rfc9068,
  token: {
    ...rfc9068.token,
    typ: ['jwt', 'at+jwt'],
    accessToken: [{ claim: 'tokenName', value: 'access_token' }],
    machine: [
      { claim: 'grant_type', value: 'client_credentials' },
      { claim: 'grant_type', value: 'urn:ietf:params:oauth:grant-type:jwt-bearer' },
    ],
  },
  idToken: {
    claims: ['auditTrackingId', 'subname', 'realm', 'tokenType', 'org.forgerock.openidconnect.ops'],
    always: { tokenName: ['id_token'] },
  },
  refreshToken: {
    claims: [
      ...[
        'iss',
        'sub',
        'aud',
        'exp',
        'iat',
        'nbf',
        'jti',
        'auth_time',
        'acr',
        'client_id',
        'scope',
        'realm',
        'cts',
      ],
      ...[
        'auditTrackingId',
        'subname',
        'authGrantId',
        'grant_type',
        'auth_level',
        'token_type',
        'expires_in',
      ],
    ],
    always: { tokenName: ['refresh_token'] },
  },
  machine: {
    subject: 'own',
    claims: [
      'cts',
      'auditTrackingId',
      'subname',
      'tokenName',
      'token_type',
      'authGrantId',
      'auth_time',
      'realm',
      'expires_in',
    ],
    always: { grant_type: ['client_credentials'] },
  },
};

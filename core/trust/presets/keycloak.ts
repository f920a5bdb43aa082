/**
 * Keycloak: the payload's own `typ` tells Bearer from ID and Refresh. A machine has a user of its own, a session and an acr;
 * its user name may be a person's. Only a sign-in sets `auth_time`.
 */
import { NO_TYPE } from '../token-type.ts';
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

export const keycloak: Preset = {
  ...rfc9068,
  token: {
    ...rfc9068.token,
    typ: ['jwt', 'at+jwt'],
    client: ['azp', 'client_id'],
    accessToken: [{ claim: 'typ', value: 'Bearer' }],
    signedIn: { claim: 'auth_time', holds: 'time' },
  },
  idToken: {
    typ: [NO_TYPE, 'jwt'],
    claims: ['session_state', 'groups', 'roles', 'realm_access', 'resource_access'],
    always: { typ: ['ID'] },
  },
  machineClaims: [
    'typ',
    'acr',
    'sid',
    'session_state',
    'preferred_username',
    'email',
    'email_verified',
    'clientHost',
    'clientAddress',
    'realm_access',
    'resource_access',
    'allowed-origins',
    'groups',
    'roles',
  ],
};

/**
 * Keycloak: TokenUtil and AccessToken in its source (github.com/keycloak/keycloak, 26): `typ` among the claims tells Bearer from ID
 * and Refresh. A machine has a user of its own, a session and an acr; its user name may be a person's. Only a sign-in sets
 * `auth_time`.
 */
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
    claims: ['session_state', 'groups', 'roles', 'realm_access', 'resource_access'],
    always: { typ: ['ID'] },
  },
  machine: {
    subject: 'own',
    claims: [
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
  },
};

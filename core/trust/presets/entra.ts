/**
 * Microsoft Entra ID: "Access token claims reference" and "ID token claims reference" (learn.microsoft.com/entra).
 * `appid` names the client in version 1 tokens, `azp` in version 2; ID tokens name none. Only users have `scp`.
 */
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

export const entra: Preset = {
  ...rfc9068,
  token: {
    ...rfc9068.token,
    typ: ['jwt', 'at+jwt'],
    client: ['azp', 'appid'],
    scopes: ['scp'],
    accessToken: [{ claim: 'scp' }, { claim: 'roles' }],
    signedIn: { claim: 'scp', holds: 'scopes' },
    machine: [{ claim: 'idtyp', value: 'app' }],
  },
  // The authentication contexts that the sign-in meets: c1 to c99.
  signIn: { acr: { claim: 'acrs' } },
  idToken: {
    claims: [
      'roles',
      'groups',
      'hasgroups',
      'wids',
      'idp',
      'aio',
      'oid',
      'rh',
      'tid',
      'unique_name',
      'uti',
      'ver',
      'acrs',
      'ipaddr',
      'upn',
      'login_hint',
    ],
    lacks: ['azp'],
  },
  machine: {
    subject: 'own',
    claims: [
      'roles',
      'groups',
      'wids',
      'idtyp',
      'azpacr',
      'appidacr',
      'idp',
      'aio',
      'oid',
      'rh',
      'tid',
      'uti',
      'ver',
    ],
  },
};

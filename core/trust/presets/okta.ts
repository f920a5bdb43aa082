/**
 * Okta: "Access tokens" (developer.okta.com): the reserved claims `cid`, `scp` and `uid`; `uid`
 * is in no token without a user. The owner may map `sub`.
 */
import { NO_TYPE } from '../token-type.ts';
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

export const okta: Preset = {
  ...rfc9068,
  token: {
    ...rfc9068.token,
    typ: [NO_TYPE, 'jwt', 'at+jwt', 'okta-internal-at+jwt'],
    client: ['cid'],
    scopes: ['scp'],
    accessToken: [{ claim: 'cid' }],
    signedIn: { claim: 'uid', holds: 'name' },
  },
  idToken: { claims: ['ver', 'idp', 'groups'] },
  machine: { subject: 'own', claims: ['ver', 'scp', 'groups'] },
};

/**
 * Auth0: "Access token profiles", its own and RFC 9068, and "ID token structure" (auth0.com/docs). In its own, `scope`,
 * `gty` or `permissions` tells an access token, since an ID token may have `azp`.
 */
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

export const auth0: Preset = {
  ...rfc9068,
  token: {
    ...rfc9068.token,
    typ: ['jwt', 'at+jwt'],
    client: ['client_id', 'azp'],
    accessToken: [{ claim: 'scope' }, { claim: 'gty' }, { claim: 'permissions' }, { claim: 'client_id' }],
    machine: [{ claim: 'gty', value: 'client-credentials' }],
    machineSubjects: ['@clients'],
  },
  idToken: { claims: ['org_id', 'org_name'] },
  machine: { subject: '@clients', claims: ['gty', 'permissions', 'org_id', 'org_name'] },
};

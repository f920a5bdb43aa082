/**
 * Ory Hydra with `strategies.access_token: jwt` (github.com/ory/hydra, issues 3524 and 3531): scopes are in `scp`, in `scope` or in both, by
 * `strategies.jwt.scope_claim`. `client_id` is in no ID token. The `sub` of a machine is its client.
 */
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

export const hydra: Preset = {
  ...rfc9068,
  token: {
    ...rfc9068.token,
    typ: ['jwt', 'at+jwt'],
    scopes: ['scp', 'scope'],
    accessToken: [{ claim: 'client_id' }],
  },
  signIn: { authTime: 'none' },
  idToken: { claims: ['rat'] },
  machine: { subject: '', claims: ['ext', 'scp'] },
};

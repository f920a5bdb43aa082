/**
 * PingFederate: "Configuring JSON token management" (docs.pingidentity.com/pingfederate, 13.1): `client_id` and `scope` are the default
 * claim names, the `typ` of the header is a field of the token manager. `sub` is what the owner maps.
 */
import { NO_TYPE } from '../token-type.ts';
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

export const pingfederate: Preset = {
  ...rfc9068,
  token: { ...rfc9068.token, typ: [NO_TYPE, 'jwt', 'at+jwt'], accessToken: [{ claim: 'client_id' }] },
  signIn: { authTime: 'none' },
  idToken: { claims: ['pi.sri'] },
  machine: { subject: '', claims: ['agid', 'authorization_details'] },
};

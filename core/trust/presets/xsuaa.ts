/**
 * SAP XSUAA: XsuaaToken in SAP's library (github.com/SAP/cloud-security-services-integration-library), IdToken and RefreshTokenCreator of the
 * UAA that it rests on (github.com/cloudfoundry/uaa). `ext_attr` is in no ID token; those have `scope` and `cid`, too. The header has
 * `jku`. Only users have `user_id`; the `sub` of a machine is its client.
 */
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

export const xsuaa: Preset = {
  ...rfc9068,
  token: {
    ...rfc9068.token,
    typ: ['jwt'],
    client: ['cid', 'client_id', 'azp'],
    accessToken: [{ claim: 'ext_attr' }],
    signedIn: { claim: 'user_id', holds: 'name' },
    machine: [
      { claim: 'grant_type', value: 'client_credentials' },
      { claim: 'grant_type', value: 'client_x509' },
    ],
    ignoreJku: true,
  },
  idToken: {
    claims: [
      'scope',
      'cid',
      'client_id',
      'grant_type',
      'user_id',
      'user_name',
      'origin',
      'zid',
      'rev_sig',
      'roles',
      'user_attributes',
      'previous_logon_time',
    ],
  },
  machine: { subject: '', claims: ['authorities', 'ext_attr', 'zid', 'rev_sig', 'grant_type'] },
};

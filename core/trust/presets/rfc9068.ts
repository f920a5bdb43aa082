/** RFC 9068 §2: access tokens of the standard. The other profiles say what is different. */
import type { Preset } from './preset.ts';

export const rfc9068: Preset = {
  token: {
    typ: ['at+jwt'],
    client: ['client_id'],
    scopes: ['scope'],
    accessToken: [],
    signedIn: 'subject',
    machine: [],
    machineSubjects: [],
    ignoreJku: false,
  },
  signIn: {},
  // RFC 9068 §2.2.3.1 names claims that many issuers write into ID tokens, too.
  idToken: { claims: ['groups', 'roles', 'entitlements'] },
  machine: { subject: '', claims: ['groups', 'roles', 'entitlements', 'permissions', 'scp'] },
};

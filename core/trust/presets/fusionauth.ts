/**
 * FusionAuth: "Tokens" (fusionauth.io/docs/lifecycle/authenticate-users/oauth/tokens, 2026-12). `aud` is the client; `applicationId`, which ID tokens
 * lack since 1.24, names it where the user is registered for the application. A machine (an entity) has neither that nor `auth_time`.
 */
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

export const fusionauth: Preset = {
  ...rfc9068,
  token: {
    ...rfc9068.token,
    typ: ['jwt'],
    client: ['applicationId'],
    accessToken: [{ claim: 'applicationId' }],
    signedIn: { claim: 'auth_time', holds: 'time' },
  },
  idToken: { claims: ['authenticationType', 'scope', 'gty', 'tid'] },
  machine: { subject: 'own', claims: ['permissions', 'gty', 'tid'] },
};

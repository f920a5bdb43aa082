/**
 * AD FS 2016 and later: "AD FS OpenID Connect/OAuth concepts" (learn.microsoft.com, 2026-12), and `access_token_issuer` of its discovery
 * document. ID tokens may have the same claims, but have another issuer: https://host/adfs. `auth_time` is a text. Claim rules of the Web API
 * have to issue `sub` and `upn`; a machine has neither.
 */
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

export const adfs: Preset = {
  ...rfc9068,
  token: {
    ...rfc9068.token,
    typ: ['jwt'],
    client: ['appid'],
    scopes: ['scp'],
    accessToken: [{ claim: 'apptype' }],
    signedIn: { claim: 'upn', holds: 'name' },
  },
  // The time is a text, of which no time can be read.
  signIn: { acr: { claim: 'authmethod' }, authTime: 'none' },
  idToken: { claims: ['unique_name', 'upn', 'pwd_exp', 'pwd_url'] },
  machine: { subject: 'own', claims: ['apptype', 'authmethod', 'auth_time', 'ver', 'scp'] },
  issuerEnd: '/adfs/services/trust',
};

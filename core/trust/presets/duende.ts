/**
 * Duende IdentityServer: DefaultClaimsService in its source (github.com/DuendeSoftware/IdentityServer), and the option
 * `AccessTokenJwtType`, at+jwt by default (docs.duendesoftware.com, 2026-12). Only a user brings `auth_time` and `idp`; a machine has
 * a `sub` only if its client claims have one. Scopes are a list, or one text.
 */
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

export const duende: Preset = {
  ...rfc9068,
  token: { ...rfc9068.token, signedIn: { claim: 'auth_time', holds: 'time' } },
  idToken: { claims: ['idp'] },
  machine: { subject: 'own', claims: [] },
};

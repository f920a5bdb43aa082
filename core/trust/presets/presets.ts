/** The token profiles, by the names that the trust config has for them. */
import { auth0 } from './auth0.ts';
import { cognito } from './cognito.ts';
import { entra } from './entra.ts';
import { keycloak } from './keycloak.ts';
import { okta } from './okta.ts';
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

/** How an issuer shapes its access tokens: `rfc9068` is the standard, the others are named after their vendor. */
export const TOKEN_PROFILES = ['rfc9068', 'cognito', 'entra', 'okta', 'auth0', 'keycloak'] as const;

export type TokenProfile = (typeof TOKEN_PROFILES)[number];

export const PRESETS: Readonly<Record<TokenProfile, Preset>> = {
  rfc9068,
  cognito,
  entra,
  okta,
  auth0,
  keycloak,
};

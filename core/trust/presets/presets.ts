/** The token profiles, by the names that the trust config has for them. */
import { adfs } from './adfs.ts';
import { auth0 } from './auth0.ts';
import { cognito } from './cognito.ts';
import { duende } from './duende.ts';
import { entra } from './entra.ts';
import { forgerock } from './forgerock.ts';
import { fusionauth } from './fusionauth.ts';
import { hydra } from './hydra.ts';
import { keycloak } from './keycloak.ts';
import { okta } from './okta.ts';
import { pingfederate } from './pingfederate.ts';
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';
import { spring } from './spring.ts';
import { supabase } from './supabase.ts';
import { xsuaa } from './xsuaa.ts';

/** How an issuer shapes its access tokens: `rfc9068` is the standard, the others are named after their vendor. */
export const TOKEN_PROFILES = [
  'rfc9068',
  'cognito',
  'entra',
  'okta',
  'auth0',
  'keycloak',
  'duende',
  'spring',
  'hydra',
  'pingfederate',
  'forgerock',
  'adfs',
  'xsuaa',
  'supabase',
  'fusionauth',
] as const;

export type TokenProfile = (typeof TOKEN_PROFILES)[number];

export const PRESETS: Readonly<Record<TokenProfile, Preset>> = {
  rfc9068,
  cognito,
  entra,
  okta,
  auth0,
  keycloak,
  duende,
  spring,
  hydra,
  pingfederate,
  forgerock,
  adfs,
  xsuaa,
  supabase,
  fusionauth,
};

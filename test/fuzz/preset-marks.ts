/** What the vendors' documents say of their tokens (docs/deploy.md, "Token profiles"), in a few lines that know nothing of the code. */
import type { TokenProfile } from '../../core/trust/presets/presets.ts';

type Json = Readonly<Record<string, unknown>>;

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const has = (claims: Json, ...names: readonly string[]) => names.some((name) => Object.hasOwn(claims, name));
const says = (value: unknown, word: unknown) => [value].flat().includes(word);

/** Whether these may be the claims of an access token, and of a person's. */
const MARKS: Readonly<Record<TokenProfile, (claims: Json) => boolean>> = {
  rfc9068: () => true,
  cognito: ({ token_use }) => says(token_use, 'access'),
  entra: ({ scp, idtyp }) => [scp].flat().some(isText) && !says(idtyp, 'app'),
  okta: ({ cid, uid }) => isText(cid) && isText(uid),
  auth0: (claims) =>
    has(claims, 'scope', 'gty', 'permissions', 'client_id') && !says(claims.gty, 'client-credentials'),
  keycloak: ({ typ, auth_time }) => says(typ, 'Bearer') && Number(auth_time) > 0,
  duende: ({ auth_time }) => Number(auth_time) > 0,
  spring: (claims) => has(claims, 'scope'),
  hydra: ({ client_id }) => isText(client_id),
  pingfederate: ({ client_id }) => isText(client_id),
  forgerock: ({ tokenName, grant_type }) =>
    says(tokenName, 'access_token') && !says(grant_type, 'client_credentials'),
  adfs: (claims) => has(claims, 'apptype') && isText(claims.upn),
  xsuaa: (claims) =>
    has(claims, 'ext_attr') && isText(claims.user_id) && !says(claims.grant_type, 'client_credentials'),
  supabase: (claims) => has(claims, 'aal') && isText(claims.session_id) && !says(claims.is_anonymous, true),
  fusionauth: ({ applicationId, auth_time }) => isText(applicationId) && Number(auth_time) > 0,
};

/** ID tokens and others that no settings accept. */
const FOREIGN = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events', 'token_introspection', 'granted_scopes'];
const FOREIGN_TYPES = /^(id|refresh|offline|logout)$|^(logout|secevent|dpop|token-introspection)\+jwt$/i;

export function isPersonsAccessToken(profile: TokenProfile, claims: Json): boolean {
  const { typ } = claims;
  return (
    !has(claims, ...FOREIGN) &&
    !(typeof typ === 'string' && FOREIGN_TYPES.test(typ)) &&
    MARKS[profile](claims)
  );
}

/** Whether the header may have this `typ`. */
export function mayHaveType(profile: TokenProfile, typ: unknown, documented: string | undefined): boolean {
  if (typ === undefined) return documented === undefined;
  const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
  return (
    type === 'at+jwt' ||
    (documented !== 'at+jwt' && type === 'jwt') ||
    (profile === 'okta' && type === 'okta-internal-at+jwt')
  );
}

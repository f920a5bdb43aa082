/**
 * Spring Authorization Server: JwtGenerator in its source (github.com/spring-projects/spring-authorization-server, 1.x). `aud` is the
 * client, by default, and nothing else names it. The header has no `typ`. Scopes are a list, and tell an access token.
 */
import { NO_TYPE } from '../token-type.ts';
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

export const spring: Preset = {
  ...rfc9068,
  token: { ...rfc9068.token, typ: [NO_TYPE, 'jwt', 'at+jwt'], client: [], accessToken: [{ claim: 'scope' }] },
  signIn: { authTime: 'none' },
  idToken: { claims: [] },
  machine: { subject: '', claims: [] },
  nameClient:
    'let an OAuth2TokenCustomizer write the claim client_id into access tokens, and write {"client": ["client_id"]}',
};

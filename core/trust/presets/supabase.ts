/**
 * Supabase Auth: "JWT claims reference" and "Token security" of its OAuth server (supabase.com/docs, 2026-12). `aal` and `session_id` are in every
 * token of a user. Only tokens of the OAuth server name a client. Nobody signed in where `is_anonymous` is true.
 */
import type { Preset } from './preset.ts';
import { rfc9068 } from './rfc9068.ts';

export const supabase: Preset = {
  ...rfc9068,
  token: {
    ...rfc9068.token,
    typ: ['jwt'],
    client: [],
    accessToken: [{ claim: 'aal' }],
    signedIn: { claim: 'session_id', holds: 'name' },
    machine: [{ claim: 'is_anonymous', value: true }],
  },
  signIn: { acr: { claim: 'aal' }, amr: { member: 'method' }, authTime: { member: 'timestamp' } },
  idToken: { claims: ['client_id', 'phone'] },
  // Supabase has no client credentials: this is a user who is not known.
  machine: {
    subject: 'own',
    claims: ['role', 'aal', 'amr', 'session_id', 'email', 'phone', 'app_metadata', 'user_metadata'],
    always: { is_anonymous: [true] },
  },
  nameClient: 'write {"client": ["client_id"]} if all tokens come from the OAuth server of the project',
};

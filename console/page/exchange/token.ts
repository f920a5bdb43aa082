/** The claims of a token, to be shown. Nothing is verified here. */
import { parseJson } from '../shell/json.ts';

export interface TokenClaims {
  readonly sub?: string;
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** Seconds since 1970. */
  readonly auth_time?: number;
  readonly exp?: number;
  readonly [claim: string]: unknown;
}

export function claimsOf(token: string): TokenClaims {
  const payload = token.split('.')[1] ?? '';
  const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (character) =>
    character.charCodeAt(0),
  );
  return parseJson<TokenClaims>(new TextDecoder().decode(bytes));
}

/** Who signed in, as a person would say it: `sub` may be a number. */
export function nameOf({ preferred_username: name, sub = '' }: TokenClaims): string {
  return typeof name === 'string' ? name : sub;
}

/** The last part of an acr word, which differs from word to word. */
export function shortAcr(acr: string): string {
  return acr.replace(/^urn:[^:]+:/, '');
}

const FACTORS: Record<string, string> = {
  pwd: 'password',
  otp: 'one-time code',
  hwk: 'security key',
};

/** RFC 8176 §2, in words. */
export function factorName(amr: string): string {
  return FACTORS[amr] ?? amr;
}

/** A token or grant without its middle: other people may see the screen. */
export function masked(secret: string): string {
  return secret.length <= 24 ? secret : `${secret.slice(0, 12)}…${secret.slice(-6)}`;
}

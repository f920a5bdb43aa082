/** What a token says. Nothing is verified here: it is only shown. */
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

/** The last part of an acr word, which is what tells one from the other. */
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

/** The secret middle of a token or grant is not for screens that others see. */
export function masked(secret: string): string {
  return secret.length <= 24 ? secret : `${secret.slice(0, 12)}…${secret.slice(-6)}`;
}

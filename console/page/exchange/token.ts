/** The claims of a token, to be shown. Nothing is verified here. */
import { parseJson } from '../shell/json.ts';

/** Of any type: another provider's tokens may have what the API refuses. */
export type TokenClaims = Readonly<Record<string, unknown>>;

/** None of a token that is no JWT, or encrypted: the API is to say that it does not take it. */
export function claimsOf(token: string): TokenClaims {
  const payload = token.split('.')[1] ?? '';
  try {
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (character) =>
      character.charCodeAt(0),
    );
    const claims = parseJson<unknown>(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}

/** A claim that is a text. */
export function textIn(claims: TokenClaims, name: 'sub' | 'acr'): string | undefined {
  const value = claims[name];
  return typeof value === 'string' ? value : undefined;
}

/** The end of the token, in seconds since 1970; 0 where it says none. */
export function expiryOf({ exp }: TokenClaims): number {
  return typeof exp === 'number' ? exp : 0;
}

/** Who signed in, as a person would say it: `sub` may be an id. */
export function nameOf(claims: TokenClaims): string {
  const { preferred_username: name } = claims;
  return typeof name === 'string' ? name : (textIn(claims, 'sub') ?? '');
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

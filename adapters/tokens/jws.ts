/** Takes a token apart: a JWS in compact form (RFC 7515 §7.1), whose header and claims are JSON objects. */
import { isUtf8 } from 'node:buffer';
import { failure, success } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { hasDuplicateMembers } from '../../core/token/duplicate-members.ts';
import { refuse } from '../../core/token/token-refusal.ts';
import type { TokenRefusal } from '../../core/token/token-refusal.ts';

export type Json = Readonly<Record<string, unknown>>;

/** A token of which nothing is verified yet. */
export interface UnverifiedJws {
  readonly header: Json;
  readonly payload: Json;
  /** What the signature covers. */
  readonly signingInput: string;
  readonly signature: Uint8Array;
}

/** Reads a token. The types of its claims are not looked at: a claim that nothing needs closes nothing. */
export function readJws(token: string): Result<UnverifiedJws, TokenRefusal> {
  const [headerBytes, payloadBytes, signature] = canonicalParts(token) ?? [];
  if (headerBytes === undefined || payloadBytes === undefined || signature === undefined)
    return failure(refuse('format', 'The token is not a JWT in compact form.'));
  // RFC 7515 §5.2, RFC 7519 §7.2: a reader who replaces what is no UTF-8 makes one user of several.
  if (!isUtf8(headerBytes) || !isUtf8(payloadBytes))
    return failure(refuse('format', 'The header and the claims of a token are in UTF-8.'));
  const texts = [headerBytes.toString('utf8'), payloadBytes.toString('utf8')] as const;
  const [header, payload] = texts.map(objectIn);
  if (header === undefined || payload === undefined)
    return failure(refuse('format', 'The header and the claims of a token are JSON objects.'));
  if (hasDuplicateMembers(texts[0], header) || hasDuplicateMembers(texts[1], payload))
    return failure(refuse('duplicate', 'The token names a header or a claim twice, or one as __proto__.'));
  const signingInput = token.slice(0, token.lastIndexOf('.'));
  return success({ header, payload, signingInput, signature });
}

/**
 * The three parts, in bytes; undefined for a token that is spelt otherwise. One spelling for each token (RFC 7515 §2):
 * base64url without padding, line breaks or loose last bits.
 */
function canonicalParts(token: string): readonly Buffer[] | undefined {
  const parts = token.split('.');
  const bytes = parts.map((part) => Buffer.from(part, 'base64url'));
  const isCanonical = parts.every((part, at) => part !== '' && bytes[at]?.toString('base64url') === part);
  return parts.length === 3 && isCanonical ? bytes : undefined;
}

function objectIn(text: string): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

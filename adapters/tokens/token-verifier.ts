/** Verifies access tokens. The only place where an Authentication is made from a token. */
import { isUtf8 } from 'node:buffer';
import { JwtBaseError, JwtExpiredError, JwtNotBeforeError } from 'aws-jwt-verify/error';
import { verifyJwt } from 'aws-jwt-verify/jwt-verifier';
import QuickLRU from 'quick-lru';
import { headerRefusal, readClaims } from '../../core/token/access-token.ts';
import type { IssuerTrust } from '../../core/token/issuer-words.ts';
import { verifiedAuthentication } from '../../core/token/authentication.ts';
import type { Authentication } from '../../core/token/authentication.ts';
import { hasDuplicateMembers } from '../../core/token/duplicate-members.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import { failure, success } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { EXPIRED, NOT_YET_VALID, refuse, UNTRUSTED_ISSUER } from '../../core/token/token-refusal.ts';
import type { TokenRefusal } from '../../core/token/token-refusal.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import type { Clock } from '../clock.ts';
import { hashSecret } from '../hash.ts';
import { createKeySet, KeySetUnavailable } from './key-set.ts';
import type { KeySet, KeySetEvents } from './key-set.ts';
import type { SigningKey } from './signing-keys.ts';

/** How long a verified token is not verified again, in milliseconds; never past its exp. */
const VERIFIED_FOR = 60_000;
const MOST_VERIFIED = 1_000;

/** A token that has passed every check, and the issuer that it is from. */
export interface VerifiedToken {
  readonly authentication: Authentication;
  readonly trust: IssuerTrust;
}

export type Verification = Result<VerifiedToken, TokenRefusal>;

export interface TokenVerifier {
  /** Verifies a token. Rejects only when the issuer's keys cannot be fetched (KeySetUnavailable). */
  verify(token: string, signal: AbortSignal): Promise<Verification>;
}

/**
 * aws-jwt-verify checks the signature; the claims are read by core/token/access-token, by our clock. Its own check of
 * `exp` and `nbf` cannot be turned off, only given the most leeway a trust config can ask for (seconds).
 */
const SIGNATURE_ONLY = { issuer: null, audience: null, graceSeconds: 60 };

type Trusted = IssuerTrust & { readonly keySet: KeySet };
type Accepted = Extract<Verification, { ok: true }>;

/** A verdict in memory: when it was made (milliseconds of `Clock.passed`), and whether the key that it was made with still counts. */
interface Verified {
  readonly at: number;
  readonly keyHolds: () => boolean;
  readonly accepted: Accepted;
}

/** A refusal on its way through aws-jwt-verify, whose hooks can only throw. */
class Refused extends Error {
  readonly refusal: TokenRefusal;
  constructor(refusal: TokenRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** A verifier for the issuers of the trust config. */
export function createTokenVerifier(trust: TrustConfig, clock: Clock, events: KeySetEvents): TokenVerifier {
  const issuers = new Map(
    trust.issuers.map((issuer): [string, Trusted] => [
      issuer.issuer,
      { issuer, words: issuerWords(issuer.acr, trust.acr), keySet: createKeySet(issuer, clock, events) },
    ]),
  );
  const verified = new QuickLRU<string, Verified>({ maxSize: MOST_VERIFIED });

  const holds = ({ at, keyHolds, accepted }: Verified, passed: number) =>
    passed - at < VERIFIED_FOR && clock.now() < expiry(accepted) && keyHolds();

  async function verify(token: string, signal: AbortSignal): Promise<Verification> {
    // A digest as the key: the cache holds no token. Another spelling of the same token only misses it.
    const digest = hashSecret(token);
    const known = verified.get(digest);
    const at = clock.passed();
    if (known !== undefined && holds(known, at)) return known.accepted;
    const { verification, keyHolds } = await verifyAnew(token, issuers, clock.now, signal);
    if (verification.ok) verified.set(digest, { at, keyHolds, accepted: verification });
    return verification;
  }

  return { verify };
}

function expiry({ value }: Accepted): number {
  return value.authentication.expiresAt * 1000;
}

interface Verdict {
  readonly verification: Verification;
  readonly keyHolds: () => boolean;
}

async function verifyAnew(
  token: string,
  issuers: ReadonlyMap<string, Trusted>,
  clock: () => number,
  signal: AbortSignal,
): Promise<Verdict> {
  const parts = decodedParts(token);
  if (parts === undefined) return refused(refuse('format', 'The token is not a JWT in compact form.'));
  if (!parts.every((part) => isUtf8(part)))
    return refused(refuse('format', 'The header and the claims of a token are in UTF-8.'));
  let found: { readonly trusted: Trusted; readonly key: SigningKey } | undefined;
  try {
    const payload = await verifyJwt(token, 'unused', SIGNATURE_ONLY, async (_, { header, payload }) => {
      refuseDuplicates(parts, [header, payload]);
      const trusted = trustedIssuer(payload.iss, issuers);
      const key = await signingKey(header, trusted, signal);
      found = { trusted, key };
      return key;
    });
    if (found === undefined) return refused(UNTRUSTED_ISSUER);
    const { trusted, key } = found;
    const read = readClaims(payload, trusted, Math.floor(clock() / 1000));
    if (!read.ok) return refused(read.error);
    const authentication = verifiedAuthentication(read.value);
    return {
      verification: success({ authentication, trust: trusted }),
      keyHolds: () => trusted.keySet.holds(key),
    };
  } catch (error) {
    return refused(tokenRefusal(error));
  }
}

function refused(refusal: TokenRefusal): Verdict {
  return { verification: failure(refusal), keyHolds: () => false };
}

function refuseDuplicates(parts: readonly Buffer[], parsed: readonly unknown[]): void {
  if (parsed.some((one, index) => hasDuplicateMembers(parts[index]?.toString('utf8') ?? '', one))) {
    throw new Refused(refuse('duplicate', 'The token names a header or a claim twice.'));
  }
}

function trustedIssuer(issuer: string | undefined, issuers: ReadonlyMap<string, Trusted>): Trusted {
  const trusted = issuer === undefined ? undefined : issuers.get(issuer);
  if (trusted === undefined) throw new Refused(UNTRUSTED_ISSUER);
  return trusted;
}

async function signingKey(header: Readonly<Record<string, unknown>>, trusted: Trusted, signal: AbortSignal) {
  const refusal = headerRefusal(header, trusted);
  if (refusal !== undefined) throw new Refused(refusal);
  const key = await trusted.keySet.find(String(header.kid), String(header.alg), signal);
  if (key === undefined) throw new Refused(refuse('unknown_key', 'The issuer has no such key.'));
  return key;
}

function tokenRefusal(error: unknown): TokenRefusal {
  if (error instanceof KeySetUnavailable) throw error;
  if (error instanceof Refused) return error.refusal;
  if (error instanceof JwtExpiredError) return EXPIRED;
  if (error instanceof JwtNotBeforeError) return NOT_YET_VALID;
  if (error instanceof JwtBaseError)
    return refuse('signature', 'The token is malformed or its signature is wrong.');
  return refuse('unverifiable', 'The token cannot be verified.');
}

/**
 * Header and payload, in bytes; undefined for a token that is spelt otherwise. One spelling for each token (RFC 7515 §2):
 * base64url without padding, line breaks or loose last bits. The bytes have to be UTF-8 (RFC 7515 §5.2, RFC 7519 §7.2):
 * a reader who replaces what is none makes one user of several.
 */
function decodedParts(token: string): readonly Buffer[] | undefined {
  const parts = token.split('.');
  const bytes = parts.map((part) => Buffer.from(part, 'base64url'));
  const isCanonical = parts.every((part, at) => part !== '' && bytes[at]?.toString('base64url') === part);
  return parts.length === 3 && isCanonical ? bytes.slice(0, 2) : undefined;
}

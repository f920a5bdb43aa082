/** Verifies access tokens. The only place where an Authentication is made from a token. */
import QuickLRU from 'quick-lru';
import { readClaims, readExpiry, readHeader } from '../../core/token/access-token.ts';
import type { AcceptedHeader } from '../../core/token/access-token.ts';
import { shown } from '../../core/token/shown.ts';
import type { IssuerTrust } from '../../core/token/issuer-words.ts';
import { verifiedAuthentication } from '../../core/token/authentication.ts';
import type { Authentication } from '../../core/token/authentication.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import { failure, success } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { refuse, untrustedIssuer } from '../../core/token/token-refusal.ts';
import type { TokenRefusal } from '../../core/token/token-refusal.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import type { Clock } from '../clock.ts';
import { hashSecret } from '../hash.ts';
import { readJws } from './jws.ts';
import type { UnverifiedJws } from './jws.ts';
import { createKeySet } from './key-set.ts';
import type { KeySet, KeySetEvents } from './key-set.ts';
import { isSignedBy } from './signature.ts';
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
  /** Verifies a token. Rejects only when the issuer's keys cannot be fetched or read (KeySetFault). */
  verify(token: string, signal: AbortSignal): Promise<Verification>;
}

type Trusted = IssuerTrust & { readonly keySet: KeySet };
type Accepted = Extract<Verification, { ok: true }>;

/** A verdict in memory: when it was made (milliseconds of `Clock.passed`), and whether the key that it was made with still counts. */
interface Verified {
  readonly at: number;
  readonly keyHolds: () => boolean;
  readonly accepted: Accepted;
}

/** A verifier for the issuers of the trust config. */
export function createTokenVerifier(trust: TrustConfig, clock: Clock, events: KeySetEvents): TokenVerifier {
  const issuers = new Map(
    trust.issuers.map((issuer): [string, Trusted] => [
      issuer.issuer,
      { issuer, words: issuerWords(issuer, trust.acr), keySet: createKeySet(issuer, clock, events) },
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
  issuers: ReadonlyMap<unknown, Trusted>,
  clock: () => number,
  signal: AbortSignal,
): Promise<Verdict> {
  const jws = readJws(token);
  if (!jws.ok) return refused(jws.error);
  const { payload } = jws.value;
  const trusted = issuers.get(payload.iss);
  if (trusted === undefined)
    return refused(
      untrustedIssuer(
        payload.iss,
        [...issuers.values()].map((one) => one.issuer.issuer),
      ),
    );
  const { issuer } = trusted.issuer;
  const seconds = () => Math.floor(clock() / 1000);
  const signed = await checkSignature(jws.value, trusted, seconds(), signal);
  if (!signed.ok) return refused({ ...signed.error, issuer });
  const read = readClaims(payload, trusted, seconds());
  if (!read.ok) return refused({ ...read.error, issuer });
  const authentication = verifiedAuthentication(read.value);
  return {
    verification: success({ authentication, trust: trusted }),
    keyHolds: () => trusted.keySet.holds(signed.value),
  };
}

/** The key that has signed the token. Header and expiry are checked before anything is fetched. */
async function checkSignature(
  jws: UnverifiedJws,
  trusted: Trusted,
  now: number,
  signal: AbortSignal,
): Promise<Result<SigningKey, TokenRefusal>> {
  const header = readHeader(jws.header, jws.payload, trusted);
  if (!header.ok) return header;
  const expiry = readExpiry(jws.payload, trusted, now);
  if (!expiry.ok) return expiry;
  const key = await trusted.keySet.find(header.value, signal);
  if (key === undefined) return failure(noSuchKey(header.value));
  try {
    return isSignedBy(key, header.value.algorithm, jws)
      ? success(key)
      : failure(refuse('signature', 'The signature of the token is wrong.'));
  } catch {
    return failure(refuse('unverifiable', 'The token cannot be verified.'));
  }
}

function noSuchKey({ kid, algorithm }: AcceptedHeader): TokenRefusal {
  const came = `kid ${shown(kid)}, alg ${algorithm}`;
  return kid === undefined
    ? refuse(
        'kid',
        'The header names no key (kid), and the issuer has not exactly one key for its algorithm.',
        {
          came,
          expected: 'a kid, or a key set with one key for this alg',
        },
      )
    : refuse('unknown_key', 'The issuer has no such key.', {
        came,
        expected: 'a key of the key set that its issuer shows',
      });
}

function refused(refusal: TokenRefusal): Verdict {
  return { verification: failure(refusal), keyHolds: () => false };
}

/**
 * The key set of one issuer: fetched when first needed, kept in memory, refreshed inside a request when it is
 * due. Nothing runs in the background: Lambda freezes the process between requests.
 */
import * as v from 'valibot';
import type { Clock } from '../clock.ts';
import { fetchJson } from './fetch-json.ts';
import { findKey, readSigningKeys, thumbprint } from './signing-keys.ts';
import type { ReadKeys, SigningKey } from './signing-keys.ts';

/** Times in milliseconds. */
const REFRESH_AFTER = 5 * 60_000;
const STALE_AFTER = 60 * 60_000;
const UNKNOWN_KEY_COOL_DOWN = 10_000;
/** After a failed fetch: without usable keys, and with keys that are only due for a refresh. */
const FAILURE_COOL_DOWN = 2_000;
const REFRESH_COOL_DOWN = 30_000;
/** For discovery and the key set together. */
const DEADLINE = 1_000;
/** Of each document, in bytes. */
const LARGEST_DOCUMENT = 256 * 1024;

/** The key set cannot be fetched: a fault of ours or of the issuer, never of the caller. */
class KeySetUnavailable extends Error {
  override readonly name = 'KeySetUnavailable';
}

export interface KeySet {
  /** The key to verify a signature with, or undefined if the issuer has no such key. Throws KeySetUnavailable. */
  find(kid: string, algorithm: string, signal: AbortSignal): Promise<SigningKey | undefined>;
  /** Whether this key, as `find` returned it, is of the last answer of the issuer. */
  holds(key: SigningKey): boolean;
}

/** Hears of what is wrong with the key set of an issuer. */
export interface KeySetEvents {
  /** A refresh fails, and the keys in memory stay in use. */
  readonly onStale: (issuer: string, cause: unknown) => void;
  /** The issuer answers with no key that can verify a signature: its tokens are refused. */
  readonly onEmpty: (issuer: string) => void;
  /** The issuer shows the private half of a key: anybody can sign with it, and it counts no more. */
  readonly onExposed: (issuer: string, thumbprint: string) => void;
}

/** For a verifier whose one answer says what is wrong. */
export const UNHEARD: KeySetEvents = {
  onStale: () => undefined,
  onEmpty: () => undefined,
  onExposed: () => undefined,
};

/** The key set of `issuer`, at `jwksUri` or where its OpenID discovery says. */
export function createKeySet(
  { issuer, jwksUri }: { readonly issuer: string; readonly jwksUri?: string | undefined },
  { passed }: Clock,
  { onStale, onEmpty, onExposed }: KeySetEvents,
): KeySet {
  let keys: readonly SigningKey[] = [];
  /** Thumbprints of the keys that were ever shown in private: they are not secret again. */
  const exposed = new Set<string>();
  let loadedAt = -Infinity;
  let triedAt = -Infinity;
  let failedAt = -Infinity;
  let pending: Promise<void> | undefined;

  function unavailable(cause?: unknown): KeySetUnavailable {
    return new KeySetUnavailable(`the key set of ${issuer} cannot be fetched`, { cause });
  }

  /** One fetch at a time, shared by all requests. */
  function refresh(signal: AbortSignal): Promise<void> {
    pending ??= load(signal).finally(() => {
      pending = undefined;
    });
    return pending;
  }

  async function load(signal: AbortSignal): Promise<void> {
    triedAt = passed();
    try {
      adopt(
        readSigningKeys(
          await fetchKeySet(issuer, jwksUri, AbortSignal.any([signal, AbortSignal.timeout(DEADLINE)])),
        ),
      );
      loadedAt = triedAt;
      failedAt = -Infinity;
    } catch (cause) {
      failedAt = passed();
      if (passed() - loadedAt > STALE_AFTER) {
        throw unavailable(cause);
      }
      onStale(issuer, cause);
    }
  }

  function adopt(read: ReadKeys): void {
    for (const one of read.exposed) {
      if (!exposed.has(one)) onExposed(issuer, one);
      exposed.add(one);
    }
    keys = read.keys.filter((key) => !exposed.has(thumbprint(key) ?? ''));
    if (keys.length === 0) onEmpty(issuer);
  }

  async function find(kid: string, algorithm: string, signal: AbortSignal): Promise<SigningKey | undefined> {
    const age = passed() - loadedAt;
    const mayTry = passed() - failedAt > (age > STALE_AFTER ? FAILURE_COOL_DOWN : REFRESH_COOL_DOWN);
    if (age > STALE_AFTER && !mayTry) throw unavailable();
    if (age > REFRESH_AFTER && mayTry) await refresh(signal);
    const known = findKey(keys, kid, algorithm);
    if (known !== undefined) return known;
    const coolDown = failedAt > loadedAt ? FAILURE_COOL_DOWN : UNKNOWN_KEY_COOL_DOWN;
    // A fetch that is under way may bring the key: a request that needs the key waits for that fetch.
    if (pending !== undefined || passed() - triedAt >= coolDown) await refresh(signal);
    // Only a key set that was fetched can prove that there is no such key.
    if (failedAt > loadedAt) throw unavailable();
    return findKey(keys, kid, algorithm);
  }

  return { find, holds: (key) => keys.includes(key) };
}

async function fetchKeySet(
  issuer: string,
  jwksUri: string | undefined,
  signal: AbortSignal,
): Promise<unknown> {
  return fetchJson(jwksUri ?? (await discoverJwksUri(issuer, signal)), LARGEST_DOCUMENT, signal);
}

/** OpenID Connect Discovery §4.3: the document must name the issuer it was asked for. */
async function discoverJwksUri(issuer: string, signal: AbortSignal): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = v.parse(
    v.object({ issuer: v.literal(issuer), jwks_uri: v.pipe(v.string(), v.url()) }),
    await fetchJson(url, LARGEST_DOCUMENT, signal),
  );
  const { protocol } = new URL(document.jwks_uri);
  // http: for the local run, whose issuer is on http itself.
  if (protocol !== 'https:' && protocol !== new URL(issuer).protocol) {
    throw new Error(`${url} names a jwks_uri that is not https`);
  }
  return document.jwks_uri;
}

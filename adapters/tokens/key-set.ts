/**
 * The key set of one issuer: fetched when first needed, kept in memory, refreshed inside a request when it is
 * due. Nothing runs in the background: Lambda freezes the process between requests.
 */
import { keySetTimeoutOf } from '../../core/trust/key-settings.ts';
import type { TrustedIssuer } from '../../core/trust/trust-config.ts';
import type { Clock } from '../clock.ts';
import { fetchKeySet } from './fetch-key-set.ts';
import { findKey } from './find-key.ts';
import type { WantedKey } from './find-key.ts';
import { createHeldKeys } from './held-keys.ts';
import type { HeldKeysEvents } from './held-keys.ts';
import { keySetFault } from './key-set-fault.ts';
import type { KeySetFault } from './key-set-fault.ts';
import type { SigningKey } from './signing-keys.ts';

/** Times in milliseconds. */
const REFRESH_AFTER = 5 * 60_000;
const STALE_AFTER = 60 * 60_000;
/** After a fetch, until a key that it did not bring is looked for again. */
const NEW_KEY_COOL_DOWN = 1_000;
/** After a failed fetch: without usable keys or for a new key, and with keys that are only due for a refresh. */
const FAILURE_COOL_DOWN = 2_000;
const REFRESH_COOL_DOWN = 30_000;

export interface KeySet {
  /** The key to verify a signature with, or undefined if the issuer has no such key. Throws a KeySetFault. */
  find(wanted: WantedKey, signal: AbortSignal): Promise<SigningKey | undefined>;
  /** Whether this key, as `find` returned it, is of the last answer of the issuer. */
  holds(key: SigningKey): boolean;
}

/** Hears of what is wrong with the key set of an issuer. Nobody but the issuer can cause any of it, `onNotRenewed` excepted. */
export interface KeySetEvents extends HeldKeysEvents {
  /** A refresh that is due fails, and the keys in memory stay in use. */
  readonly onStale: (issuer: string, cause: unknown) => void;
  /** A fetch for a key that is unknown fails, and the keys in memory are not old. Any token can cause such a fetch. */
  readonly onNotRenewed: (issuer: string, cause: unknown) => void;
}

/** For a verifier whose one answer says what is wrong. */
export const UNHEARD: KeySetEvents = {
  onStale: () => undefined,
  onNotRenewed: () => undefined,
  onEmpty: () => undefined,
  onExposed: () => undefined,
  onSkipped: () => undefined,
};

/** Where the keys of an issuer are from. */
export type KeySource = Pick<
  TrustedIssuer,
  'issuer' | 'jwks' | 'jwksUri' | 'keySetTimeout' | 'certificateAuthorities'
>;

/** The key set of an issuer: that of the trust config, or one that is fetched. */
export function createKeySet(source: KeySource, clock: Clock, events: KeySetEvents): KeySet {
  return source.jwks === undefined
    ? createFetchedKeySet(source, clock, events)
    : createStaticKeySet(source.issuer, source.jwks.keys, events);
}

/** Its keys are as old as the deployment. They are read when they are first needed. */
function createStaticKeySet(issuer: string, entries: readonly unknown[], events: KeySetEvents): KeySet {
  const held = createHeldKeys(issuer, events);
  let isRead = false;
  return {
    find: (wanted) => {
      if (!isRead) held.adopt(entries);
      isRead = true;
      return Promise.resolve(findKey(held.keys(), wanted));
    },
    holds: (key) => held.keys().includes(key),
  };
}

function createFetchedKeySet(source: KeySource, { passed }: Clock, events: KeySetEvents): KeySet {
  const { issuer } = source;
  const held = createHeldKeys(issuer, events);
  let loadedAt = -Infinity;
  /** When the last fetch was over. */
  let triedAt = -Infinity;
  let failed: { readonly at: number; readonly fault: KeySetFault } | undefined;
  let pending: Promise<'over' | 'given up'> | undefined;

  const isOlderThan = (age: number) => passed() - loadedAt > age;
  const failedWithin = (time: number) => failed !== undefined && passed() - failed.at <= time;

  /** One fetch at a time, shared by all requests. Where the request that began it is over, it ends, and the next begins one. */
  async function refresh(signal: AbortSignal): Promise<void> {
    do {
      signal.throwIfAborted();
      pending ??= load(signal).finally(() => {
        triedAt = passed();
        pending = undefined;
      });
    } while ((await pending) === 'given up');
  }

  async function load(signal: AbortSignal): Promise<'over' | 'given up'> {
    const startedAt = passed();
    const limit = AbortSignal.any([signal, AbortSignal.timeout(keySetTimeoutOf(source))]);
    try {
      held.adopt(await fetchKeySet(source, { signal: limit, ca: source.certificateAuthorities }));
      loadedAt = startedAt;
      failed = undefined;
    } catch (cause) {
      failed = { at: passed(), fault: keySetFault(issuer, cause) };
      // A request that is over must not log.
      if (signal.aborted) return 'given up';
      if (isOlderThan(STALE_AFTER)) throw failed.fault;
      if (isOlderThan(REFRESH_AFTER)) events.onStale(issuer, cause);
      else events.onNotRenewed(issuer, cause);
    }
    return 'over';
  }

  async function find(wanted: WantedKey, signal: AbortSignal): Promise<SigningKey | undefined> {
    const isTooOld = isOlderThan(STALE_AFTER);
    const mayTry = !failedWithin(isTooOld ? FAILURE_COOL_DOWN : REFRESH_COOL_DOWN);
    if (isTooOld && !mayTry && failed !== undefined) throw failed.fault;
    if (isOlderThan(REFRESH_AFTER) && mayTry) await refresh(signal);
    const known = findKey(held.keys(), wanted);
    if (known !== undefined) return known;
    // A fetch that is under way may bring the key: a request that needs the key waits for that fetch.
    if (pending !== undefined || mayLookForNewKey()) await refresh(signal);
    // Only a key set that was fetched can prove that there is no such key.
    if (failed !== undefined && isOlderThan(REFRESH_AFTER)) throw failed.fault;
    return findKey(held.keys(), wanted);
  }

  function mayLookForNewKey(): boolean {
    return passed() - triedAt >= (failed === undefined ? NEW_KEY_COOL_DOWN : FAILURE_COOL_DOWN);
  }

  return { find, holds: (key) => held.keys().includes(key) };
}

/** The keys of one issuer in memory, as its last answer says. */
import { canonical } from '../../core/canonical.ts';
import { readSigningKeys } from './signing-keys.ts';
import type { SigningKey, SkippedKey } from './signing-keys.ts';

/** Hears of what an answer says. */
export interface HeldKeysEvents {
  /** The issuer answers with no key that can verify a signature: its tokens are refused. */
  readonly onEmpty: (issuer: string) => void;
  /** The issuer shows the private half of a key: anybody can sign with it, and it counts no more. */
  readonly onExposed: (issuer: string, thumbprint: string) => void;
  /** Entries count for nothing, and they are others than in the answer before. */
  readonly onSkipped: (issuer: string, skipped: readonly SkippedKey[]) => void;
}

interface HeldKeys {
  readonly keys: () => readonly SigningKey[];
  /** Takes the entries of a key set in place of the former. */
  readonly adopt: (entries: readonly unknown[]) => void;
}

export function createHeldKeys(issuer: string, { onEmpty, onExposed, onSkipped }: HeldKeysEvents): HeldKeys {
  let keys: readonly SigningKey[] = [];
  let skippedBefore = canonical([]);
  /** Thumbprints of the keys that were ever shown in private: they are not secret again. */
  const exposed = new Set<string>();

  function adopt(entries: readonly unknown[]): void {
    const read = readSigningKeys(entries);
    for (const one of read.exposed) {
      if (!exposed.has(one)) onExposed(issuer, one);
      exposed.add(one);
    }
    const former = keys;
    keys = read.keys
      .filter(({ thumbprint }) => !exposed.has(thumbprint))
      // What was verified with a key that stays needs no second look.
      .map((key) => former.find((one) => isSame(one, key)) ?? key);
    tell(read.skipped);
    if (keys.length === 0) onEmpty(issuer);
  }

  function tell(skipped: readonly SkippedKey[]): void {
    const now = canonical(skipped);
    if (now !== skippedBefore && skipped.length > 0) onSkipped(issuer, skipped);
    skippedBefore = now;
  }

  return { keys: () => keys, adopt };
}

function isSame(a: SigningKey, b: SigningKey): boolean {
  return a.thumbprint === b.thumbprint && canonical(a.jwk) === canonical(b.jwk);
}

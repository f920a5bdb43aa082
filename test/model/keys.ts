/** The key set of one issuer in a history: keys come and go, are shown in private, and cannot be fetched for a time. */
import type { JWK } from 'jose';
import type { TestIssuer } from '../support/tokens/issuer.ts';
import { keyVerdicts } from './reference/issuers.ts';
import type { Key, KeyVerdict } from './reference/issuers.ts';

interface KnownKey extends Key {
  readonly jwk: JWK;
}

/** Times in seconds, by the clock that is never moved back. */
export class Keys {
  readonly #issuer: TestIssuer;
  readonly #keys: KnownKey[] = [];
  readonly #shownInPrivate = new Set<number>();
  #failingSince: number | undefined;
  #healedAt = -Infinity;
  /** When a function has last accepted a key, by its name and the number of the key. */
  readonly #proven = new Map<string, number>();

  constructor(issuer: TestIssuer) {
    this.#issuer = issuer;
  }

  get failing(): boolean {
    return this.#failingSince !== undefined;
  }

  /** The number of the key with which tokens are signed now. */
  get current(): number {
    return this.#keys.length - 1;
  }

  /** Whether the key set has the key now, to be used. */
  shows(number: number): boolean {
    return this.#keys[number]?.removedAt === undefined;
  }

  async add(now: number): Promise<void> {
    await this.#issuer.rotate();
    this.#keys.push({ jwk: this.#issuer.publicJwk(), addedAt: now, removedAt: undefined });
    this.#publish();
  }

  remove(number: number, now: number, inPrivate: boolean): void {
    const key = this.#keys[number];
    if (key === undefined) return;
    if (inPrivate) this.#shownInPrivate.add(number);
    else this.#shownInPrivate.delete(number);
    this.#keys[number] = { ...key, removedAt: key.removedAt ?? now };
    this.#publish();
  }

  fail(now: number, failing: boolean): void {
    if (this.failing && !failing) this.#healedAt = now;
    this.#failingSince = failing ? (this.#failingSince ?? now) : undefined;
    this.#publish();
  }

  /** Of a signature by this key, in an answer of the function. */
  verdicts(number: number, name: string, now: number): readonly KeyVerdict[] {
    const key = this.#keys[number];
    if (key === undefined) return ['bad'];
    const health = { failingSince: this.#failingSince, healedAt: this.#healedAt };
    return keyVerdicts(key, health, this.#proven.get(`${name} ${number}`), now);
  }

  prove(number: number, name: string, now: number): void {
    this.#proven.set(`${name} ${number}`, now);
  }

  /** The functions start anew, or what they keep is too old for their clock. */
  forget(): void {
    this.#proven.clear();
  }

  #publish(): void {
    const { failing } = this;
    const shown = this.#keys.flatMap(({ jwk, removedAt }, number) => {
      if (this.#shownInPrivate.has(number)) return [{ ...jwk, d: 'private' }];
      return removedAt === undefined ? [jwk] : [];
    });
    this.#issuer.answer((_, response) => {
      if (failing) response.writeHead(500).end();
      else response.end(JSON.stringify({ keys: shown }));
    });
  }
}

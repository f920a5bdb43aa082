/**
 * What has been written in a history, and what may therefore count: the product may go by what was so within its stated
 * bounds, so there are several situations at a time.
 */
import { RISK_BOUND, STALE_POLICY_BOUND } from './reference/faults.ts';
import type { Failing, Table } from './reference/faults.ts';
import type { Mapping, Writing } from './reference/issuers.ts';
import type { Outcome } from './reference/outcomes.ts';
import type { Item, Items, Situation, Use } from './reference/policy.ts';
import { NO_RISK } from './reference/rules.ts';
import type { Risk } from './reference/rules.ts';

/** How long what was written before may still count, in seconds (docs/security.md). */
const POLICY_BOUND = 10;
/** How soon a policy that could not be read is read again, in seconds. */
const RETRY_BOUND = 2;

/** What was so from a moment on, in the order of the moments. */
type Past<Value> = readonly { readonly from: number; readonly value: Value }[];

export class Known {
  /** The clock of the functions, in seconds since 1970. It can be moved back. */
  now: number;
  /** Seconds since the history began, which nothing moves back. */
  elapsed = 0;
  mapping: Mapping = 'usual';
  readonly #writing: Writing;
  #policies: Past<Items> = [{ from: -Infinity, value: new Map() }];
  readonly #risks = new Map<string, Past<Risk>>();
  /** `maybe`: the answer did not say which of several uses was recorded. */
  readonly #spent = new Map<string, 'yes' | 'maybe'>();
  readonly #failing = new Map<Table, number>();
  #policyHealedAt = -Infinity;

  constructor(now: number, writing: Writing) {
    this.now = now;
    this.#writing = writing;
  }

  get items(): Items {
    return this.#policies.at(-1)?.value ?? new Map<string, Item>();
  }

  setItem(key: string, item: Item | undefined): void {
    const items = new Map(this.items);
    if (item === undefined) items.delete(key);
    else items.set(key, item);
    this.#policies = [...this.#policies, { from: this.elapsed, value: items }];
  }

  risk(user: string): Risk {
    return this.#risksOf(user).at(-1)?.value ?? NO_RISK;
  }

  setRisk(user: string, risk: Risk): void {
    this.#risks.set(user, [...this.#risksOf(user), { from: this.elapsed, value: risk }]);
  }

  fail(table: Table, failing: boolean): void {
    if (table === 'policy' && this.#failing.has(table) && !failing) this.#policyHealedAt = this.elapsed;
    if (!failing) this.#failing.delete(table);
    else if (!this.#failing.has(table)) this.#failing.set(table, this.elapsed);
  }

  get failing(): Failing {
    return this.#failing;
  }

  /** How long the table fails; undefined where it does not. */
  readonly since = (table: Table): number | undefined => {
    const from = this.#failing.get(table);
    return from === undefined ? undefined : this.elapsed - from;
  };

  noteUses(agreeing: readonly Outcome[]): void {
    const uses = agreeing.map((one) => (one.kind === 'opened' ? one.use : undefined));
    const isSure = new Set(uses.map((use) => JSON.stringify(use))).size === 1;
    for (const use of uses) {
      for (const place of use === undefined ? [] : placesOf(use)) {
        if (this.#spent.get(place) !== 'yes') this.#spent.set(place, isSure ? 'yes' : 'maybe');
      }
    }
  }

  /** Every combination of what may still count for a user (users.ts, `userOf`). */
  situations(user: string): readonly Situation[] {
    const isStale =
      this.#failing.has('policy') || this.elapsed - this.#policyHealedAt <= POLICY_BOUND + RETRY_BOUND;
    const policies = within(this.#policies, this.elapsed - (isStale ? STALE_POLICY_BOUND : POLICY_BOUND));
    const risks = within(this.#risksOf(user), this.elapsed - RISK_BOUND);
    return policies.flatMap((items) =>
      risks.flatMap((risk) => [true, false].map((least) => this.#situation(items, risk, least))),
    );
  }

  /** What is so now, without the bounds, with these items in place of those of today if they are given. */
  newest(user: string, items = this.items): readonly [Situation, Situation] {
    const risk = this.risk(user);
    return [this.#situation(items, risk, true), this.#situation(items, risk, false)];
  }

  #situation(items: Items, risk: Risk, least: boolean): Situation {
    const isSpent = (use: Use) =>
      placesOf(use).some((place) => {
        const known = this.#spent.get(place);
        return known === 'yes' || (known === 'maybe' && !least);
      });
    return { items, risk, isSpent, mapping: this.mapping, writing: this.#writing, now: this.now };
  }

  #risksOf(user: string): Past<Risk> {
    return this.#risks.get(user) ?? [{ from: -Infinity, value: NO_RISK }];
  }
}

/** What was so at some time since `from`. */
function within<Value>(past: Past<Value>, from: number): readonly Value[] {
  return past.filter((_, index) => (past[index + 1]?.from ?? Infinity) >= from).map(({ value }) => value);
}

function placesOf({ holder, at, places }: Use): readonly string[] {
  return places.map((place) => [holder, at, place].join(' '));
}

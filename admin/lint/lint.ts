/** Finds mistakes in a policy table before a request shows them. */
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import type { ProtectedRoute } from '../protected-api.ts';
import { coverageOf } from './coverage.ts';
import { findingOf } from './finding.ts';
import type { Finding } from './finding.ts';
import type { ItemMessage, RouteMessage } from './lint-rule.ts';
import { issuerAcrOf } from './issuer-acr.ts';
import { readItems } from './read-items.ts';
import { RULES } from './all-rules.ts';
import { subjectOf } from './subject.ts';
import type { World } from './world.ts';

export type { Finding } from './finding.ts';

export interface LintInput {
  /** The whole table: the effect of one item depends on the others. */
  readonly items: readonly Record<string, unknown>[];
  readonly trust: TrustConfig;
  /** The methods that the API protects. Without them, routes are not checked. */
  readonly routes?: readonly ProtectedRoute[] | undefined;
  /** `acr_values_supported` of each issuer that publishes it (reachable-acr.ts). */
  readonly reachableAcr?: ReadonlyMap<string, readonly string[]> | undefined;
  /** Seconds since 1970. */
  readonly now: number;
}

/** How many steps of how many are done. There are two for each item: one reads it, one checks it. */
export type Progress = (done: number, total: number) => void;

/** Steps between two calls of the progress. */
const STEPS = 10_000;

/**
 * Findings in the table as a whole, then those in each item, in the order of the rules. Work and memory grow
 * linearly with the number of items and of methods: items are looked up by their keys.
 */
export function lint(input: LintInput, progress: Progress = () => undefined): readonly Finding[] {
  const total = input.items.length * 2;
  let done = 0;
  const step = () => {
    done += 1;
    if (done % STEPS === 0 || done === total) progress(done, total);
  };
  const world = worldOf(input, step);
  const findings: Finding[] = [...findingsInTable(world)];
  for (const key of world.items.keys) {
    for (const one of findingsInItem(key, world)) findings.push(one);
    step();
  }
  return findings;
}

function worldOf({ items, trust, routes, reachableAcr, now }: LintInput, step: () => void): World {
  const read = readItems(items, trust.acr, step);
  return {
    items: read,
    coverage: routes === undefined ? undefined : coverageOf(read.keys, routes),
    trust,
    issuers: issuerAcrOf(trust),
    announcedAcr: reachableAcr ?? new Map(),
    now,
  };
}

function* findingsInTable(world: World): Generator<Finding> {
  for (const rule of RULES) {
    if (rule.scope !== 'table') continue;
    for (const found of rule.check(world)) yield findingOf(rule, found);
  }
}

function* findingsInItem(key: string, world: World): Generator<Finding> {
  const item = subjectOf(key, world);
  if (item === undefined) return;
  for (const rule of RULES) {
    if (rule.scope !== 'item') continue;
    for (const one of eachOnce(rule.check(item, world))) yield findingOf(rule, { route: key, ...one });
  }
}

function eachOnce(messages: Iterable<ItemMessage>): Iterable<Omit<RouteMessage, 'route'>> {
  return new Map(
    [...messages].map((one) => {
      const whole = typeof one === 'string' ? { message: one } : one;
      return [whole.message, whole] as const;
    }),
  ).values();
}

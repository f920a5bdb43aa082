/** Finds the mistakes in a policy table that nobody sees before a request is refused, or let through. */
import { groupKey, isGroupKey, METHODS } from '../../core/policy/item.ts';
import type { GroupPolicy, RoutePolicy } from '../../core/policy/item.ts';
import type { TrustConfig } from '../../core/token/trust-config.ts';
import type { ProtectedRoute } from '../command.ts';
import { announcedChanges } from './upcoming.ts';
import { conflictingRules, idleRules, unsatisfiableDemands } from './requirements.ts';
import { coverageOf, isWildcard, partsOf } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { demandsWithoutEffect } from './demands.ts';
import type { Finding } from './finding.ts';
import { readItems } from './items.ts';
import type { Items } from './items.ts';
import { parametersOf } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { reachableWords } from './acr-reach.ts';
import { routeFindings } from './routes.ts';
import { ruleConditions } from './conditions.ts';
import type { Look, Subject, World } from './subject.ts';
import { wildcardFindings } from './wildcards.ts';

export type { Finding } from './finding.ts';

export interface LintInput {
  /** All of the table: what one item does depends on the others. */
  readonly items: readonly Record<string, unknown>[];
  readonly trust: TrustConfig;
  /** The methods that the API protects; without them, nothing is said about routes. */
  readonly routes?: readonly ProtectedRoute[] | undefined;
  /** `acr_values_supported` of each issuer that says so (reachable-acr.ts). */
  readonly reachableAcr?: ReadonlyMap<string, readonly string[]> | undefined;
  /** Seconds since 1970. */
  readonly now: number;
}

/** How many of how many steps are done. Each item is read once, and looked at once. */
export type Progress = (done: number, total: number) => void;

/** Between two calls of the progress. */
const STEPS = 10_000;

const LOOKS: readonly Look[] = [
  unsatisfiableDemands,
  conflictingRules,
  idleRules,
  demandsWithoutEffect,
  announcedChanges,
  ruleConditions,
  reachableWords,
];

/** Work and memory grow with the number of items and of methods alone: everything is looked up by its key. */
export function lint(input: LintInput, progress: Progress = () => undefined): readonly Finding[] {
  const total = input.items.length * 2;
  let done = 0;
  const step = () => {
    done += 1;
    if (done % STEPS === 0 || done === total) progress(done, total);
  };
  const { trust, now } = input;
  const items = readItems(input.items, trust.acr, step);
  const coverage = input.routes === undefined ? undefined : coverageOf(items.keys, input.routes);
  const world: World = { trust, now, announcedAcr: input.reachableAcr ?? new Map() };
  const findings = [...items.findings, ...routeFindings(items, coverage)];
  const members = membersOf(items);
  for (const key of items.keys) {
    for (const one of findingsOf(key, items, members, coverage, world)) findings.push(one);
    step();
  }
  return findings;
}

/** The items that name each group. */
type Members = ReadonlyMap<string, readonly string[]>;

function membersOf({ routes }: Items): Members {
  const members = new Map<string, string[]>();
  for (const [key, { group }] of routes) {
    if (group === undefined) continue;
    const known = members.get(groupKey(group));
    if (known === undefined) members.set(groupKey(group), [key]);
    else known.push(key);
  }
  return members;
}

function* findingsOf(
  key: string,
  items: Items,
  members: Members,
  coverage: Coverage | undefined,
  world: World,
): Generator<Finding> {
  const subject = subjectOf(key, items, members, coverage);
  if (subject === undefined) return;
  for (const look of LOOKS) yield* look(subject, world);
  const own = items.routes.get(key);
  if (own !== undefined) yield* wildcardFindings(key, own, items, world.trust.acr);
}

/** None for an item that does not parse, or whose group is not there. */
function subjectOf(
  key: string,
  items: Items,
  members: Members,
  coverage: Coverage | undefined,
): Subject | undefined {
  if (isGroupKey(key)) {
    const own = items.groups.get(key);
    return own === undefined ? undefined : groupSubject(key, own, members, coverage);
  }
  const own: RoutePolicy | undefined = items.routes.get(key);
  if (own === undefined) return undefined;
  const group = own.group === undefined ? undefined : items.groups.get(groupKey(own.group));
  if (own.group !== undefined && group === undefined) return undefined;
  const [method] = partsOf(key);
  const methods = method === 'ANY' ? ANY_METHOD : [method];
  return { key, own, group, isGroup: false, methods, parameters: parametersOfItems([key], coverage) };
}

/** A method OPTIONS that somebody protects is found by ANY alone. */
const ANY_METHOD = [...METHODS, 'OPTIONS'];

function groupSubject(
  key: string,
  own: GroupPolicy,
  members: Members,
  coverage: Coverage | undefined,
): Subject {
  const parameters = parametersOfItems(members.get(key) ?? [], coverage);
  return { key, own, group: undefined, isGroup: true, methods: ANY_METHOD, parameters };
}

/** Nothing can be said of a wildcard whose templates are not known. */
function parametersOfItems(keys: readonly string[], coverage: Coverage | undefined): Parameters | undefined {
  const templates: string[] = [];
  for (const key of keys) {
    const [, template] = partsOf(key);
    const used = coverage?.uses.get(key)?.templates;
    if (used !== undefined && used.size > 0) for (const one of used) templates.push(one);
    else if (isWildcard(key)) return undefined;
    else templates.push(template);
  }
  return parametersOf(templates);
}

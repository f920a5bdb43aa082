/**
 * The reference: what a policy asks for, written from docs/policy.md and docs/security.md. The reference shares
 * no code with the product, and is slow and plain on purpose.
 */
import type { Mapping, Writing } from './issuers.ts';
import { LADDER, RULES } from './rules.ts';
import type { Acr, Risk, RuleName, Seen } from './rules.ts';

export interface Demands {
  readonly acr?: Acr;
  readonly acrValues?: readonly Acr[];
  readonly maxAge?: number;
  readonly scopes?: readonly string[];
  readonly grant?: {
    readonly required?: boolean;
    readonly ttl?: number;
    readonly use?: 'window' | 'once';
    readonly bind?: 'route' | 'path';
    readonly notBefore?: number;
  };
  readonly deny?: boolean;
}

export interface Rule extends Demands {
  readonly rule: RuleName;
}

/** A policy item. Times in seconds since 1970. */
export interface Item extends Demands {
  readonly group?: string;
  readonly rules?: readonly Rule[];
  readonly closedUntil?: number;
  readonly upcoming?:
    (Demands & { readonly rules?: readonly Rule[]; readonly effectiveAt?: number }) | undefined;
}

export type Items = ReadonlyMap<string, Item>;

/** Everything that an answer depends on. `isSpent` says of a use whether it is recorded. */
export interface Situation {
  readonly items: Items;
  readonly mapping: Mapping;
  readonly writing: Writing;
  readonly risk: Risk;
  readonly now: number;
  readonly isSpent: (use: Use) => boolean;
}

/** One use of a once-only grant. It is recorded for the policy item and for the target of the grant. */
export interface Use {
  readonly holder: string;
  readonly at: number;
  readonly places: readonly string[];
}

/** What is asked: all demands together. `acr` undefined: any. */
export interface Asked {
  readonly closed: boolean;
  readonly acr: readonly Acr[] | undefined;
  readonly maxAge: number | undefined;
  readonly scopes: readonly string[];
  readonly required: boolean;
  readonly once: boolean;
  readonly path: boolean;
  readonly ttl: number;
  readonly notBefore: number;
}

export function askedBy(all: readonly Demands[], closed: boolean): Asked {
  const grants = all.map(({ grant }) => grant ?? {});
  const once = grants.some(({ use }) => use === 'once');
  const ages = [...all.flatMap(({ maxAge }) => maxAge ?? []), ...(once ? [86_400] : [])];
  const sets = all.flatMap(({ acr, acrValues }) => [
    ...(acr === undefined ? [] : [LADDER.slice(LADDER.indexOf(acr))]),
    ...(acrValues === undefined ? [] : [acrValues]),
  ]);
  return {
    closed: closed || all.some(({ deny }) => deny === true),
    acr: sets.length === 0 ? undefined : LADDER.filter((word) => sets.every((set) => set.includes(word))),
    maxAge: ages.length === 0 ? undefined : Math.min(...ages),
    scopes: [...new Set(all.flatMap(({ scopes = [] }) => scopes))].toSorted(),
    required: once || grants.some(({ required }) => required === true),
    once,
    path: grants.some(({ bind }) => bind === 'path'),
    ttl: Math.min(900, ...grants.flatMap(({ ttl }) => ttl ?? [])),
    notBefore: Math.max(0, ...grants.flatMap(({ notBefore }) => notBefore ?? [])),
  };
}

export const asksForStepUp = ({ acr, maxAge, required }: Asked) =>
  acr !== undefined || maxAge !== undefined || required;

export const isImpossible = ({ acr, maxAge, required }: Asked) =>
  acr?.length === 0 || (required && acr === undefined && maxAge === undefined);

/** The keys of which the first one with an item counts. */
function candidates(route: string): readonly string[] {
  const [method = '', template = ''] = route.split(' ');
  const parts = template.split('/').slice(1);
  const wildcards = parts.map(
    (_, index) => `/${[...parts.slice(0, parts.length - 1 - index), '*'].join('/')}`,
  );
  return [template, ...wildcards].flatMap((path) => [`${method} ${path}`, `ANY ${path}`]);
}

/** What holds for a route. `item` is the one whose use is spent. */
export interface Policy {
  readonly item: string;
  readonly target: string;
  readonly base: readonly Demands[];
  readonly rules: readonly Rule[];
  readonly closed: boolean;
}

/** The fields that are in force: those of a change replace the item's, but for a deny of the item itself. */
function inForce(item: Item, now: number): Omit<Item, 'upcoming'> {
  const { upcoming, ...own } = item;
  if (upcoming?.effectiveAt === undefined || upcoming.effectiveAt > now) return own;
  const all = Object.entries(upcoming).filter(([name]) => name !== 'effectiveAt');
  return { ...own, ...Object.fromEntries(all), ...(own.deny === true ? { deny: true } : {}) };
}

/**
 * The item after an edit that gives these fields and keeps the others. A change that is over is written into the item; the
 * fields of `grant` are given one by one.
 */
export function edited(item: Item, fields: Demands, now: number): Item {
  const kept: Item = (item.upcoming?.effectiveAt ?? Infinity) <= now ? inForce(item, now) : item;
  const grant = fields.grant === undefined ? {} : { grant: { ...kept.grant, ...fields.grant } };
  return { ...kept, ...fields, ...grant };
}

/** Undefined for a route that is closed because its policy is missing or not usable. */
export function policyOf(route: string, { items, now }: Situation): Policy | undefined {
  const key = candidates(route).find((one) => items.has(one));
  const item = key === undefined ? undefined : items.get(key);
  if (key === undefined || item === undefined) return undefined;
  const group = item.group === undefined ? undefined : `GROUP ${item.group}`;
  const shared = group === undefined ? undefined : items.get(group);
  if (group !== undefined && shared === undefined) return undefined;
  const layers = [shared, item].filter((one) => one !== undefined);
  // An item that opens by a change what it closes is a mistake.
  if (layers.some(({ deny, upcoming }) => deny === true && upcoming?.deny === false)) return undefined;
  const isUsable = (fields: readonly Omit<Item, 'upcoming'>[]) =>
    !isImpossible(askedBy(fields, false)) &&
    fields.flatMap(({ rules = [] }) => rules).every((rule) => askedBy([rule], false).acr?.length !== 0);
  const fields = layers.map((one) => inForce(one, now));
  if (!isUsable(layers) || !isUsable(fields)) return undefined;
  return {
    item: group ?? key,
    target: group ?? route,
    base: fields,
    rules: fields.flatMap(({ rules = [] }) => rules),
    closed: fields.some(({ closedUntil = 0 }) => now < closedUntil),
  };
}

/** Whether an answer depends on the risk of the user: the route asks for step-up, or has a rule that may, or reads risk. */
export const readsRisk = ({ base, rules, closed }: Policy) =>
  asksForStepUp(askedBy(base, closed)) ||
  rules.some((rule) => RULES[rule.rule].onRisk || asksForStepUp(askedBy([rule], false)));

export function askedOf(policy: Policy, seen: Seen, atExchange: boolean): Asked {
  const counting = policy.rules.filter(({ rule }) => {
    const { onRequest, holds } = RULES[rule];
    return !(atExchange && onRequest) && holds(seen);
  });
  return askedBy([...policy.base, ...counting], policy.closed);
}

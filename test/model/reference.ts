/**
 * A reference for the model test: what each request must get, written from docs/policy.md and docs/security.md. It shares
 * no code with the product, and is slow and plain on purpose.
 */

/** The acr words, weakest first. */
export const LADDER = ['loa1', 'loa2', 'loa3'] as const;

export type Acr = (typeof LADDER)[number];

/** A sign-in: what is not known of it is undefined. `at` in seconds since 1970. */
export interface SignIn {
  readonly acr: Acr | undefined;
  readonly amr: readonly string[] | undefined;
  readonly at: number | undefined;
}

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
  readonly upcoming?: Demands & { readonly rules?: readonly Rule[]; readonly effectiveAt?: number };
}

export type Items = ReadonlyMap<string, Item>;

export interface Risk {
  readonly score: number;
  readonly revokedBefore: number | undefined;
}

export const NO_RISK: Risk = { score: 0, revokedBefore: undefined };

/** What a rule sees. `id` is undefined where the route has no such parameter. */
interface Seen {
  readonly signIn: SignIn;
  readonly risk: Risk;
  readonly method: string;
  readonly path: string;
  readonly id: string | undefined;
  readonly now: number;
}

/**
 * The conditions from which rules are made: as they are written, where PREFIX stands for what is before every path of a
 * history, and when they hold by the documents.
 */
export const RULES = {
  sms: {
    when: '"sms" in signIn.amr',
    onRequest: false,
    holds: ({ signIn: { amr } }: Seen) => amr?.includes('sms') ?? true,
  },
  smsClaim: {
    when: '"sms" in claims.amr',
    onRequest: false,
    holds: ({ signIn: { amr } }: Seen) => amr?.includes('sms') ?? true,
  },
  noOtp: {
    when: '!("otp" in claims.amr)',
    onRequest: false,
    holds: ({ signIn: { amr } }: Seen) => !(amr?.includes('otp') ?? false),
  },
  smsCall: {
    when: '"sms" in claims.amr && request.method == "POST"',
    onRequest: true,
    holds: ({ signIn: { amr }, method }: Seen) => (amr?.includes('sms') ?? true) && method === 'POST',
  },
  weakest: {
    when: 'signIn.acr == "loa1"',
    onRequest: false,
    holds: ({ signIn: { acr } }: Seen) => acr === undefined || acr === 'loa1',
  },
  old: {
    when: 'signIn.age > 60',
    onRequest: false,
    holds: ({ signIn: { at }, now }: Seen) => at === undefined || now - at > 60,
  },
  risky: { when: 'risk.score >= 50.0', onRequest: false, holds: ({ risk }: Seen) => risk.score >= 50 },
  riskySms: {
    when: 'risk.score >= 50.0 && "sms" in signIn.amr',
    onRequest: false,
    holds: ({ risk, signIn: { amr } }: Seen) => risk.score >= 50 && (amr?.includes('sms') ?? true),
  },
  seventeen: {
    when: 'request.parameters.id == "17"',
    onRequest: true,
    holds: ({ id }: Seen) => id === undefined || id === '17',
  },
  path: {
    when: 'request.path == "/PREFIX/a"',
    onRequest: true,
    holds: ({ path }: Seen) => path === '/a',
  },
  posted: {
    when: 'request.method == "POST"',
    onRequest: true,
    holds: ({ method }: Seen) => method === 'POST',
  },
} as const;

export type RuleName = keyof typeof RULES;

/** A grant as the exchange gave it. `bound` is the id for which it was asked. */
export interface Grant {
  readonly user: string;
  readonly client: string;
  readonly signIn: SignIn;
  readonly target: string;
  readonly bound: string | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface Token {
  readonly user: string;
  readonly client: string;
  readonly signIn: SignIn;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

/** A route, by the method and template of its resource, and the value of its parameter, if it has one. */
export interface Called {
  readonly route: string;
  readonly id: string | undefined;
}

/** Everything that an answer depends on. `isSpent` says of a use whether it is recorded. */
export interface Situation {
  readonly items: Items;
  readonly risk: Risk;
  readonly now: number;
  readonly isSpent: (use: Use) => boolean;
}

/** One use of a once-only grant. It is recorded for the policy item and for the target of the grant. */
export interface Use {
  readonly user: string;
  readonly client: string;
  readonly at: number;
  readonly places: readonly string[];
}

export type Outcome =
  | { readonly kind: 'opened'; readonly by: 'token' | 'grant'; readonly acr: string; readonly use?: Use }
  | { readonly kind: 'challenge'; readonly acr: readonly string[]; readonly maxAge: number | undefined }
  | { readonly kind: 'grant_required' }
  | { readonly kind: 'scope'; readonly scopes: readonly string[] }
  | { readonly kind: 'denied' }
  | { readonly kind: 'invalid_token' };

const DENIED: Outcome = { kind: 'denied' };

/** What is asked: all demands together. `acr` undefined: any. */
interface Asked {
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

function askedBy(all: readonly Demands[], closed: boolean): Asked {
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

const asksForStepUp = ({ acr, maxAge, required }: Asked) =>
  acr !== undefined || maxAge !== undefined || required;

const isImpossible = ({ acr, maxAge, required }: Asked) =>
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
interface Policy {
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
  const { effectiveAt: _, ...changed } = upcoming;
  return { ...own, ...changed, ...(own.deny === true ? { deny: true } : {}) };
}

/** Undefined for a route that is closed because its policy is missing or not usable. */
function policyOf(route: string, { items, now }: Situation): Policy | undefined {
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

function askedOf(policy: Policy, seen: Seen, atExchange: boolean): Asked {
  const counting = policy.rules.filter(({ rule }) => {
    const { onRequest, holds } = RULES[rule];
    return !(atExchange && onRequest) && holds(seen);
  });
  return askedBy([...policy.base, ...counting], policy.closed);
}

function lacks(signIn: SignIn, { acr, maxAge }: Asked, { revokedBefore }: Risk, now: number): boolean {
  const { at } = signIn;
  if (revokedBefore !== undefined && (at === undefined || at < revokedBefore)) return true;
  if (acr !== undefined && (signIn.acr === undefined || !acr.includes(signIn.acr))) return true;
  return maxAge !== undefined && (at === undefined || now - at > maxAge);
}

function challengeFor({ acr = [], maxAge }: Asked, { revokedBefore }: Risk, now: number): Outcome {
  const ages = [maxAge, revokedBefore === undefined ? undefined : now - revokedBefore].filter(
    (age) => age !== undefined,
  );
  return { kind: 'challenge', acr, maxAge: ages.length === 0 ? undefined : Math.max(0, Math.min(...ages)) };
}

function forbidden(asked: Asked, { scopes }: Token): Outcome | undefined {
  if (asked.closed || isImpossible(asked)) return DENIED;
  return asked.scopes.every((scope) => scopes.includes(scope))
    ? undefined
    : { kind: 'scope', scopes: asked.scopes };
}

function byToken(policy: Policy, token: Token, called: Called, { risk, now }: Situation): Outcome {
  const { signIn } = token;
  const asked = askedOf(policy, { signIn, risk, now, ...partsOf(called) }, false);
  const refusal = forbidden(asked, token);
  if (refusal !== undefined) return refusal;
  const opened: Outcome = { kind: 'opened', by: 'token', acr: signIn.acr ?? '' };
  if (!asksForStepUp(asked)) return opened;
  if (asked.required && now < asked.notBefore) return DENIED;
  if (lacks(signIn, asked, risk, now)) return challengeFor(asked, risk, now);
  return asked.required ? { kind: 'grant_required' } : opened;
}

const partsOf = ({ route, id }: Called) => {
  const [method = '', path = ''] = route.split(' ');
  return { method, path, id };
};

/** What a call gets. The grant is undefined where none, or an unknown one, is sent. */
export function callOutcome(
  token: Token,
  grant: Grant | undefined,
  called: Called,
  situation: Situation,
): Outcome {
  const { now, risk } = situation;
  if (token.expiresAt <= now - CLOCK_SKEW) return { kind: 'invalid_token' };
  const policy = policyOf(called.route, situation);
  if (policy === undefined) return DENIED;
  const own = byToken(policy, token, called, situation);
  const base = askedBy(policy.base, policy.closed);
  if (own.kind === 'opened' || grant === undefined || base.closed) return own;
  const asked = askedOf(policy, { signIn: grant.signIn, risk, now, ...partsOf(called) }, false);
  if (!isGood(grant, token, policy, called, asked, situation)) return own;
  const refusal = forbidden(asked, token);
  if (refusal !== undefined) return refusal;
  const use = useOf(asked, grant, policy);
  if (use !== undefined && situation.isSpent(use))
    return { kind: 'challenge', acr: asked.acr ?? [], maxAge: 0 };
  const opened = { kind: 'opened', by: 'grant', acr: grant.signIn.acr ?? '' } as const;
  return use === undefined ? opened : { ...opened, use };
}

/** Leeway for `exp`, in seconds. */
const CLOCK_SKEW = 5;

function isGood(
  grant: Grant,
  token: Token,
  policy: Policy,
  { id }: Called,
  asked: Asked,
  { now, risk }: Situation,
): boolean {
  const isTheirs = grant.user === token.user && grant.client === token.client;
  const isForPath = (grant.bound === undefined && !asked.path) || grant.bound === id;
  const isAlive =
    now < grant.expiresAt && now <= grant.issuedAt + asked.ttl && grant.issuedAt >= asked.notBefore;
  return (
    isTheirs &&
    grant.target === policy.target &&
    isForPath &&
    isAlive &&
    !lacks(grant.signIn, asked, risk, now)
  );
}

function useOf(
  { once }: Asked,
  { user, client, signIn: { at } }: Pick<Grant, 'user' | 'client' | 'signIn'>,
  policy: Policy,
): Use | undefined {
  return once && at !== undefined ? { user, client, at, places: [policy.item, policy.target] } : undefined;
}

export type ExchangeOutcome =
  | { readonly kind: 'grant'; readonly grant: Grant }
  | { readonly kind: 'error'; readonly error: string; readonly maxAge?: number };

const failed = (error: string): ExchangeOutcome => ({ kind: 'error', error });

/** What an exchange gives. `called.id` is undefined where the caller names no path. */
export function exchangeOutcome(token: Token, called: Called, situation: Situation): ExchangeOutcome {
  const { now, risk } = situation;
  const { signIn, user, client } = token;
  if (token.expiresAt <= now - CLOCK_SKEW) return failed('invalid_request');
  const policy = policyOf(called.route, situation);
  const mayAsk =
    policy !== undefined &&
    [askedBy(policy.base, false), ...policy.rules.map((rule) => askedBy([rule], false))].some(asksForStepUp);
  if (policy === undefined || !mayAsk) return failed('invalid_target');
  const asked = askedOf(policy, { signIn, risk, now, method: '', path: '', id: undefined }, true);
  if (asked.path && called.route.includes('{') && called.id === undefined) return failed('invalid_target');
  const refusal = forbidden(asked, token);
  if (refusal?.kind === 'denied' || now < asked.notBefore) return failed('invalid_target');
  if (refusal !== undefined) return failed('insufficient_scope');
  if (asksForStepUp({ ...asked, required: false }) && lacks(signIn, asked, risk, now + 1)) {
    const challenge = challengeFor(asked, risk, now + 1);
    const maxAge = challenge.kind === 'challenge' ? challenge.maxAge : undefined;
    return {
      kind: 'error',
      error: 'insufficient_user_authentication',
      ...(maxAge === undefined ? {} : { maxAge }),
    };
  }
  const use = useOf(asked, { user, client, signIn }, policy);
  if (use !== undefined && situation.isSpent(use))
    return { kind: 'error', error: 'insufficient_user_authentication', maxAge: 0 };
  const ends = [now + asked.ttl, token.expiresAt];
  if (asked.maxAge !== undefined && signIn.at !== undefined) ends.push(signIn.at + asked.maxAge);
  const expiresAt = Math.min(...ends);
  if (expiresAt <= now) return failed('invalid_request');
  const { target } = policy;
  return {
    kind: 'grant',
    grant: { user, client, signIn, target, bound: called.id, issuedAt: now, expiresAt },
  };
}

function isRuleName(name: string): name is RuleName {
  return Object.hasOwn(RULES, name);
}

export const RULE_NAMES: readonly RuleName[] = Object.keys(RULES).filter(isRuleName);

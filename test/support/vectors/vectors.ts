/** Reads test/vectors/decisions.json: one case at a time, put where it meets no other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const time = v.pipe(v.string(), v.regex(/^(now|start)([+-]\d+)?$/));
const pairs = v.array(v.tuple([v.string(), v.string()]));
const issuer = v.picklist(['home', 'partner', 'realm']);

const request = v.strictObject({
  method: v.string(),
  path: v.string(),
  template: v.optional(v.string()),
  query: v.optional(pairs, []),
  headers: v.optional(pairs, []),
});

/** What is left out is the caller's, the route's, of now. */
const grant = v.strictObject({
  target: v.optional(v.string()),
  path: v.optional(v.string()),
  acr: v.optional(v.string(), 'loa3'),
  subject: v.optional(v.string()),
  client: v.optional(v.string()),
  issuer: v.optional(issuer),
  apiId: v.optional(v.string()),
  stage: v.optional(v.string()),
  authTime: v.optional(time, 'now-10'),
  issuedAt: v.optional(time, 'now'),
  expiresAt: v.optional(time, 'now+600'),
  /** Whether its sign-in is used up, for its target, or for the item of this key alone. */
  spent: v.optional(v.union([v.boolean(), v.string()]), false),
});

const expectation = v.strictObject({
  decision: v.picklist([
    'allow',
    'challenge',
    'grant_required',
    'insufficient_scope',
    'deny',
    'unauthenticated',
  ]),
  reason: v.optional(v.string()),
  opened_by: v.optional(v.picklist(['token', 'grant'])),
  grant_refusal: v.optional(v.string()),
  acr_values: v.optional(v.string(), ''),
  max_age: v.optional(v.number()),
  scope: v.optional(v.string(), ''),
  resource_path: v.optional(v.string(), ''),
  upcoming: v.optional(
    v.strictObject({ outcome: v.picklist(['allow', 'challenge', 'deny']), at: v.optional(time) }),
  ),
});

const vector = v.strictObject({
  name: v.string(),
  policy: v.array(v.looseObject({ route: v.string() })),
  request: v.optional(request, { method: 'POST', path: '/payments' }),
  issuer: v.optional(issuer, 'home'),
  claims: v.optional(v.record(v.string(), v.unknown()), {}),
  risk: v.optional(v.record(v.string(), v.unknown())),
  grant: v.optional(v.union([v.picklist(['unknown', 'malformed']), grant])),
  at: v.optional(v.number(), 0),
  expect: expectation,
});

const file = v.strictObject({ description: v.string(), acr: v.array(v.string()), cases: v.array(vector) });

export type Vector = v.InferOutput<typeof vector> & { readonly index: number };
export type Expectation = Vector['expect'];
export type VectorIssuer = v.InferOutput<typeof issuer>;

const path = join(import.meta.dirname, '..', '..', 'vectors', 'decisions.json');
const parsed = v.parse(file, JSON.parse(readFileSync(path, 'utf8')));

export const VECTOR_ACR = parsed.acr;

/** Every case, in the order of its time: the clock of the functions never goes back. */
export const VECTORS: readonly Vector[] = parsed.cases
  .map((one, index) => ({ ...one, index }))
  .toSorted((a, b) => a.at - b.at);

type Json = Readonly<Record<string, unknown>>;

/** A case where it stands on its own: its routes, groups and people are not those of another case or runner. */
export interface PlacedVector {
  readonly vector: Vector;
  readonly items: readonly { readonly route: string; readonly [field: string]: unknown }[];
  readonly method: string;
  readonly path: string;
  readonly template: string;
  /** As they are sent. */
  readonly parameters: Readonly<Record<string, string>>;
  /** As the standard has them, and as the issuer of the token writes them. */
  readonly claims: Json;
  readonly written: Json;
  /** Whose risk is known. */
  readonly risk: (Readonly<Record<string, unknown>> & { readonly subject: string }) | undefined;
  readonly subject: string;
  readonly clientId: string;
  readonly now: number;
  /** Seconds since 1970 of a time of the case. */
  readonly moment: (text: string) => number;
  /** The name of a route or a group, where the case is placed. */
  readonly placed: (key: string) => string;
}

/** Seconds that a token lasts. */
const LIFE = 600;

/** `start` is when the vectors start, `issuer` the name of the case's issuer, which writes its claims with `write`. */
interface Where {
  readonly start: number;
  readonly issuer: string;
  readonly audience: string;
  readonly write: (claims: Json) => Json;
}

/** Places a case for one runner. */
export function place(
  vector: Vector,
  runner: string,
  { start, issuer, audience, write }: Where,
): PlacedVector {
  const now = start + vector.at;
  const moment = (text: string) => {
    const [, from, offset = '0'] = /^(now|start)([+-]\d+)?$/.exec(text) ?? [];
    if (from === undefined) throw new Error(`${text} is no time of a vector`);
    return (from === 'now' ? now : start) + Number(offset);
  };
  const prefix = `/c${vector.index}`;
  const placed = (key: string) =>
    key.startsWith('GROUP ') ? `GROUP c${vector.index}-${key.slice(6)}` : key.replace(' /', ` ${prefix}/`);
  const { method, path, template = path } = vector.request;
  const own = (name: unknown) => `${String(name)}-${runner}-${vector.index}`;
  const timed = withMoments(vector.claims, ['auth_time', 'exp'], moment);
  const claims: Record<string, unknown> & { sub: string; client_id: string } = {
    iss: issuer,
    aud: audience,
    acr: 'loa1',
    scope: 'payments:write',
    auth_time: now - 10,
    iat: now,
    exp: now + LIFE,
    ...timed,
    sub: own(vector.claims.sub ?? 'alice'),
    client_id: own(vector.claims.client_id ?? 'app'),
  };
  const standard = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null));
  const { subject: of = vector.claims.sub ?? 'alice', ...risk } = vector.risk ?? {};
  return {
    vector,
    items: vector.policy.map((item) => placedItem(item, placed, vector.index, moment)),
    method,
    path: `${prefix}${path}`,
    template: `${prefix}${template}`,
    parameters: parametersOf(template, path),
    claims: standard,
    written: write(standard),
    risk:
      vector.risk === undefined
        ? undefined
        : { ...withMoments(risk, ['revokedBefore', 'expiresAt'], moment), subject: own(of) },
    subject: claims.sub,
    clientId: claims.client_id,
    now,
    moment,
    placed,
  };
}

function placedItem(
  { route, group, grant, upcoming, closedUntil, ...rest }: Vector['policy'][number],
  placed: (key: string) => string,
  index: number,
  moment: (text: string) => number,
) {
  return {
    ...rest,
    route: placed(route),
    ...(typeof group === 'string' ? { group: `c${index}-${group}` } : {}),
    ...(isRecord(grant) ? { grant: withMoments(grant, ['notBefore'], moment) } : {}),
    ...(isRecord(upcoming) ? { upcoming: dated(upcoming, 'effectiveAt', moment) } : {}),
    ...(closedUntil === undefined ? {} : dated({ closedUntil }, 'closedUntil', moment)),
  };
}

function withMoments(
  record: Readonly<Record<string, unknown>>,
  names: readonly string[],
  moment: (text: string) => number,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      names.includes(name) && typeof value === 'string' ? moment(value) : value,
    ]),
  );
}

/** The record with a date in this field, where it has a time of a vector. */
function dated(
  record: Readonly<Record<string, unknown>>,
  field: string,
  moment: (text: string) => number,
): Readonly<Record<string, unknown>> {
  const { [field]: at } = record;
  if (!v.is(time, at)) return record;
  return { ...record, [field]: new Date(moment(at) * 1000).toISOString().replace('.000Z', 'Z') };
}

function parametersOf(template: string, path: string): Record<string, string> {
  const segments = path.split('/');
  return Object.fromEntries(
    template
      .split('/')
      .flatMap((part, index): [string, string][] =>
        part.startsWith('{') ? [[part.slice(1, -1), segments[index] ?? '']] : [],
      ),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Policies with rules and announced changes, worlds in which requests are decided, and how strict the outcome is. */
import fc from 'fast-check';
import { decide, decideExchange } from '../../../core/decision/decide.ts';
import type { Decision, PresentedGrant } from '../../../core/decision/decide.ts';
import type { RequestInputs } from '../../../core/condition/inputs.ts';
import { parseGroupItem } from '../../../core/policy/item.ts';
import type { GroupPolicy } from '../../../core/policy/item.ts';
import { RISK_LEVELS } from '../../../core/condition/risk.ts';
import type { Risk } from '../../../core/condition/risk.ts';
import { readRoutePolicy } from '../../../core/policy/route-policy.ts';
import { versionsAt } from '../../../core/policy/versions.ts';
import { authenticationOf, claimSets, NOW, saying, trustReaching, VOCABULARY } from './decision-inputs.ts';
import type { GrantFields, TokenFields } from './decision-inputs.ts';
import { parsedPolicies } from './parsed-policies.ts';

export type Item = Readonly<Record<string, unknown>>;

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const scores = fc.constantFrom(0, 30, 50, 70, 100);
const REASONS = ['impossible_travel', 'new_device', '70'];
const reasons = fc.constantFrom(...REASONS);

/** Conditions that do not speak of risk; some of them fail for some. */
export const riskless = fc.constantFrom(
  'claims.level >= 3',
  '"admin" in claims.roles',
  '!("staff" in claims.roles)',
  'has(claims.vip) && claims.vip',
  'claims.missing == 1',
  'request.method == "POST"',
  'request.sourceIp.startsWith("10.")',
  'int(request.query.amount[0]) > 100',
  'now.getHours("Europe/Vienna") < 6',
  'now - timestamp(claims.signed_in) > duration("5m")',
  '"otp" in signIn.amr',
  'signIn.acr == "loa1"',
  'true',
);

const riskTests = fc.oneof(
  fc
    .tuple(fc.constantFrom('>', '>='), scores)
    .map(([operator, score]) => `risk.score ${operator} ${score.toFixed(1)}`),
  fc.tuple(fc.constantFrom('<', '<='), scores).map(([operator, score]) => `${score} ${operator} risk.score`),
  fc.constantFrom(
    'signIn.age > 100',
    'risk.level == "high"',
    'risk.level != "low"',
    'risk.level in ["medium", "high"]',
    'risk.score > claims.level',
    'size(risk.reasons) > 1',
    'risk.reasons.size() >= 1',
    'risk.reasons.exists(r, r.startsWith("imp"))',
    'risk.reasons.exists(r, int(r) > 50)',
  ),
  reasons.map((reason) => `"${reason}" in risk.reasons`),
);

/** Every form that a condition on risk may take (core/condition/direction.ts). */
export const risingConditions = fc
  .letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      riskTests,
      riskless,
      fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} && ${b})`),
      fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} || ${b})`),
      fc.tuple(riskless, tie('condition'), tie('condition')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    ),
  }))
  .condition.filter((text) => text.length <= 512);

const grants = fc
  .record({
    required: some(fc.boolean()),
    ttl: some(fc.constantFrom(60, 300, 900)),
    use: some(fc.constantFrom('window', 'once')),
    bind: some(fc.constantFrom('route', 'path')),
    notBefore: some(fc.constantFrom(0, NOW - 100, NOW + 100)),
  })
  .map(defined);

const demands = fc.record({
  acr: some(fc.constantFrom(...VOCABULARY)),
  acrValues: fc.option(fc.shuffledSubarray(VOCABULARY, { minLength: 1 }), { nil: undefined, freq: 3 }),
  maxAge: some(fc.constantFrom(30, 300, 3600)),
  scopes: fc.option(fc.subarray(['payments:write', 'admin']), { nil: undefined, freq: 3 }),
  grant: fc.option(grants, { nil: undefined, freq: 3 }),
  deny: fc.option(fc.boolean(), { nil: undefined, freq: 6 }),
});

export const rules: fc.Arbitrary<Item> = fc
  .tuple(risingConditions, demands)
  .map(([when, rest]): Item => ({ when, maxAge: 3600, ...defined(rest) }));

const lasting = fc
  .tuple(demands, some(fc.array(rules, { maxLength: 3 })))
  .map(([rest, list]) => defined({ ...rest, rules: list }));

const changes = fc
  .tuple(lasting, some(fc.constantFrom(NOW - 100, NOW + 100, NOW + 200)))
  .map(([rest, at]) => defined({ ...rest, effectiveAt: at === undefined ? undefined : dated(at) }));

/** A change that opens what the item closes is refused. */
export function staysClosed({ deny, upcoming }: Item): boolean {
  return deny !== true || !(upcoming instanceof Object && 'deny' in upcoming && upcoming.deny === false);
}

/** Fields of an item: those that hold, and a change to come. */
export const itemFields: fc.Arbitrary<Item> = fc
  .tuple(
    lasting,
    some(changes),
    fc.option(fc.constantFrom(NOW - 100, NOW + 120), { nil: undefined, freq: 6 }),
  )
  .map(([rest, upcoming, closed]) =>
    defined({ ...rest, upcoming, closedUntil: closed === undefined ? undefined : dated(closed) }),
  )
  .filter(staysClosed);

/** RFC 3339. */
export function dated(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '');
}

function defined(fields: object): Item {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The policy of these fields. Throws where they do not parse. */
export function policyFrom(fields: Item): GroupPolicy {
  const parsed = parseGroupItem({ route: 'GROUP money', ...fields }, VOCABULARY);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

/** Who asks, how, at which risk, when, and with which grant. */
export interface World {
  readonly claims: TokenFields;
  readonly request: RequestInputs;
  readonly risk: Risk;
  readonly now: number;
  /** How the grant, if any, differs from one that would do. */
  readonly grant: GrantFields | 'none' | 'unknown';
}

export const risks: fc.Arbitrary<Risk> = fc.record({
  score: scores,
  level: fc.constantFrom(...RISK_LEVELS),
  reasons: fc.subarray(REASONS),
  revokedBefore: some(fc.integer({ min: NOW - 4000, max: NOW + 100 })),
});

const requestInputs: fc.Arbitrary<RequestInputs> = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  path: fc.constant('/payments/17'),
  parameters: fc.constant({ id: '17' }),
  query: fc.constantFrom({}, { amount: ['50'] }, { amount: ['500'] }, { amount: ['NaN'] }),
  headers: fc.constant({}),
  sourceIp: fc.constantFrom('10.0.0.1', '192.0.2.1'),
  userAgent: fc.constant('curl'),
});

const raw = fc
  .record({
    level: some(fc.constantFrom<unknown>(1, 3, '3', null)),
    roles: some(fc.constantFrom<unknown>([], ['admin'], ['staff'], [1, 'staff'], 'staff')),
    vip: some(fc.constantFrom<unknown>(true, false, 'yes')),
    signed_in: some(fc.constantFrom<unknown>(NOW - 3600, NOW, 'yesterday')),
  })
  .map(defined);

export const worlds: fc.Arbitrary<World> = fc.record({
  claims: fc
    .tuple(claimSets, raw, fc.subarray(['payments:write', 'admin']))
    .map(([claims, own, scopes]) => ({ ...claims, scopes, claims: own })),
  request: requestInputs,
  risk: risks,
  now: fc.constantFrom(NOW, NOW + 100, NOW + 150, NOW + 250),
  grant: fc.oneof(
    fc.constant('none' as const),
    fc.constant('unknown' as const),
    fc
      .record({
        acr: some(fc.constantFrom(...VOCABULARY)),
        authTime: some(fc.constantFrom(NOW - 3000, NOW - 200, NOW)),
        issuedAt: some(fc.constantFrom(NOW - 500, NOW - 50, NOW)),
        boundParameters: some(fc.constantFrom('id=17', 'id=18')),
      })
      .map(defined),
  ),
});

export type Outcome = Decision;

/** The decision under these layers (the group's policy first), at use or at the exchange. */
export function outcomeOf(layers: readonly GroupPolicy[], world: World, at: 'use' | 'exchange'): Outcome {
  const [first, second] = layers;
  if (first === undefined) return { kind: 'deny', reason: 'policy_missing' };
  const own = { ...(second ?? first), route: 'POST /payments/{id}' };
  const items =
    second === undefined
      ? parsedPolicies(VOCABULARY, own)
      : parsedPolicies(VOCABULARY, { ...own, group: 'money' }, { ...first, route: 'GROUP money' });
  const { lookup } = readRoutePolicy(own.route, items);
  if (lookup.kind !== 'found') return { kind: 'deny', reason: 'policy_invalid' };
  const { claims, request, risk, now } = world;
  const input = {
    demands: versionsAt(lookup.versions, now).current.demands,
    authentication: authenticationOf(claims),
    request: at === 'use' ? request : undefined,
    risk,
    now,
    target: lookup.target,
    spends: lookup.spends,
    boundParameters: 'id=17',
    api: { apiId: 'api1', stage: 'v1' },
    trust: trustReaching(VOCABULARY.slice(0, 3)),
    vocabulary: VOCABULARY,
  };
  return at === 'use' ? decide(input, presented(world, lookup.target)) : decideExchange(input).decision;
}

/** For the target that the route has: of a grant for another one, nothing changes. */
function presented({ claims, grant }: World, target: string): PresentedGrant {
  if (grant === 'none' || grant === 'unknown') return { kind: grant };
  const { issuer, subject, clientId } = claims;
  const sound = {
    ...{ issuer, subject, clientId, target, boundParameters: undefined },
    ...{ apiId: 'api1', stage: 'v1', issuedAt: NOW, expiresAt: NOW + 900 },
  };
  return {
    kind: 'found',
    grant: { ...sound, ...saying(grant, { acr: 'loa3', amr: ['otp'], authTime: NOW }) },
  };
}

/** What makes `after` looser than `before`; undefined where it is as strict. */
export function loosened(before: Outcome, after: Outcome): string | undefined {
  if (before.kind !== 'allow' && after.kind === 'allow') return 'it is allowed now';
  if (before.kind !== 'challenge' || after.kind !== 'challenge') return undefined;
  if (
    before.acr.length > 0 &&
    !(after.acr.length > 0 && after.acr.every((word) => before.acr.includes(word)))
  )
    return 'the challenge accepts other acr words';
  return (after.maxAge ?? Infinity) <= (before.maxAge ?? Infinity)
    ? undefined
    : 'the challenge accepts an older sign-in';
}

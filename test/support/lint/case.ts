/** Tables for lint: for each rule one that has its finding, and one that differs little and does not have it. */
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import type { TrustConfig } from '../../../core/trust/trust-config.ts';
import type { ProtectedRoute } from '../../../admin/protected-api.ts';
import type { RuleId } from '../../../admin/lint/all-rules.ts';
import type { LintInput } from '../../../admin/lint/lint.ts';
import { VOCABULARY } from '../policies/decision-inputs.ts';

export type Items = readonly Record<string, unknown>[];

/** A trust config with these issuers. Their fields are added to those that every issuer needs. */
export function trusting(...issuers: readonly object[]): TrustConfig {
  const parsed = parseTrustConfig({
    acr: VOCABULARY,
    issuers: (issuers.length === 0 ? [{}] : issuers).map((fields, index) => ({
      issuer: `https://id${index === 0 ? '' : index}.example.com`,
      audience: ['api'],
      ...fields,
    })),
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

/** Routes such as `GET /a`, as methods of the API. */
export function methods(...routes: readonly string[]): readonly ProtectedRoute[] {
  return routes.map((route) => {
    const [method = '', template = ''] = route.split(' ');
    return { method, template };
  });
}

export interface Case {
  readonly name: string;
  readonly rule: RuleId;
  readonly bad: Items;
  readonly good: Items;
  /** Text that the message must contain. */
  readonly names?: string;
  readonly input?: Partial<LintInput>;
  /** In place of `input`, for the good table. */
  readonly goodInput?: Partial<LintInput>;
}

export const one = (fields: object, route = 'GET /a/{id}'): Items => [{ route, ...fields }];
export const ruled = (when: string, adds: object = { acr: 'loa2' }, route?: string): Items =>
  one({ rules: [{ when, ...adds }] }, route);

const RULES = [
  { when: 'risk.score > 1.0', acr: 'loa1', grant: { ttl: 60, required: true } },
  { when: 'risk.score > 2.0', acr: 'loa2' },
];
/** Demands, and the same in another order. */
export const ORDERED = { maxAge: 60, scopes: ['a', 'b'], rules: RULES };
export const REORDERED = { rules: RULES.toReversed(), scopes: ['b', 'a'], maxAge: 60 };

export const DAY = 86_400;
export const at = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000', '');

/** An issuer whose claim is a list, which counts as its strongest word. */
export const LISTING = { acr: { claim: 'acrs', values: { c1: 'loa1', c2: 'loa2', c3: 'loa3' } } };
/** An issuer whose acr is that of its methods. */
export const BY_METHODS = {
  acr: {
    methods: [
      { all: ['pwd'], acr: 'loa1' },
      { all: ['pwd', 'otp'], acr: 'loa2' },
    ],
  },
};
/** An issuer that writes no time of a sign-in. */
export const TIMELESS = { authTime: 'none' };
/** An issuer without the strongest word. */
export const UP_TO_TWO = { acr: { values: { low: 'loa1', mid: 'loa2' } } };

/** Decision inputs for tests of the core: a default that is allowed, and generators of all inputs. */
import fc from 'fast-check';
import { hypotheticalAuthentication } from '../../../core/token/hypothetical-authentication.ts';
import type { AuthenticationClaims } from '../../../core/token/authentication.ts';
import { newGrant } from '../../../core/decision/grant.ts';
import type { Grant } from '../../../core/decision/grant.ts';
import { atLeast } from '../../../core/policy/acr.ts';
import { LONGEST_GRANT_TTL } from '../../../core/policy/fields.ts';
import { combine, NO_REQUIREMENT, ONCE_MAX_AGE } from '../../../core/policy/requirement.ts';
import type { Requirement } from '../../../core/policy/requirement.ts';
import type { DecisionInput } from '../../../core/decision/input.ts';
import { NO_RISK } from '../../../core/condition/risk.ts';

export const VOCABULARY = ['loa1', 'loa2', 'loa3', 'loa4'];
export const NOW = 1_800_000_000;

export const CLAIMS: AuthenticationClaims = {
  issuer: 'https://id.example.com',
  subject: 'alice',
  clientId: 'app',
  scopes: ['payments:write'],
  acr: 'loa2',
  amr: ['pwd', 'otp'],
  authTime: NOW - 60,
  expiresAt: NOW + 900,
  isMachine: false,
  claims: {},
};

export function requirement(
  fields: Omit<Partial<Requirement>, 'grant'> & { grant?: Partial<Requirement['grant']> },
): Requirement {
  return { ...NO_REQUIREMENT, ...fields, grant: { ...NO_REQUIREMENT.grant, ...fields.grant } };
}

export function input(
  fields: Omit<Partial<DecisionInput>, 'authentication'> & { claims?: Partial<AuthenticationClaims> },
): DecisionInput {
  const { claims, ...rest } = fields;
  return {
    authentication: hypotheticalAuthentication({ ...CLAIMS, ...claims }),
    requirement: NO_REQUIREMENT,
    target: 'POST /payments',
    boundParameters: '',
    api: { apiId: 'api1', stage: 'v1' },
    risk: NO_RISK,
    reachableAcr: VOCABULARY,
    now: NOW,
    ...rest,
  };
}

/** The grant that `at` earns, with some fields changed. */
export function grantFor(at: DecisionInput, fields: Partial<Grant> = {}): Grant {
  return { ...newGrant(at), ...fields };
}

const seconds = fc.integer({ min: 30, max: 3600 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** As policies make them: a once-only grant is required, and its sign-in is of the last day. */
function asPolicied(one: Requirement): Requirement {
  if (!one.grant.once) return one;
  return { ...one, maxAge: one.maxAge ?? ONCE_MAX_AGE, grant: { ...one.grant, required: true } };
}

/** Satisfiable requirements whose acr demand is "at least". */
const atLeastRequirements: fc.Arbitrary<Requirement> = fc
  .record({
    deny: fc.constant(false),
    acr: fc.oneof(
      fc.constant('any' as const),
      fc.constantFrom(...VOCABULARY).map((word) => atLeast(word, VOCABULARY)),
    ),
    maxAge: maybe(seconds),
    scopes: fc.oneof(
      { weight: 9, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.constant(['admin']) },
    ),
    grant: fc.record({
      required: fc.boolean(),
      ttl: fc.integer({ min: 5, max: LONGEST_GRANT_TTL }),
      once: fc.boolean(),
      boundToPath: fc.boolean(),
      notBefore: fc.constantFrom(0, NOW - 100),
    }),
  })
  .map(asPolicied)
  .filter(({ acr, maxAge, grant }) => !grant.required || acr !== 'any' || maxAge !== undefined);

/** Any requirement, also one that denies, or with a list of acceptable words in an order of its own. */
export const requirements: fc.Arbitrary<Requirement> = fc
  .tuple(atLeastRequirements, fc.boolean(), maybe(fc.shuffledSubarray(VOCABULARY)))
  .map(([base, deny, acr]) => ({ ...base, deny, acr: acr ?? base.acr }));

export const claimSets: fc.Arbitrary<AuthenticationClaims> = fc.record({
  issuer: fc.constant(CLAIMS.issuer),
  subject: fc.constant(CLAIMS.subject),
  clientId: fc.constant(CLAIMS.clientId),
  scopes: fc.constant(['payments:write']),
  acr: maybe(fc.constantFrom(...VOCABULARY)),
  amr: fc.constant(['pwd']),
  authTime: maybe(fc.integer({ min: NOW - 4000, max: NOW })),
  expiresAt: fc.constant(NOW + 900),
  isMachine: fc.oneof(
    { weight: 9, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  claims: fc.constant({}),
});

const risks = fc.oneof(
  fc.constant(NO_RISK),
  fc.record({ revokedBefore: fc.integer({ min: NOW - 4000, max: NOW + 100 }) }),
);

export const decisionInputs: fc.Arbitrary<DecisionInput> = fc
  .record({ claims: claimSets, requirement: atLeastRequirements, risk: risks })
  .map(input);

/** Both, the way the policy table combines them. */
export function both(a: Requirement, b: Requirement): Requirement {
  return combine(a, b, VOCABULARY);
}

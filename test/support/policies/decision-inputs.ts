/** Decision inputs for tests of the core: a default that is allowed, and generators of all inputs. */
import fc from 'fast-check';
import { hypotheticalAuthentication } from '../../../core/token/hypothetical-authentication.ts';
import type { Authentication, AuthenticationClaims } from '../../../core/token/authentication.ts';
import { issuerWords } from '../../../core/token/issuer-words.ts';
import type { IssuerTrust } from '../../../core/token/issuer-words.ts';
import { saidSignIn, signInOf } from '../../../core/token/said-sign-in.ts';
import { PRESETS } from '../../../core/trust/presets/presets.ts';
import { newGrant } from '../../../core/decision/grant.ts';
import { judgeToken } from '../../../core/decision/judgement.ts';
import type { Grant } from '../../../core/decision/grant.ts';
import { atLeast } from '../../../core/policy/acr.ts';
import { LONGEST_GRANT_TTL } from '../../../core/policy/fields.ts';
import { combine, NO_REQUIREMENT, ONCE_MAX_AGE } from '../../../core/policy/requirement.ts';
import type { Requirement } from '../../../core/policy/requirement.ts';
import type { RuledRequirement } from '../../../core/policy/rules.ts';
import type { DecisionInput } from '../../../core/decision/input.ts';
import { NO_RISK } from '../../../core/condition/risk.ts';
import type { SignIn } from '../../../core/condition/sign-in.ts';

export const VOCABULARY = ['loa1', 'loa2', 'loa3', 'loa4'];
export const NOW = 1_800_000_000;

/** A token in our words. `claims` has what the issuer wrote beside the sign-in. */
export interface TokenFields extends Omit<AuthenticationClaims, 'signIn'>, SignIn {}

export const CLAIMS: TokenFields = {
  issuer: 'https://id.example.com',
  subject: 'alice',
  clientId: 'app',
  scopes: ['payments:write'],
  acr: 'loa2',
  amr: ['pwd', 'otp'],
  authTime: NOW - 60,
  expiresAt: NOW + 900,
  issuedFor: 'person',
  claims: {},
};

/** The trust in an issuer whose acr words are ours, or these of ours. */
export function trustReaching(reachable: readonly string[] = VOCABULARY): IssuerTrust {
  const acr = { claim: 'acr', values: Object.fromEntries(reachable.map((word) => [word, word])) };
  const issuer = {
    ...{ issuer: CLAIMS.issuer, audience: ['api'], algorithms: ['ES256' as const] },
    ...{ profile: 'rfc9068' as const, token: PRESETS.rfc9068.token, acr, clockSkew: 5 },
    challenge: 'rfc9470' as const,
  };
  return { issuer, words: issuerWords(issuer, VOCABULARY) };
}

const TRUST = trustReaching();

/** The claims in which the issuer says how the user signed in. */
function signInClaims({ acr, amr, authTime }: Partial<SignIn>): Readonly<Record<string, unknown>> {
  const claims = { acr, amr, auth_time: authTime };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

/** The authentication of a token with these fields. */
export function authenticationOf({ acr, amr, authTime, ...fields }: TokenFields): Authentication {
  const claims = { ...fields.claims, ...signInClaims({ acr, amr, authTime }) };
  return hypotheticalAuthentication({ ...fields, claims, signIn: signInOf(claims, TRUST) });
}

/** The same input, for another sign-in of the user. */
export function signedIn(at: DecisionInput, fields: Partial<SignIn>): DecisionInput {
  const { signIn, ...rest } = at.authentication;
  return { ...at, authentication: authenticationOf({ ...rest, ...signIn, ...fields }) };
}

/** What a policy without rules demands. */
export function always(base: Requirement): RuledRequirement {
  return { base, rules: [] };
}

export function requirement(
  fields: Omit<Partial<Requirement>, 'grant'> & { grant?: Partial<Requirement['grant']> },
): Requirement {
  return { ...NO_REQUIREMENT, ...fields, grant: { ...NO_REQUIREMENT.grant, ...fields.grant } };
}

export function input(
  fields: Omit<Partial<DecisionInput>, 'authentication'> & {
    claims?: Partial<TokenFields>;
    requirement?: Requirement;
  },
): DecisionInput {
  const { claims, requirement: base = NO_REQUIREMENT, ...rest } = fields;
  return {
    authentication: authenticationOf({ ...CLAIMS, ...claims }),
    trust: TRUST,
    demands: always(base),
    vocabulary: VOCABULARY,
    target: 'POST /payments',
    spends: 'POST /payments',
    boundParameters: '',
    api: { apiId: 'api1', stage: 'v1' },
    request: undefined,
    risk: NO_RISK,
    now: NOW,
    ...rest,
  };
}

/** The grant that `at` earns, with some fields changed. */
export function grantFor(at: DecisionInput, fields: GrantFields = {}): Grant {
  const judged = judgeToken(at);
  return { ...newGrant(at, judged), ...saying(fields, judged.signIn) };
}

/** The fields of a grant, with the sign-in behind it in our words. */
export type GrantFields = Partial<Grant & SignIn>;

/** The fields of a grant, which says of its sign-in what `fields` says, else what `otherwise` says. */
export function saying(
  fields: GrantFields,
  otherwise: Partial<SignIn>,
): Partial<Grant> & Pick<Grant, 'said'> {
  const own = Object.entries(fields).filter(([name]) => !['acr', 'amr', 'authTime'].includes(name));
  return {
    said: saidSignIn(signInClaims({ ...otherwise, ...fields }), TRUST.issuer),
    ...Object.fromEntries(own),
  };
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
    closedUntil: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constantFrom(NOW, NOW + 1)),
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

export const claimSets: fc.Arbitrary<TokenFields> = fc.record({
  issuer: fc.constant(CLAIMS.issuer),
  subject: fc.constant(CLAIMS.subject),
  clientId: fc.constant(CLAIMS.clientId),
  scopes: fc.constant(['payments:write']),
  acr: maybe(fc.constantFrom(...VOCABULARY)),
  amr: fc.constant(['pwd']),
  authTime: maybe(fc.integer({ min: NOW - 4000, max: NOW })),
  expiresAt: fc.constant(NOW + 900),
  issuedFor: fc.oneof(
    { weight: 18, arbitrary: fc.constant('person' as const) },
    { weight: 1, arbitrary: fc.constantFrom('machine' as const, 'unclear' as const) },
  ),
  claims: fc.constant({}),
});

const risks = fc.oneof(
  fc.constant(NO_RISK),
  fc.integer({ min: NOW - 4000, max: NOW + 100 }).map((revokedBefore) => ({ ...NO_RISK, revokedBefore })),
);

export const decisionInputs: fc.Arbitrary<DecisionInput> = fc
  .record({ claims: claimSets, requirement: atLeastRequirements, risk: risks })
  .map(input);

/** Both, the way the policy table combines them. */
export function both(a: Requirement, b: Requirement): Requirement {
  return combine(a, b, VOCABULARY);
}

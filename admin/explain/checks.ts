/** Each part of a requirement, and whether it is met. */
import type { PresentedGrant } from '../../core/decision/decide.ts';
import { grantRefusal } from '../../core/decision/grant.ts';
import type { Grant } from '../../core/decision/grant.ts';
import { judgeGrant, judgeToken } from '../../core/decision/judgement.ts';
import type { Judgement } from '../../core/decision/judgement.ts';
import { asksForStepUp, isClosed, NO_REQUIREMENT, unsatisfiable } from '../../core/policy/requirement.ts';
import type { GrantDemand } from '../../core/policy/requirement.ts';
import { mistakesIn } from '../../core/policy/rules.ts';
import { NO_RISK } from '../../core/condition/risk.ts';
import type { DecisionInput } from '../../core/decision/input.ts';
import { shortfall } from '../../core/decision/shortfall.ts';
import { unmappedAcr } from '../../core/token/unmapped-acr.ts';
import { missingTime } from '../../core/token/missing-time.ts';
import { timeText } from '../moment.ts';

/** `of`: what is checked: the policy itself, the token, or the sign-in that a grant records. */
export interface Check {
  readonly demand: 'open' | 'satisfiable' | 'scopes' | 'user' | 'acr' | 'maxAge' | 'revocation' | 'grant';
  readonly of: 'policy' | 'token' | 'grant';
  readonly asked: string;
  readonly found: string;
  readonly met: boolean;
}

/** The checks for the requirement of a decision input, in the order in which the decision makes them. */
export function checksOf(input: DecisionInput, grant: PresentedGrant): Check[] {
  const { authentication } = input;
  const judged = judgeToken(input);
  const { requirement } = judged;
  const checks: Check[] = [];
  const { deny, closedUntil } = requirement;
  if (isClosed(requirement, input.now)) {
    const found = deny ? 'deny' : `closed until ${timeText(closedUntil)}`;
    checks.push({ demand: 'open', of: 'policy', asked: 'not closed', found, met: false });
  }
  const [problem = unsatisfiable(requirement)] = mistakesIn(input.demands);
  if (problem !== undefined) {
    checks.push({
      demand: 'satisfiable',
      of: 'policy',
      asked: 'can be met',
      found: problem.message,
      met: false,
    });
  }
  if (requirement.scopes.length > 0) {
    checks.push({
      demand: 'scopes',
      of: 'token',
      asked: requirement.scopes.join(' '),
      found: authentication.scopes.join(' ') || 'no scope',
      met: requirement.scopes.every((scope) => authentication.scopes.includes(scope)),
    });
  }
  return asksForStepUp(requirement) || grant.kind !== 'none'
    ? [...checks, ...stepUpChecks(input, judged, grant)]
    : checks;
}

function stepUpChecks(input: DecisionInput, judged: Judgement, presented: PresentedGrant): Check[] {
  const { issuedFor } = input.authentication;
  const ofGrant = presented.kind === 'found' ? judgeGrant(input, presented.grant.said) : undefined;
  const user: Check = {
    demand: 'user',
    of: 'token',
    asked: 'a user who can sign in',
    found: foundOf(input),
    met: issuedFor === 'person',
  };
  return [
    user,
    ...signInChecks(input, judged, 'token'),
    ...(judged.requirement.grant.required || presented.kind !== 'none'
      ? [grantCheck(input, ofGrant ?? judged, presented)]
      : []),
    ...(ofGrant === undefined ? [] : signInChecks(input, ofGrant, 'grant')),
  ];
}

/** Whose token it is, in words. */
function foundOf({ authentication, trust }: DecisionInput): string {
  const { signedIn } = trust.issuer.token;
  return {
    person: 'a user',
    machine: 'a machine (client credentials)',
    unclear: `no ${signedIn === 'subject' ? 'user' : signedIn.claim}, which would show that a user signed in`,
  }[authentication.issuedFor];
}

/** Each demand by itself, with the comparison that the decision uses. */
function signInChecks(
  input: DecisionInput,
  { requirement, signIn }: Judgement,
  of: 'token' | 'grant',
): Check[] {
  const checks: Check[] = [];
  const { risk, now } = input;
  const { acr, maxAge } = requirement;
  if (risk.revokedBefore !== undefined) {
    checks.push({
      demand: 'revocation',
      of,
      asked: `a sign-in not before ${timeText(risk.revokedBefore)}`,
      found: signIn.authTime === undefined ? noTime(input, of) : timeText(signIn.authTime),
      met: shortfall(signIn, NO_REQUIREMENT, risk, now) === undefined,
    });
  }
  if (acr !== 'any') {
    checks.push({
      demand: 'acr',
      of,
      asked: acr.length === 0 ? 'no word is left' : `one of ${acr.join(', ')}`,
      found: signIn.acr ?? (of === 'token' ? unmappedText(input) : 'no acr that is known'),
      met: shortfall(signIn, { ...NO_REQUIREMENT, acr }, NO_RISK, now) === undefined,
    });
  }
  if (maxAge !== undefined) {
    checks.push({
      demand: 'maxAge',
      of,
      asked: `at most ${maxAge} s old`,
      found: signIn.authTime === undefined ? noTime(input, of) : `${now - signIn.authTime} s old`,
      met: shortfall(signIn, { ...NO_REQUIREMENT, maxAge }, NO_RISK, now) === undefined,
    });
  }
  return checks;
}

/** The acr that came and is not mapped, in words. */
function unmappedText({ authentication, trust }: DecisionInput): string {
  return unmappedAcr(authentication.claims, trust)?.came ?? 'no acr that is known';
}

/** Where the time of the sign-in would stand. What a grant records has the same names. */
function noTime({ authentication, trust }: DecisionInput, of: 'token' | 'grant'): string {
  return missingTime(of === 'token' ? authentication.claims : {}, trust.issuer).came;
}

function grantCheck(input: DecisionInput, judged: Judgement, presented: PresentedGrant): Check {
  const refusal = presented.kind === 'found' ? refusalOf(input, presented.grant) : undefined;
  const found = {
    none: 'no grant',
    unknown: 'a grant that is not in the table',
    found: refusal === undefined ? 'a grant that opens it' : `a grant that does not open it: ${refusal}`,
  }[presented.kind];
  const { grant } = judged.requirement;
  const met = presented.kind === 'found' && refusal === undefined;
  return { demand: 'grant', of: 'grant', asked: grantText(grant, input.target), found, met };
}

function refusalOf(input: DecisionInput, grant: Grant): string | undefined {
  return grantRefusal(grant, input, judgeGrant(input, grant.said));
}

function grantText(
  { required, ttl, once, boundToPath: path, notBefore }: GrantDemand,
  target: string,
): string {
  return [
    `${required ? 'required' : 'possible'} for ${target}`,
    path ? 'for this path only' : undefined,
    once ? 'good once' : undefined,
    `at most ${ttl} s old`,
    notBefore === 0 ? undefined : `issued from ${timeText(notBefore)} on`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

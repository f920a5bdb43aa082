/** Runs a case through the core alone. */
import { readClaims } from '../../../core/token/access-token.ts';
import { refusalResult } from '../../../core/answer/authorizer-result.ts';
import { challengeSpent } from '../../../core/decision/challenge.ts';
import { decide } from '../../../core/decision/decide.ts';
import type { Decision, PresentedGrant } from '../../../core/decision/decide.ts';
import { hypotheticalAuthentication } from '../../../core/token/hypothetical-authentication.ts';
import { issuerWords } from '../../../core/token/issuer-words.ts';
import { takeApart } from '../../../core/answer/sent-path.ts';
import { metadataUrl, requirementUri, tokenEndpoint, encodePath } from '../../../core/answer/urls.ts';
import { mostTelling, outcomeOf } from '../../../core/decision/observation.ts';
import { boundParametersOf } from '../../../core/answer/bound-parameters.ts';
import { invalidToken, refusalOf } from '../../../core/answer/refusal.ts';
import type { Refusal } from '../../../core/answer/refusal.ts';
import { NO_RISK } from '../../../core/condition/risk.ts';
import { parsedItems, readRoutePolicy } from '../../../core/policy/route-policy.ts';
import { versionsAt } from '../../../core/policy/versions.ts';
import type { PolicyVersion } from '../../../core/policy/versions.ts';
import { judgeToken, pathToBind } from '../../../core/decision/judgement.ts';
import type { DecisionInput } from '../../../core/decision/input.ts';
import { VECTOR_BASE } from './outcome.ts';
import type { VectorOutcome } from './outcome.ts';
import type { VectorWorld } from './world.ts';
import type { PlacedVector, Vector } from './vectors.ts';

const API = { apiId: 'api', stage: 'v1' };

export function throughCore(world: VectorWorld, vector: Vector): VectorOutcome {
  const placed = world.place(vector, 'core');
  const { trust } = world;
  const issuer = trust.issuers.find((one) => one.issuer === world.issuerUrl(vector.issuer));
  if (issuer === undefined) throw new Error('the issuer of the case is not trusted');
  const words = issuerWords(issuer, trust.acr);
  const read = readClaims(placed.written, { issuer, words }, placed.now);
  if (!read.ok) {
    const reason = read.error.code;
    const response = refused(placed, invalidToken('', { verboseRefusals: false }));
    return { decision: 'unauthenticated', reason, grantRefusal: undefined, upcoming: undefined, response };
  }
  const lookup = lookupOf(placed, trust.acr);
  if (lookup.kind !== 'found') {
    const reason = lookup.kind === 'missing' ? 'policy_missing' : 'policy_invalid';
    const response = refused(placed, refusalOf({ kind: 'deny', reason }, { issuer, words }));
    return { decision: 'deny', reason, grantRefusal: undefined, upcoming: undefined, response };
  }
  const presented = presentedIn(placed, world);
  const inputIn = ({ demands }: PolicyVersion): DecisionInput => ({
    demands,
    authentication: hypotheticalAuthentication(read.value),
    target: lookup.target,
    spends: lookup.spends,
    boundParameters: boundIn(placed),
    api: API,
    request: requestInputsOf(placed),
    risk: riskOf(placed),
    trust: { issuer, words },
    vocabulary: trust.acr,
    now: placed.now,
  });
  const { current, announced } = versionsAt(lookup.versions, placed.now);
  const input = inputIn(current);
  const decision = spent(decide(input, presented), input, vector);
  const observation = mostTelling(
    announced.map((version) => ({
      outcome: outcomeOf(decide(inputIn(version), presented)),
      effectiveAt: version.from === 'never' ? undefined : version.from,
    })),
    outcomeOf(decision),
  );
  return {
    decision: decision.kind,
    reason: 'reason' in decision ? decision.reason : undefined,
    grantRefusal: 'grantRefusal' in decision ? decision.grantRefusal : undefined,
    upcoming: observation && { outcome: observation.outcome, at: observation.effectiveAt },
    response:
      decision.kind === 'allow'
        ? {
            status: 200,
            acr: decision.signIn.acr ?? '',
            authTime: String(decision.signIn.authTime ?? ''),
            openedBy: decision.openedBy,
          }
        : refused(placed, refusalOf(decision, { issuer, words }), input),
  };
}

function lookupOf({ items, method, template }: PlacedVector, acr: readonly string[]) {
  const byKey = new Map(items.map((item) => [item.route, item]));
  return readRoutePolicy(`${method} ${template}`, parsedItems(byKey, acr)).lookup;
}

function presentedIn(placed: PlacedVector, world: VectorWorld): PresentedGrant {
  const { grant } = placed.vector;
  if (grant === undefined) return { kind: 'none' };
  if (typeof grant !== 'object') return { kind: 'unknown' };
  return { kind: 'found', grant: world.grantOf(placed, API) };
}

function spent(decision: Decision, input: DecisionInput, { grant }: Vector): Decision {
  const once = decision.kind === 'allow' && decision.use !== undefined;
  return once && typeof grant === 'object' && grant.spent !== false
    ? challengeSpent(input, judgeToken(input).requirement)
    : decision;
}

function riskOf({ risk, subject, now }: PlacedVector) {
  if (risk?.subject !== subject) return NO_RISK;
  const { expiresAt, ...rest } = risk;
  return typeof expiresAt === 'number' && expiresAt <= now ? NO_RISK : { ...NO_RISK, ...rest };
}

function parametersOf({ path, template, parameters: values }: PlacedVector) {
  return takeApart({ path, template, values }).parameters;
}

function boundIn(placed: PlacedVector): string | undefined {
  const parameters = parametersOf(placed);
  return parameters && boundParametersOf(placed.template, parameters);
}

function requestInputsOf(placed: PlacedVector) {
  const { vector, method, path } = placed;
  const { query, headers } = vector.request;
  const names = [...new Set(query.map(([name]) => name))];
  return {
    method,
    path: encodePath(path),
    parameters: parametersOf(placed),
    query: Object.fromEntries(
      names.map((name) => [name, query.filter(([one]) => one === name).map(([, value]) => value)]),
    ),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    sourceIp: '127.0.0.1',
    userAgent: headers.find(([name]) => name === 'User-Agent')?.[1] ?? '',
  };
}

/** The members of the body, by the key of the context that fills them. */
const MEMBERS = {
  type: 'stepUpType',
  title: 'stepUpTitle',
  detail: 'stepUpDetail',
  error: 'stepUpError',
  acr_values: 'stepUpAcrValues',
  max_age: 'stepUpMaxAge',
  claims: 'stepUpClaims',
  authorization_uri: 'stepUpAuthorizationUri',
  scope: 'stepUpScope',
  next: 'stepUpNext',
  token_endpoint: 'stepUpTokenEndpoint',
  resource: 'stepUpResource',
} as const;

function refused({ method, path, template }: PlacedVector, refusal: Refusal, input?: DecisionInput) {
  const bound = input === undefined ? '' : pathToBind(input, judgeToken(input));
  const urls = {
    metadata: metadataUrl(VECTOR_BASE, path),
    tokenEndpoint: tokenEndpoint(VECTOR_BASE),
    resource: requirementUri(VECTOR_BASE, method, template, bound),
  };
  return responseIn(refusalResult(refusal, urls, 'null').context);
}

/** The response that API Gateway makes of the context of a refusal. */
export function responseIn(context: Readonly<Record<string, unknown>>) {
  const members = Object.entries(MEMBERS).map(([name, key]) => [name, context[key]]);
  const challenge = String(context.stepUpWwwAuthenticate);
  return { status: 401 as const, challenge, body: { ...Object.fromEntries(members), status: 401 } };
}

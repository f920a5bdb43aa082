/** The Lambda authorizer (type REQUEST, REST API): it answers an event with a policy document. */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import type { VerifiedToken } from '../../adapters/tokens/token-verifier.ts';
import { readConfig } from '../request/config.ts';
import { GRANT_HEADER, METRICS, REQUEST_DEADLINE } from '../../core/contract.ts';
import { allowResult, refusalResult } from '../../core/answer/authorizer-result.ts';
import type { AuthorizerResult } from '../../core/answer/authorizer-result.ts';
import { allowOrigin } from '../../core/answer/fixed/cors.ts';
import { readCredential } from '../../core/token/credential.ts';
import type { GrantCredential } from '../../core/token/credential.ts';
import { refusalUrls } from '../../core/answer/refusal-urls.ts';
import { baseUrl } from '../../core/answer/urls.ts';
import { invalidToken, malformedRequest, noCredential, refusalOf } from '../../core/answer/refusal.ts';
import type { Refusal } from '../../core/answer/refusal.ts';
import { signInDifference } from '../../core/decision/sign-in-difference.ts';
import type { Observation } from '../../core/decision/observation.ts';
import type { FiredRule } from '../../core/policy/rules.ts';
import type { PolicyLookup } from '../../core/policy/route-policy.ts';
import { pathToBind } from '../../core/decision/judgement.ts';
import { readAuthorizerEvent } from '../request/gateway-event.ts';
import type { AuthorizerRequest } from '../request/gateway-event.ts';
import { decideAccess } from '../access/decide-access.ts';
import type { Access, DecidedVersion } from '../access/decide-access.ts';
import { tableFetchers } from '../request/table-fetchers.ts';
import { withRequestDeadline } from '../request/deadline.ts';
import { outcomeFields, recordOutcome, refusalFields } from '../request/outcome.ts';
import type { OutcomeFields } from '../request/outcome.ts';
import { createServices } from '../request/services.ts';
import { count, recordFault, telemetry } from '../telemetry.ts';
import { errorText } from '../../core/error-text.ts';

const services = createServices(readConfig(), createDynamoDBClient());

/** Answers every request: Allow with the verified claims, or Deny with what the client can do next. */
export const handler = middy(
  async (event: unknown, _: Context, { signal }: { signal: AbortSignal }): Promise<AuthorizerResult> => {
    try {
      return await authorize(readAuthorizerEvent(event), signal);
    } catch (error) {
      throw signal.aborted ? error : fault(error);
    }
  },
  withRequestDeadline(() => {
    throw fault(new Error(`no answer within ${REQUEST_DEADLINE} s`));
  }),
).use(telemetry());

/** The Lambda runtime prints the thrown error: it has no cause, and only text that is known to contain no secret. */
function fault(error: unknown): Error {
  recordFault(METRICS.fault, 'The request could not be decided, and was refused', error);
  return new Error(`The authorizer failed: ${errorText(error)}`);
}

async function authorize(request: AuthorizerRequest, signal: AbortSignal): Promise<AuthorizerResult> {
  const credential = readCredential(request.headers, GRANT_HEADER);
  switch (credential.kind) {
    case 'none':
      return refuse(request, noCredential(), { reason: 'no_credential' });
    case 'malformed':
      return refuse(request, malformedRequest(credential.description), { reason: 'malformed_credential' });
    case 'bearer': {
      const verification = await services.tokens.verify(credential.token, signal);
      if (verification.ok) return authorizeVerified(request, verification.value, credential.grant, signal);
      return refuse(
        request,
        invalidToken(verification.error.detail, services.trust),
        refusalFields(verification.error),
      );
    }
  }
}

async function authorizeVerified(
  request: AuthorizerRequest,
  verified: VerifiedToken,
  grant: GrantCredential,
  signal: AbortSignal,
): Promise<AuthorizerResult> {
  const lookup = await services.policies.policy(request.method, request.template, signal);
  const { authentication, trust } = verified;
  const { api, boundParameters, requestInputs } = request;
  const asked = {
    authentication,
    trust,
    api,
    boundParameters,
    request: requestInputs,
  };
  const access = await decideAccess(tableFetchers(services, grant), asked, lookup, signal);
  signal.throwIfAborted();
  record(request, verified, lookup, access);
  const { decision, current, observation } = access;
  return decision.kind === 'allow'
    ? allowResult(request.methodArn, authentication, decision, observation)
    : refusal(request, refusalOf(decision, trust), boundIn(current));
}

function refuse(
  request: AuthorizerRequest,
  answer: Refusal,
  why: Partial<OutcomeFields> & Pick<OutcomeFields, 'reason'>,
): AuthorizerResult {
  recordOutcome(METRICS.unauthenticated, { ...outcomeFields(request, undefined), ...why });
  return refusal(request, answer);
}

function boundIn(decided: DecidedVersion | undefined): string {
  return decided === undefined ? '' : pathToBind(decided.input, decided.judged);
}

function refusal(request: AuthorizerRequest, answer: Refusal, bound = ''): AuthorizerResult {
  const sent = request.sent();
  const base = baseUrl(services.trust.publicUrl, sent);
  const { method, template } = request;
  const urls = refusalUrls({ base, path: sent.below, method, template }, bound);
  const origin = request.headers.origin?.[0];
  return refusalResult(answer, urls, allowOrigin(origin, services.trust.cors.allowedOrigins));
}

function record(
  request: AuthorizerRequest,
  verified: VerifiedToken,
  lookup: PolicyLookup,
  { decision, current, observation }: Access,
): void {
  const fields = outcomeFields(request, verified.authentication);
  recordOutcome(OUTCOME[decision.kind], {
    ...fields,
    ...ruled(current?.judged.fired ?? []),
    ...observed(observation),
    ...signInDifference(decision, verified),
    reason: 'reason' in decision ? decision.reason : decision.kind,
    openedBy: decision.kind === 'allow' ? decision.openedBy : undefined,
    grantRefusal: 'grantRefusal' in decision ? decision.grantRefusal : undefined,
  });
  if (observation !== undefined) count(OBSERVED[observation.outcome]);
  if (lookup.kind === 'missing') {
    recordFault(METRICS.policyMissing, `The route ${fields.route} has no policy item`, undefined);
  }
  if (decision.kind === 'deny' && decision.reason === 'policy_unsatisfiable') {
    recordFault(
      METRICS.policyInvalid,
      `No sign-in can meet the requirement and the matching rules of ${fields.route}`,
      undefined,
    );
  }
}

/** The rules by their names: the log must not contain conditions. */
function ruled(fired: readonly FiredRule[]) {
  const failed = fired.filter(({ failure }) => failure !== undefined);
  if (failed.length > 0) count(METRICS.ruleFailed);
  return { rules: namesOf(fired), rulesFailed: namesOf(failed) };
}

function namesOf(fired: readonly FiredRule[]): readonly string[] | undefined {
  return fired.length === 0 ? undefined : fired.map(({ rule }) => rule.name);
}

function observed(observation: Observation | undefined) {
  if (observation === undefined) return {};
  return { upcomingOutcome: observation.outcome, upcomingAt: observation.effectiveAt };
}

const OBSERVED = {
  allow: METRICS.upcomingAllowed,
  challenge: METRICS.upcomingChallenged,
  deny: METRICS.upcomingDenied,
  unknown: METRICS.upcomingUnknown,
} as const;

const OUTCOME = {
  allow: METRICS.allowed,
  challenge: METRICS.challenged,
  grant_required: METRICS.challenged,
  insufficient_scope: METRICS.denied,
  deny: METRICS.denied,
} as const;

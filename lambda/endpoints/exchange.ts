/** The token endpoint: exchanges an elevated access token for a step-up grant (RFC 8693). */
import { hashParts } from '../adapters/hash.ts';
import type { Verification } from '../adapters/token-verifier.ts';
import { METRICS } from '../contract.ts';
import { decideExchange } from '../core/decide.ts';
import type { Decision } from '../core/decide.ts';
import { GRANT_TOKEN_TYPE, parseExchange } from '../core/exchange-request.ts';
import type { ExchangeErrorCode, ExchangeRequest } from '../core/exchange-request.ts';
import { newGrant } from '../core/grant.ts';
import { baseUrl } from '../core/locations.ts';
import { asksForStepUp } from '../core/requirement.ts';
import type { Situation } from '../core/situation.ts';
import { firstHeader } from '../gateway-event.ts';
import type { ProxyRequest } from '../gateway-event.ts';
import { json } from '../http-answer.ts';
import type { HttpAnswer } from '../http-answer.ts';
import { situationOf } from '../judge.ts';
import type { Services } from '../services.ts';
import { recordOutcome } from '../telemetry.ts';

const LONGEST_BODY = 32 * 1024;
const FORM = 'application/x-www-form-urlencoded';

type Verified = Extract<Verification, { ok: true }>;

/** An OAuth error answer (RFC 6749 §5.2), with what else the client needs to act on it. */
interface Refused {
  readonly error: ExchangeErrorCode;
  readonly description: string;
  readonly extra?: Readonly<Record<string, string | number>>;
}

/** Answers an exchange. Every fault of the caller is a 400 that says what to change. */
export async function exchange(
  services: Services,
  request: ProxyRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const base = baseUrl(services.trust.publicUrl, request.location);
  const form = readForm(request);
  if (form === undefined) {
    return refuse(request, {
      error: 'invalid_request',
      description: `Send a form (${FORM}) of at most ${LONGEST_BODY} bytes.`,
    });
  }
  const parsed = parseExchange(form, base);
  if (!parsed.ok) return refuse(request, parsed.error);
  const verification = await services.tokens.verify(parsed.request.subjectToken, signal);
  if (!verification.ok) {
    const detail = services.trust.verboseRefusals ? ` ${verification.refusal.detail}` : '';
    return refuse(request, {
      error: 'invalid_request',
      description: `subject_token is not a valid access token.${detail}`,
    });
  }
  return exchangeVerified(services, request, parsed.request, verification, signal);
}

async function exchangeVerified(
  services: Services,
  request: ProxyRequest,
  { method, template, clientId }: ExchangeRequest,
  verified: Verified,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  if (clientId !== undefined && clientId !== verified.authentication.clientId) {
    return refuse(request, {
      error: 'invalid_request',
      description: 'client_id is not the client of the subject_token.',
    });
  }
  const lookup = await services.policies.requirement(method, template, signal);
  if (lookup.kind !== 'found' || !asksForStepUp(lookup.requirement)) {
    return refuse(request, {
      error: 'invalid_target',
      description: 'resource names no route that asks for step-up.',
    });
  }
  const situation = await situationOf(services, verified, lookup, request.api, signal);
  const decision = decideExchange(situation);
  if (decision.kind !== 'allow') return refuse(request, refusedBy(decision, verified.trust.words.toTheirs));
  return issue(services, request, situation, signal);
}

async function issue(
  services: Services,
  request: ProxyRequest,
  situation: Situation,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const grant = newGrant(situation);
  if (grant.expiresAt <= situation.now) {
    return refuse(request, {
      error: 'invalid_request',
      description: 'subject_token is about to expire: get a new one.',
    });
  }
  const value = await services.grants.issue(grant, signal);
  const { issuer, subject, clientId, acr, authTime } = grant;
  recordOutcome(METRICS.grantIssued, {
    ...fieldsOf(request),
    reason: grant.target,
    issuer,
    clientId,
    subjectHash: hashParts(issuer, subject),
    acr,
    authTime,
  });
  return json(200, {
    access_token: value,
    issued_token_type: GRANT_TOKEN_TYPE,
    // RFC 8693 §2.2.1: not an access token that could be used as Bearer.
    token_type: 'N_A',
    expires_in: grant.expiresAt - situation.now,
  });
}

function refusedBy(
  decision: Exclude<Decision, { kind: 'allow' }>,
  toTheirs: (words: readonly string[]) => readonly string[],
): Refused {
  switch (decision.kind) {
    case 'challenge':
      return {
        error: 'insufficient_user_authentication',
        description: 'The sign-in behind subject_token does not meet the requirement of the resource.',
        extra: {
          ...(decision.acr.length === 0 ? {} : { acr_values: toTheirs(decision.acr).join(' ') }),
          ...(decision.maxAge === undefined ? {} : { max_age: decision.maxAge }),
        },
      };
    case 'insufficient_scope':
      return {
        error: 'insufficient_scope',
        description: 'subject_token lacks a scope that the resource requires.',
        extra: { scope: decision.scopes.join(' ') },
      };
    case 'grant_required':
    case 'deny':
      return { error: 'invalid_target', description: 'No grant is issued for this resource to this token.' };
  }
}

function readForm({ headers, body }: ProxyRequest): [string, string][] | undefined {
  const contentType = firstHeader(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase();
  if (contentType !== FORM || body.length > LONGEST_BODY) return undefined;
  return [...new URLSearchParams(body)];
}

function refuse(request: ProxyRequest, { error, description, extra }: Refused): HttpAnswer {
  recordOutcome(METRICS.grantRefused, { ...fieldsOf(request), reason: error });
  return json(400, { error, error_description: description, ...extra });
}

function fieldsOf({ method, template, extendedRequestId }: ProxyRequest) {
  return { route: `${method} ${template}`, extendedRequestId };
}

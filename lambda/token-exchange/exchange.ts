/** The token endpoint: exchanges an elevated access token for a step-up grant (RFC 8693). */
import type { GrantIssuer } from '../../adapters/stores/grant-issuer.ts';
import type { VerifiedToken } from '../../adapters/tokens/token-verifier.ts';
import { METRICS } from '../../core/contract.ts';
import type { Authentication } from '../../core/token/authentication.ts';
import { signInDifference } from '../../core/decision/sign-in-difference.ts';
import type { Decision } from '../../core/decision/decide.ts';
import { askedMembers, askedSignIn } from '../../core/answer/asked-sign-in.ts';
import { clientMistake } from '../../core/answer/client-credentials.ts';
import { GRANT_TOKEN_TYPE, parseExchange } from '../../core/answer/exchange-request.ts';
import type {
  ExchangeError,
  ExchangeErrorCode,
  ExchangeRequest,
} from '../../core/answer/exchange-request.ts';
import { newGrant } from '../../core/decision/grant.ts';
import type { Grant } from '../../core/decision/grant.ts';
import { baseUrl } from '../../core/answer/urls.ts';
import type { DecisionInput } from '../../core/decision/input.ts';
import type { ProxyRequest } from '../request/gateway-event.ts';
import { json } from './http-answer.ts';
import type { HttpAnswer } from './http-answer.ts';
import { decideExchangeAccess } from '../access/decide-exchange.ts';
import { exchangeFetchers } from '../request/table-fetchers.ts';
import { outcomeFields, recordOutcome, refusalFields } from '../request/outcome.ts';
import type { OutcomeFields } from '../request/outcome.ts';
import type { Services } from '../request/services.ts';

/** What the exchange alone needs: no other function issues grants. */
export interface ExchangeServices extends Services {
  readonly issuedGrants: GrantIssuer;
}

const LONGEST_BODY = 32 * 1024;
const FORM = 'application/x-www-form-urlencoded';

/**
 * An OAuth error answer (RFC 6749 §5.2). `extra`: members that tell the client what to do. `why`: for the log.
 * `retryAfter`: seconds after which the same request may succeed.
 */
interface Refused {
  readonly kind: 'refused';
  readonly error: ExchangeErrorCode;
  readonly description: string;
  readonly extra?: Readonly<Record<string, string | number>>;
  readonly why?: Partial<OutcomeFields>;
  readonly retryAfter?: number;
  readonly authentication?: Authentication;
}

interface Issued {
  readonly kind: 'issued';
  readonly value: string;
  readonly expiresIn: number;
  readonly input: DecisionInput;
}

/**
 * Answers an exchange. Every error of the caller is answered with 400, credentials of another client with 401 (RFC 6749
 * §5.2), and the description says what to change; too many live grants with 429 (RFC 6585 §4), and Retry-After in seconds.
 */
export async function exchange(
  services: ExchangeServices,
  request: ProxyRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const outcome = await exchangeToken(services, request, signal);
  signal.throwIfAborted();
  record(request, outcome);
  return outcome.kind === 'issued' ? granted(outcome) : refused(outcome);
}

async function exchangeToken(
  services: ExchangeServices,
  request: ProxyRequest,
  signal: AbortSignal,
): Promise<Issued | Refused> {
  const formError = formErrorOf(request);
  if (formError !== undefined) return refuse('invalid_request', formError);
  const form = [...new URLSearchParams(request.body)];
  const base = baseUrl(services.trust.publicUrl, request.sent());
  const parsed = parseExchange(form, request.headers.authorization ?? [], base);
  if (!parsed.ok) return refuse(parsed.error.error, parsed.error.description);
  const verification = await services.tokens.verify(parsed.value.subjectToken, signal);
  if (verification.ok) return exchangeVerified(services, request, parsed.value, verification.value, signal);
  const explained = services.trust.verboseRefusals ? ` ${verification.error.detail}` : '';
  const description = `subject_token is not a valid access token: get a new one.${explained}`;
  return refuse('invalid_request', description, { why: refusalFields(verification.error) });
}

async function exchangeVerified(
  services: ExchangeServices,
  request: ProxyRequest,
  asking: ExchangeRequest,
  verified: VerifiedToken,
  signal: AbortSignal,
): Promise<Issued | Refused> {
  const { authentication } = verified;
  const { method, template, boundParameters } = asking;
  const mistake = mistakeBeside(asking, authentication);
  if (mistake !== undefined) return refuse(mistake.error, mistake.description, { authentication });
  const lookup = await services.policies.policy(method, template, signal);
  const asked = { ...verified, api: request.api, template, boundParameters };
  const access = await decideExchangeAccess(exchangeFetchers(services), asked, lookup, signal);
  switch (access.kind) {
    case 'no_step_up': {
      const description = 'resource names no route that asks for step-up: name the URI from the challenge.';
      return refuse('invalid_target', description, {
        authentication,
        why: { reason: `policy_${lookup.kind}` },
      });
    }
    case 'path_missing': {
      const description = 'The grant is for one path: name the URI from the challenge, with its query.';
      return refuse('invalid_target', description, { authentication, why: { reason: 'path_missing' } });
    }
    case 'decided': {
      const { decided, input } = access;
      const { decision, judged } = decided;
      if (decision.kind === 'allow') return issue(services, newGrant(input, judged), input, signal);
      return { ...refusedBy(decision, verified), authentication };
    }
  }
}

/** What the client says of itself or asks for, and the token does not have; undefined where they agree. */
function mistakeBeside(
  { client, clientId, scopes }: ExchangeRequest,
  authentication: Authentication,
): ExchangeError | undefined {
  const other = client && clientMistake(client, authentication.clientId);
  if (other !== undefined) return other;
  if (clientId !== undefined && clientId !== authentication.clientId) {
    const description = 'client_id is not the client of the subject_token: leave it out.';
    return { error: 'invalid_request', description };
  }
  // RFC 6749 §5.2. A grant adds no scopes: those of the access token beside it count.
  if (scopes.every((scope) => authentication.scopes.includes(scope))) return undefined;
  const description =
    'The subject_token lacks a scope that is asked for: leave scope out, or get a token with it.';
  return { error: 'invalid_scope', description };
}

async function issue(
  services: ExchangeServices,
  grant: Grant,
  input: DecisionInput,
  signal: AbortSignal,
): Promise<Issued | Refused> {
  const { authentication, now } = input;
  if (grant.expiresAt <= now) {
    return refuse('invalid_request', 'subject_token is about to expire: get a new one.', { authentication });
  }
  const issued = await services.issuedGrants.issue(grant, signal);
  if (issued.ok) return { kind: 'issued', value: issued.value, expiresIn: grant.expiresAt - now, input };
  const retryAfter = issued.error.earliestEnd - now;
  return refuse('too_many_grants', TOO_MANY, { retryAfter, authentication });
}

const TOO_MANY =
  'This user has too many live grants with this client: keep a grant and send it until it expires, ' +
  'or try again after Retry-After seconds.';

function refusedBy(decision: Exclude<Decision, { kind: 'allow' }>, verified: VerifiedToken): Refused {
  const why = {
    ...signInDifference(decision, verified),
    reason: 'reason' in decision ? decision.reason : decision.kind,
  };
  switch (decision.kind) {
    case 'challenge': {
      const description =
        'The sign-in behind subject_token is not enough for the resource: sign in as acr_values and max_age ask.';
      const asked = askedSignIn(decision, verified.trust);
      return refuse(asked.error, description, { extra: askedMembers(asked), why });
    }
    case 'insufficient_scope': {
      const extra = { scope: decision.scopes.join(' ') };
      const description = 'subject_token lacks a scope that the resource requires: get one with that scope.';
      return refuse('insufficient_scope', description, { extra, why });
    }
    case 'grant_required':
    case 'deny':
      return refuse(
        'invalid_target',
        'No grant is issued for this resource to this token: asking again does not help.',
        { why },
      );
  }
}

function refuse(
  error: ExchangeErrorCode,
  description: string,
  more: Pick<Refused, 'extra' | 'why' | 'retryAfter' | 'authentication'> = {},
): Refused {
  return { kind: 'refused', error, description, ...more };
}

function granted({ value, expiresIn }: Issued): HttpAnswer {
  return answer(200, {
    access_token: value,
    issued_token_type: GRANT_TOKEN_TYPE,
    // RFC 8693 §2.2.1: the grant is not an access token that a client could send as Bearer.
    token_type: 'N_A',
    expires_in: expiresIn,
  });
}

function refused({ error, description, extra, retryAfter }: Refused): HttpAnswer {
  const body = { error, error_description: description, ...extra };
  if (retryAfter !== undefined) return answer(429, body, { 'Retry-After': String(retryAfter) });
  // API Gateway renames the header (docs/client.md): the body says all that it does.
  return error === 'invalid_client'
    ? answer(401, body, { 'WWW-Authenticate': 'Basic realm="step-up"' })
    : answer(400, body);
}

/** RFC 6749 §5.1: `Pragma` beside `Cache-Control`. */
function answer(statusCode: number, body: object, headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return json(statusCode, body, { Pragma: 'no-cache', ...headers });
}

function record(request: ProxyRequest, outcome: Issued | Refused): void {
  if (outcome.kind === 'issued') {
    const { authentication, target } = outcome.input;
    recordOutcome(METRICS.grantIssued, { ...outcomeFields(request, authentication), reason: target });
  } else {
    const { error, why, authentication } = outcome;
    const fields = outcomeFields(request, authentication);
    recordOutcome(METRICS.grantRefused, { ...fields, reason: error, ...why });
  }
}

/** Why the body cannot be read as a form; undefined where it can. */
function formErrorOf({ headers, body }: ProxyRequest): string | undefined {
  const contentType = headers['content-type']?.[0]?.split(';')[0]?.trim().toLowerCase();
  if (contentType !== FORM) return `Content-Type is not that of a form: send the parameters as ${FORM}.`;
  return body.length > LONGEST_BODY
    ? `The body is too long: send only the parameters of the exchange, at most ${LONGEST_BODY} characters.`
    : undefined;
}

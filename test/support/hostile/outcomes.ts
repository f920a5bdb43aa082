/** What the functions answered, in one word; throws when the answer is not of the documented form. */
import * as v from 'valibot';
import { ALLOW_CONTEXT_KEYS, REFUSAL_CONTEXT_KEYS } from '../../../core/contract.ts';
import type { BuiltFunctions } from '../functions/built-functions.ts';
import type { HostileRequest } from './request.ts';
import type { Invocation } from '../../../local/functions/instance.ts';

/** The outcomes of the authorizer. `fault` is a throw, which API Gateway answers with a 5xx. */
export const AUTHORIZER_OUTCOMES = [
  'allow',
  'no_credential',
  'invalid_request',
  'invalid_token',
  'insufficient_scope',
  'insufficient_user_authentication',
  'step_up_grant_required',
  'access_denied',
  'fault',
] as const;

/** The outcomes of the exchange; `granted` and those behind it are not errors of RFC 6749 §5.2. */
export const EXCHANGE_OUTCOMES = [
  'invalid_request',
  'invalid_client',
  'invalid_target',
  'invalid_scope',
  'unsupported_grant_type',
  'insufficient_user_authentication',
  'insufficient_scope',
  'granted',
  'unavailable',
] as const;

/** The outcomes of the requirement resource and of the metadata. */
export const RESOURCE_OUTCOMES = ['found', 'not_found', 'unavailable'] as const;

/** No value of a refusal may need escaping in a JSON string, which the gateway response is. */
const plainText = v.pipe(v.string(), v.regex(/^[ !#-[\]-~]*$/));

/** RFC 9110 §11.6.1, of the characters that need no escaping: nothing can end the value or start another header. */
const challengeHeader = v.pipe(
  v.string(),
  v.regex(/^Bearer(?: [a-z_]+="[ !#-[\]-~]*"(?:, [a-z_]+="[ !#-[\]-~]*")*)?$/),
);

const policyDocument = <const Effect extends string, const Resource extends v.GenericSchema<string>>(
  effect: Effect,
  resource: Resource,
) =>
  v.strictObject({
    Version: v.literal('2012-10-17'),
    Statement: v.strictTuple([
      v.strictObject({
        Action: v.literal('execute-api:Invoke'),
        Effect: v.literal(effect),
        Resource: resource,
      }),
    ]),
  });

const allowed = v.strictObject({
  principalId: v.string(),
  policyDocument: policyDocument(
    'Allow',
    v.pipe(
      v.string(),
      v.regex(/^arn:aws:execute-api:[a-z0-9-]+:\d{12}:[a-z0-9]+\/[A-Za-z0-9_-]+\/[A-Z]+\/\*$/),
    ),
  ),
  context: v.strictObject(v.entriesFromList(ALLOW_CONTEXT_KEYS, v.string())),
});

const refused = v.strictObject({
  principalId: v.literal('refused'),
  policyDocument: policyDocument('Deny', v.literal('*')),
  context: v.strictObject({
    ...v.entriesFromList(REFUSAL_CONTEXT_KEYS, plainText),
    stepUpWwwAuthenticate: challengeHeader,
    stepUpError: v.picklist(['', ...AUTHORIZER_OUTCOMES.filter((one) => one !== 'allow' && one !== 'fault')]),
  }),
});

const authorizerAnswer = v.union([allowed, refused]);

export function authorizerOutcome(invocation: Invocation): string {
  if (!invocation.ok) return faultOf(invocation);
  const answer = v.parse(authorizerAnswer, invocation.value);
  if (!('stepUpError' in answer.context)) return 'allow';
  return answer.context.stepUpError === '' ? 'no_credential' : answer.context.stepUpError;
}

/** A fault of the event is documented; that something failed, crashed or took too long is not. */
function faultOf({ errorType, errorMessage }: Extract<Invocation, { ok: false }>): string {
  return EVENT_FAULT.test(errorMessage) ? 'fault' : `${errorType}: ${errorMessage}`;
}

const EVENT_FAULT =
  /^The authorizer failed: (unexpected value at |Error: the method ARN of the event |TypeError: Invalid URL$)/;

const httpAnswer = v.strictObject({
  statusCode: v.number(),
  headers: v.record(v.string(), v.pipe(v.string(), v.regex(/^[\x20-\x7e]+$/))),
  body: v.pipe(v.string(), v.parseJson()),
});

const oauthError = v.looseObject({
  error: v.string(),
  error_description: v.pipe(v.string(), v.minLength(10)),
});
const grantAnswer = v.strictObject({
  access_token: v.pipe(v.string(), v.regex(/^sug_[A-Za-z0-9_-]{43}$/)),
  issued_token_type: v.literal('urn:step-up-authorizer:token-type:grant'),
  token_type: v.literal('N_A'),
  expires_in: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(900)),
});

export function exchangeOutcome(invocation: Invocation): string {
  if (!invocation.ok) return `${invocation.errorType}: ${invocation.errorMessage}`;
  const { statusCode, headers, body } = v.parse(httpAnswer, invocation.value);
  if (headers['Cache-Control'] !== 'no-store') return `an answer that may be stored: ${statusCode}`;
  if (statusCode === 503) return 'unavailable';
  if (statusCode === 400 || statusCode === 401) {
    const { error } = v.parse(oauthError, body);
    // RFC 6749 §5.2: no other error of the exchange is a 401.
    return (statusCode === 401) === (error === 'invalid_client')
      ? error
      : `${error} with status ${statusCode}`;
  }
  v.parse(grantAnswer, body);
  return statusCode === 200 ? 'granted' : `status ${statusCode}`;
}

/** Of the requirement resource and of the metadata. */
export function resourceOutcome(invocation: Invocation): string {
  if (!invocation.ok) return `${invocation.errorType}: ${invocation.errorMessage}`;
  const { statusCode } = v.parse(httpAnswer, invocation.value);
  return { 200: 'found', 404: 'not_found', 503: 'unavailable' }[statusCode] ?? `status ${statusCode}`;
}

/** What becomes of a hostile request. */
export async function outcomeOf(
  functions: Pick<BuiltFunctions, 'invoke'>,
  { to, event, kind }: HostileRequest,
): Promise<string> {
  const invocation = await functions.invoke(to, event);
  if (to === 'authorizer') return authorizerOutcome(invocation);
  return kind.endsWith(' path') ? resourceOutcome(invocation) : exchangeOutcome(invocation);
}

/** The grant that the exchange issued. */
export function grantOf(invocation: Invocation): string {
  const grant = issuedBy(invocation);
  if (grant === undefined) throw new Error(`no grant: ${JSON.stringify(invocation)}`);
  return grant;
}

/** The grant, if there is one. */
export function issuedBy(invocation: Invocation): string | undefined {
  const answer = v.safeParse(httpAnswer, invocation.ok ? invocation.value : undefined);
  const granted = v.safeParse(grantAnswer, answer.success ? answer.output.body : undefined);
  return granted.success ? granted.output.access_token : undefined;
}

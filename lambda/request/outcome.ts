/**
 * One structured log line and one outcome metric for every decision, of the authorizer and of the token exchange. This
 * file lists every field that is logged of a request: never a token, a grant, or a claim that is not in the list.
 */
import { hashParts } from '../../adapters/hash.ts';
import type { AuthenticationClaims } from '../../core/token/authentication.ts';
import type { TokenRefusal } from '../../core/token/token-refusal.ts';
import type { GatewayRequest } from './gateway-event.ts';
import { count, logger } from '../telemetry.ts';
import type { MetricName } from '../telemetry.ts';

/** The fields of a decision that may be logged. Identities are logged as the hashes that the tables use. */
export interface OutcomeFields {
  readonly route: string;
  readonly reason: string;
  /** The id that API Gateway makes. Its `requestId` is never logged: the caller can set it in x-amzn-RequestId. */
  readonly extendedRequestId: string;
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
  readonly subjectHash?: string | undefined;
  readonly acr?: string | undefined;
  readonly authTime?: number | undefined;
  readonly openedBy?: string | undefined;
  readonly grantRefusal?: string | undefined;
  /** The names of the rules that counted, and of those that counted because their condition failed. */
  readonly rules?: readonly string[] | undefined;
  readonly rulesFailed?: readonly string[] | undefined;
  /** What an announced change would have decided, and when it takes effect (seconds since 1970). */
  readonly upcomingOutcome?: string | undefined;
  readonly upcomingAt?: number | undefined;
  /** What a token has and what is expected of it, in safe characters, and the setting of its issuer that says so (core/token/shown.ts). */
  readonly came?: string | undefined;
  readonly expected?: string | undefined;
  readonly setting?: string | undefined;
}

/** The user is logged as the hash that the tables use. Other claims are logged only if OutcomeFields lists them. */
export function outcomeFields(
  { method, template, extendedRequestId }: GatewayRequest,
  authentication: AuthenticationClaims | undefined,
): Omit<OutcomeFields, 'reason'> {
  const route = `${method} ${template}`;
  if (authentication === undefined) return { route, extendedRequestId };
  const { issuer, subject, clientId, signIn } = authentication;
  return {
    route,
    extendedRequestId,
    issuer,
    clientId,
    subjectHash: hashParts(issuer, subject),
    acr: signIn.acr,
    authTime: signIn.authTime,
  };
}

/**
 * Why a token is refused. `issuer` is the trusted one that the token names: nothing of a refused token is proved. `detail` of
 * the refusal is for the client.
 */
export function refusalFields({
  code: reason,
  issuer,
  came,
  expected,
  setting,
}: TokenRefusal): Partial<OutcomeFields> & Pick<OutcomeFields, 'reason'> {
  return { reason, issuer, came, expected, setting };
}

/** Writes the log line and counts the outcome. */
export function recordOutcome(outcome: MetricName, fields: OutcomeFields): void {
  count(outcome);
  logger.info(outcome, { ...fields });
}

/** What a log line tells of a request and of who made it, at the authorizer and at the exchange alike. */
import { hashParts } from '../adapters/hash.ts';
import type { AuthenticationClaims } from '../core/token/authentication.ts';
import type { GatewayRequest } from './gateway-event.ts';
import type { OutcomeFields } from './telemetry.ts';

/** The user as the hash that the tables use; the other claims are those that telemetry lists. */
export function outcomeFields(
  { method, template, extendedRequestId }: GatewayRequest,
  authentication: AuthenticationClaims | undefined,
): Omit<OutcomeFields, 'reason'> {
  const route = `${method} ${template}`;
  if (authentication === undefined) return { route, extendedRequestId };
  const { issuer, subject, clientId, acr, authTime } = authentication;
  return {
    route,
    extendedRequestId,
    issuer,
    clientId,
    subjectHash: hashParts(issuer, subject),
    acr,
    authTime,
  };
}

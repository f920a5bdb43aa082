/** The fields of a log line about a request and its caller, for the authorizer and the token exchange. */
import { hashParts } from '../../adapters/hash.ts';
import type { AuthenticationClaims } from '../../core/token/authentication.ts';
import type { GatewayRequest } from './gateway-event.ts';
import type { OutcomeFields } from '../telemetry.ts';

/** The user is logged as the hash that the tables use. Other claims are logged only if telemetry.ts lists them. */
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

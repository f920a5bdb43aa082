/**
 * A route or method that the API does not have. API Gateway asks for a signature of AWS, and complains of an `Authorization`
 * that is none. Reports of users: amazon-cognito-angular-quickstart issue 50, time-addressable-media-store issue 8 (a bearer
 * token), serverless-basic-authentication issues 3 and 14 (Basic).
 */
import { createHash } from 'node:crypto';
import type { Refusal } from './refusal.ts';
import { lastHeader } from './request.ts';
import type { GatewayRequest } from './request.ts';

export function unknownRoute({ headers }: Pick<GatewayRequest, 'headers'>): Refusal {
  const authorization = lastHeader(headers, 'authorization');
  if (authorization === undefined) return { type: 'MISSING_AUTHENTICATION_TOKEN' };
  return { type: 'INCOMPLETE_SIGNATURE', message: complaint(authorization) };
}

/** What follows the scheme is read as `key=value, key=value`: a bearer token is no such pair, the padding of Basic makes one. */
function complaint(authorization: string): string {
  const [scheme = '', parameters = ''] = authorization.split(/\s+(.*)/s, 2);
  const pairs = parameters.split(',').filter((pair) => pair.trim() !== '');
  if (pairs.some((pair) => !pair.includes('=')))
    return `Invalid key=value pair (missing equal-sign) in Authorization header ${hashed(authorization)}.`;
  // AWS has been seen to repeat the header here. Its newer text for the other case has a hash.
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter(
    (name) => !pairs.some((pair) => pair.trim().startsWith(`${name}=`)),
  );
  return [
    ...missing.map((name) => `Authorization header requires '${name}' parameter.`),
    `Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ${hashed(parameters === '' ? authorization : scheme)}`,
  ].join(' ');
}

function hashed(text: string): string {
  return `(hashed with SHA-256 and encoded with Base64): '${createHash('sha256').update(text).digest('base64')}'`;
}

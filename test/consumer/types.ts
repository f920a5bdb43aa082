/** Compiled, never run: the types of the package are there, and say no to what synth would refuse. */
import { verifiedClaims } from 'step-up-authorizer/backend';
import type { Policy, SignatureAlgorithm } from 'step-up-authorizer';

// @ts-expect-error: a field that no policy has
export const mistyped: Policy = { maxage: 300 };

// @ts-expect-error: an algorithm that is not allowed
export const hmac: SignatureAlgorithm = 'HS256';

// @ts-expect-error: auth_time is a number of seconds
export const when: string = verifiedClaims({ requestContext: {} }).authTime;

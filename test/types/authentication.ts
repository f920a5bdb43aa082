/** Checked by the compiler alone: what has not been verified cannot reach the decision. */
import type { Authentication, AuthenticationClaims } from '../../core/token/authentication.ts';

declare const claims: AuthenticationClaims;

// @ts-expect-error -- claims that were not verified are no authentication
export const unverified: Authentication = claims;

// @ts-expect-error -- nor is a payload that only looks like one
export const lookalike: Authentication = { ...claims, verified: true };

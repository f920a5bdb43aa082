/** The caller of a request: with a verified token, or refused before the policy is read. */
import type { IssuerTrust } from '../../core/token/issuer-words.ts';
import type { TokenRefusal } from '../../core/token/token-refusal.ts';
import type { Authentication } from '../../core/token/authentication.ts';

export interface VerifiedCaller {
  readonly kind: 'verified';
  readonly authentication: Authentication;
  readonly trust: IssuerTrust;
}

/** `none`: no token was sent. `malformed`: the headers cannot be read. `refused`: the token is not a valid access token. */
export type RefusedCaller =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed'; readonly description: string }
  | { readonly kind: 'refused'; readonly refusal: TokenRefusal };

export type Caller = VerifiedCaller | RefusedCaller;

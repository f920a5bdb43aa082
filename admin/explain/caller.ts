/** Who asks, as far as a request tells: a token that was verified, or one that is refused before any policy counts. */
import type { IssuerTrust } from '../../core/token/access-token.ts';
import type { TokenRefusal } from '../../core/token/token-refusal.ts';
import type { Authentication } from '../../core/token/authentication.ts';

export interface VerifiedCaller {
  readonly kind: 'verified';
  readonly authentication: Authentication;
  readonly trust: IssuerTrust;
}

/** `refused`: the token is no valid access token. `malformed`: the headers cannot be read. */
export type RefusedCaller =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed'; readonly description: string }
  | { readonly kind: 'refused'; readonly refusal: TokenRefusal };

export type Caller = VerifiedCaller | RefusedCaller;

/** Where the tokens of an issuer say how a user signed in, as an owner or a preset writes it. */

/** A part that is left out is as in the standard: `acr`, `amr` and `auth_time` (OpenID Connect Core §2). */
export interface WrittenSignIn {
  readonly acr?: {
    readonly claim?: string | undefined;
    readonly list?: boolean | undefined;
    readonly methods?: readonly unknown[] | undefined;
  };
  readonly amr?: { readonly claim?: string | undefined; readonly member?: string | undefined } | undefined;
  readonly authTime?: WrittenAuthTime | undefined;
}

/** `member`: each method of the list `amr` has a time of its own, in this member. `none`: the issuer writes no time. */
export type WrittenAuthTime = { readonly claim: string } | { readonly member: string } | 'none';

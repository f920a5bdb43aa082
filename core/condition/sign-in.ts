/** How a user signed in, in our words. Beside the risk, since conditions read both. */

/**
 * The sign-in behind a token or a grant. What is not known of it is undefined. `acr` is a word of our vocabulary, `amr`
 * the issuer's methods, `authTime` in seconds since 1970.
 */
export interface SignIn {
  readonly acr: string | undefined;
  readonly amr: readonly string[] | undefined;
  readonly authTime: number | undefined;
  /**
   * Where each method has a time of its own: the weaker words that the methods show too, strongest first, each with the
   * time of its own methods.
   */
  readonly weaker?: readonly ShownWord[];
}

/** A word of our vocabulary, and the time of the methods that show it. */
export interface ShownWord {
  readonly acr: string;
  readonly authTime: number | undefined;
}

/** A sign-in of which nothing is known. */
export const NO_SIGN_IN: SignIn = { acr: undefined, amr: undefined, authTime: undefined };

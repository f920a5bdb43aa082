/** What the console's server and its page say to each other about sign-ins. */

/** Where the users of this run sign in. */
export interface SignInAt {
  /** `yours`: at a provider of the person who started the run. The server talks to it for the page. */
  readonly provider: 'local' | 'yours';
  readonly issuer: string;
  readonly clientId: string;
  /** Space-separated. */
  readonly scope: string;
  /** More parameters of the authorization request. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What to ask for, for each word of the vocabulary, in the words and in the form of the provider. */
  readonly asksFor: readonly AskedWords[];
}

/** The provider's words for one of ours and, where it is asked by claims challenges, the claims request, as JSON. */
export interface AskedWords {
  readonly acrValues: readonly string[];
  readonly claims?: string;
}

/** What an access token says of its sign-in, in the words of the vocabulary. What cannot be read is absent. */
export interface ReadSignIn {
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** Seconds since 1970. */
  readonly authTime?: number;
}

/** An answer of the provider, as it came. */
export interface ProviderAnswer {
  readonly status: number;
  /** Its `Content-Type`. */
  readonly type: string;
  readonly body: string;
}

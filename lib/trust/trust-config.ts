/**
 * The trust config as it is written: in `step-up.config.json` or in CDK code. Its schema, which says what each
 * field may be, is in core/trust/trust-config.ts.
 */

/** Which issuers are trusted, and what their acr words mean. */
export interface TrustConfigProps {
  /** Your acr words, weakest to strongest. */
  readonly acr: readonly string[];
  readonly issuers: readonly TrustedIssuerProps[];
  /** Public base URL of the API. @default taken from each request: its host, with stage or base path */
  readonly publicUrl?: string | undefined;
  readonly cors?: {
    /** Origins whose pages may call the API, such as `https://app.example.com`. */
    readonly allowedOrigins: readonly string[];
  };
  /** Whether a refusal says which check a token failed. @default false */
  readonly verboseRefusals?: boolean | undefined;
  /** Address of the JSON Schema, for editors. */
  readonly $schema?: string | undefined;
}

/** An OpenID provider or OAuth authorization server whose access tokens are accepted. */
export interface TrustedIssuerProps {
  /** `iss` of the tokens, compared character by character (RFC 9068 §4). */
  readonly issuer: string;
  /** Acceptable `aud` values. An `aud` that a token has must match. @default none: `clientsWithoutAudience` names a client */
  readonly audience?: readonly string[] | undefined;
  /** The clients whose tokens are accepted. @default every client of the issuer that comes with your audience */
  readonly clients?: readonly string[] | undefined;
  /** The clients whose tokens are accepted also without any `aud`. `cognito` has to say it. @default none */
  readonly clientsWithoutAudience?: readonly string[] | undefined;
  /** Signature algorithms. @default RS256, ES256, EdDSA */
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined;
  /** Where the key set is. @default what OpenID discovery below the issuer says */
  readonly jwksUri?: string | undefined;
  /** How the issuer shapes its access tokens. @default 'rfc9068', where `typ` is at+jwt */
  readonly profile?: TokenProfile | undefined;
  readonly acr?: {
    /** The claim with the acr. @default 'acr' */
    readonly claim?: string | undefined;
    /** From the issuer's acr words to yours. @default they are the same */
    readonly values?: Readonly<Record<string, string>> | undefined;
  };
  /** Leeway for `exp` and `nbf`, in seconds, 0 to 60. @default 5 */
  readonly clockSkew?: number | undefined;
}

export type SignatureAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA';

export type TokenProfile = 'rfc9068' | 'cognito' | 'entra' | 'okta' | 'auth0' | 'keycloak';

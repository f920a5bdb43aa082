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
    /**
     * Request headers that these pages may send, such as `Idempotency-Key`, beside Authorization, Content-Type and
     * Step-Up-Grant. @default none
     */
    readonly allowedHeaders?: readonly string[] | undefined;
    /**
     * Headers that these pages may read of what API Gateway answers itself, beside WWW-Authenticate, Retry-After and
     * x-amz-apigw-id. What your backend answers, it exposes itself. @default none
     */
    readonly exposedHeaders?: readonly string[] | undefined;
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
  /** Signature algorithms. @default RS256, ES256, EdDSA, Ed25519 */
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined;
  /** Where the key set is. @default what discovery below the issuer says (OpenID Connect Discovery, or RFC 8414) */
  readonly jwksUri?: string | undefined;
  /** The key set itself (RFC 7517 §5), in place of its address: nothing is fetched. @default it is fetched */
  readonly jwks?: { readonly keys: readonly JsonWebKeyProps[] } | undefined;
  /** How long discovery and the key set may take together, in seconds, 0.1 to 1.5. @default 1 */
  readonly keySetTimeout?: number | undefined;
  /**
   * Certificates in PEM: the authorities that alone are trusted when the keys of this issuer are fetched.
   * @default the public ones
   */
  readonly certificateAuthorities?: readonly string[] | undefined;
  /** How the issuer shapes its access tokens. @default 'rfc9068', where `typ` is at+jwt */
  readonly profile?: TokenProfile | undefined;
  /** Settings in place of those of the profile, for tokens of another shape. @default those of the profile */
  readonly token?: TokenSettingsProps | undefined;
  readonly acr?: AcrReadingProps;
  /** Where the methods of a sign-in stand. @default the claim `amr`, with names */
  readonly amr?:
    | {
        /** The claim with the methods: a text, or a list. @default 'amr' */
        readonly claim?: string | undefined;
        /** Where methods are objects: the member that names the method. @default objects are no methods */
        readonly member?: string | undefined;
      }
    | undefined;
  /**
   * Where the time of a sign-in stands, in seconds since 1970: in a claim, in a member of each method in `amr`, or
   * nowhere. @default { claim: 'auth_time' }
   */
  readonly authTime?: { readonly claim: string } | { readonly member: string } | 'none' | undefined;
  /**
   * The form of the challenges for its tokens: RFC 9470, or the claims challenge that clients of Microsoft Entra ID read
   * (docs/deploy.md, "Claims challenges"). @default 'rfc9470'
   */
  readonly challenge?: 'rfc9470' | 'entra' | undefined;
  /** Leeway for `exp` and `nbf`, in seconds, 0 to 60. @default 5 */
  readonly clockSkew?: number | undefined;
}

/** How the access tokens of an issuer say the same things. Each is by default that of the profile (docs/deploy.md, "Token profiles"). */
export interface TokenSettingsProps {
  /** Accepted `typ` values of the header, in any case, with or without `application/`. `none`: a header without `typ`. */
  readonly typ?: readonly string[] | undefined;
  /** The claims that name the client: the first that a token has counts. Or the one client of the issuer, where its tokens name none. */
  readonly client?: readonly string[] | { readonly fixed: string } | undefined;
  /** The claims with scopes: one text, or a list. */
  readonly scopes?: readonly string[] | undefined;
  /** What tells an access token from an ID token: a token has at least one of these. Empty only where every `typ` is at+jwt. */
  readonly accessToken?: readonly TokenMarkProps[] | undefined;
  /** What shows that a person signed in: `subject`, a `sub` that is not the client, or a claim that no token of a machine has. */
  readonly signedIn?:
    'subject' | { readonly claim: string; readonly holds: 'time' | 'scopes' | 'name' } | undefined;
  /** Each of these tells a token of client credentials. */
  readonly machine?: readonly TokenMarkProps[] | undefined;
  /** What a machine has in `sub` after the name of its client. The name alone is always a machine. */
  readonly machineSubjects?: readonly string[] | undefined;
  /** Whether a token may have `jku` in its header. Nothing is ever fetched from it. */
  readonly ignoreJku?: boolean | undefined;
}

/** A claim that a token has: with this text, or with any value. */
export interface TokenMarkProps {
  readonly claim: string;
  /** What stands in it, or in its list. @default any value */
  readonly value?: string | boolean | undefined;
}

/** How the acr of an issuer is read: by one of `values`, `numbers` and `methods`. */
export interface AcrReadingProps {
  /** The claim with the acr. @default 'acr'; `acrs` in the profile entra */
  readonly claim?: string | undefined;
  /** Whether a list in the claim vouches for each of its words. @default true, but false in the claim `acr` */
  readonly list?: boolean | undefined;
  /** From the issuer's acr words to yours. @default they are the same */
  readonly values?: Readonly<Record<string, string>> | undefined;
  /** From the issuer's whole numbers to your words. */
  readonly numbers?: Readonly<Record<string, string>> | undefined;
  /** Sets of methods, each with the word of yours that all of its methods show together. */
  readonly methods?: readonly { readonly all: readonly string[]; readonly acr: string }[] | undefined;
  /** What a challenge asks the issuer for, by your words. @default the issuer's words for them */
  readonly request?: Readonly<Record<string, string>> | undefined;
}

/** A public key, as RFC 7517 writes it. Members that this package does not know are ignored. */
export interface JsonWebKeyProps {
  readonly kty: string;
  readonly [member: string]: unknown;
}

export type SignatureAlgorithm =
  | ('RS256' | 'RS384' | 'RS512')
  | ('PS256' | 'PS384' | 'PS512')
  | ('ES256' | 'ES384' | 'ES512')
  | ('EdDSA' | 'Ed25519');

export type TokenProfile =
  | 'rfc9068'
  | 'cognito'
  | 'entra'
  | 'okta'
  | 'auth0'
  | 'keycloak'
  | 'duende'
  | 'spring'
  | 'hydra'
  | 'pingfederate'
  | 'forgerock'
  | 'adfs'
  | 'xsuaa'
  | 'supabase'
  | 'fusionauth';

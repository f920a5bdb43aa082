/** A policy as it is written in CDK code. docs/policy.md is the reference; parsePolicyItem checks it at synth. */

/** What a route, or the routes of a group, ask for. Every field that is left out asks for nothing. */
export interface Policy {
  /** At least this acr word of the vocabulary. */
  readonly acr?: string;
  /** One of these acr words. With `acr` too, only words that satisfy both. */
  readonly acrValues?: readonly string[];
  /** How long ago the user may have signed in, in seconds; at least 30. */
  readonly maxAge?: number;
  /** Scopes that the access token must have, all of them (RFC 6749 §3.3). */
  readonly scopes?: readonly string[];
  /** What a grant for the route has to be like, and whether nothing else opens it. */
  readonly grant?: GrantPolicy;
  /** Closes the route for everybody. */
  readonly deny?: boolean;
  /** The group whose policy holds as well: seed it as `GROUP name`. Groups do not nest. */
  readonly group?: string;
  /** For whoever reads the table. */
  readonly description?: string;
}

/** The part of a policy that is about grants. It needs an `acr`, `acrValues` or `maxAge` beside it. */
export interface GrantPolicy {
  /** Nothing but a grant opens the route, not even an elevated access token. @default false */
  readonly required?: boolean;
  /** How long a grant is good, in seconds, 5 to 900. @default 900 */
  readonly ttl?: number;
  /** Good while it lasts, or once for each sign-in; once implies `required`. @default 'window' */
  readonly use?: 'window' | 'once';
  /** What a grant is bound to. @default 'route' */
  readonly bind?: 'route';
  /** Grants issued before this moment, in seconds since 1970, are worth nothing. */
  readonly notBefore?: number;
}

/** A policy as it is written in CDK code. docs/policy.md is the reference; parsePolicyItem checks it at synth. */

/** What is asked for. Every field that is left out asks for nothing. */
export interface Demands {
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
}

/** What a route, or the routes of a group, ask for. */
export interface Policy extends Demands {
  /** What is asked for besides, when a condition holds; at most 16. */
  readonly rules?: readonly PolicyRule[];
  /** A change that takes effect later, or is only observed. */
  readonly upcoming?: UpcomingPolicy;
  /** The group whose policy holds as well: seed it as `GROUP name`. Groups do not nest. */
  readonly group?: string;
  /** For whoever reads the table. */
  readonly description?: string;
}

/** A rule can only raise what is asked for. */
export interface PolicyRule extends Demands {
  /** A condition in CEL over `claims`, `request`, `risk` and `now`, such as `risk.score >= 70`. */
  readonly when: string;
  /** For whoever reads the table. */
  readonly description?: string;
}

/** The fields that are to take the place of the policy's own; what is not named stays as it is. */
export interface UpcomingPolicy extends Demands {
  /** When, such as `2026-12-01T06:00:00Z`. Without it the change is only observed. */
  readonly effectiveAt?: string;
  readonly rules?: readonly PolicyRule[];
}

/** The part of a policy that is about grants. It needs an `acr`, `acrValues` or `maxAge` beside it. */
export interface GrantPolicy {
  /** Nothing but a grant opens the route, not even an elevated access token. @default false */
  readonly required?: boolean;
  /** How long a grant is good, in seconds, 5 to 900. @default 900 */
  readonly ttl?: number;
  /** Good while it lasts, or once for each sign-in; once implies `required`. @default 'window' */
  readonly use?: 'window' | 'once';
  /** Opens the route whatever its path parameters, or only with those that it was obtained for. @default 'route' */
  readonly bind?: 'route' | 'path';
  /** Grants issued before this moment, in seconds since 1970, are worth nothing. */
  readonly notBefore?: number;
}

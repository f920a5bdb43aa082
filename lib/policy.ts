/** A policy as it is written in CDK code. docs/policy.md is the reference; parsePolicyItem checks it at synth. */

/** What a policy or a rule demands. A field that is left out demands nothing. */
export interface Demands {
  /** At least this acr word of the vocabulary. */
  readonly acr?: string;
  /** One of these acr words. With `acr` too, the word must satisfy both. */
  readonly acrValues?: readonly string[];
  /** The maximum age of the sign-in, in seconds; at least 30. */
  readonly maxAge?: number;
  /** Scopes that the access token must have, all of them (RFC 6749 §3.3). */
  readonly scopes?: readonly string[];
  /** What a grant for the route must be like, and whether only a grant opens it. */
  readonly grant?: GrantPolicy;
  /** Refuses every request, with any token and any grant. */
  readonly deny?: boolean;
}

/** What a route, or each route of a group, demands. */
export interface Policy extends Demands {
  /** Until then, such as `2026-12-01T06:00:00Z`, every request is refused, with any token and any grant. */
  readonly closedUntil?: string;
  /** Further demands, each while a condition is true; at most 16. */
  readonly rules?: readonly PolicyRule[];
  /** A change that takes effect later, or is only observed. */
  readonly upcoming?: UpcomingPolicy;
  /** The group whose policy applies too: seed it as `GROUP name`. Groups do not nest. */
  readonly group?: string;
  /** A note for readers of the policy table; it has no effect. */
  readonly description?: string;
}

/** A rule can only make the policy stricter. */
export interface PolicyRule extends Demands {
  /** A condition in CEL over `claims`, `signIn`, `request`, `risk` and `now`, such as `risk.score >= 70`. */
  readonly when: string;
  /** A note for readers of the policy table; it has no effect. */
  readonly description?: string;
}

/** The fields that replace those of the policy; a field that is left out here stays as it is. */
export interface UpcomingPolicy extends Demands {
  /** When, such as `2026-12-01T06:00:00Z`. Without it the change is only observed. */
  readonly effectiveAt?: string;
  readonly rules?: readonly PolicyRule[];
}

/** The part of a policy that is about grants. It needs an `acr`, `acrValues` or `maxAge` beside it. */
export interface GrantPolicy {
  /** Only a grant opens the route; an elevated access token alone does not. @default false */
  readonly required?: boolean;
  /** The lifetime of a grant, in seconds, 5 to 900. @default 900 */
  readonly ttl?: number;
  /**
   * `window`: any number of uses in the lifetime of the grant. `once`: one use for each sign-in; implies `required`.
   * @default 'window'
   */
  readonly use?: 'window' | 'once';
  /** A grant opens the route with any path parameters, or only with those that it was issued for. @default 'route' */
  readonly bind?: 'route' | 'path';
  /** Grants issued before this time, in seconds since 1970, are not accepted. */
  readonly notBefore?: number;
}

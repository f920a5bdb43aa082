/** What the authorizer verified, for the function behind it. */
import * as v from 'valibot';
import { AUTHORIZED_BY } from '../core/contract.ts';
import type { ALLOW_CONTEXT_KEYS } from '../core/contract.ts';

/** Claims of a request that the step-up authorizer has allowed. All of them are verified. */
export interface VerifiedClaims {
  /** `iss` of the access token. */
  readonly issuer: string;
  /** `sub`: who the user is, to this issuer. */
  readonly subject: string;
  /** `client_id`: the application that calls. */
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** The acr word of the sign-in, from your vocabulary. If a grant opened the route, of the sign-in that it records. */
  readonly acr: string | undefined;
  /** The methods of the sign-in (RFC 8176). */
  readonly amr: readonly string[];
  /** The time of the sign-in, in seconds since 1970. */
  readonly authTime: number | undefined;
  /** Whether the access token opened the route by itself, or the grant beside it. */
  readonly openedBy: 'token' | 'grant';
  /** What an announced policy change would do with this request; undefined if no change is announced. */
  readonly upcoming: UpcomingChange | undefined;
}

/** A policy change that is announced and not in force yet. */
export interface UpcomingChange {
  /** What the decision would have been; `unknown` if it could not be found out. */
  readonly outcome: 'allow' | 'challenge' | 'deny' | 'unknown';
  /** When it takes effect, in seconds since 1970; undefined for a change that is only observed. */
  readonly effectiveAt: number | undefined;
}

/** A Lambda proxy event of a REST API; only this member of it is read. */
export interface EventBehindAuthorizer {
  readonly requestContext: { readonly authorizer?: unknown };
}

const words = v.pipe(
  v.string(),
  v.transform((text) => text.split(' ').filter((word) => word !== '')),
);

const text = v.pipe(v.string(), v.minLength(1));

const orNothing = <Value>(value: v.GenericSchema<string, Value>) =>
  v.union([
    v.pipe(
      v.literal(''),
      v.transform(() => undefined),
    ),
    value,
  ]);

const time = v.pipe(v.string(), v.regex(/^\d{1,10}$/), v.transform(Number));

/** API Gateway passes every value on as text (AWS: "Output from an API Gateway Lambda authorizer"). */
const allowContext = v.object({
  authorizedBy: v.literal(AUTHORIZED_BY),
  issuer: text,
  subject: text,
  clientId: v.string(),
  scope: words,
  acr: orNothing(v.string()),
  amr: words,
  authTime: orNothing(time),
  openedBy: v.picklist(['token', 'grant']),
  // An authorizer of an earlier version does not fill these two.
  upcomingOutcome: v.optional(orNothing(v.picklist(['allow', 'challenge', 'deny', 'unknown'])), ''),
  upcomingAt: v.optional(orNothing(time), ''),
} satisfies Record<(typeof ALLOW_CONTEXT_KEYS)[number], v.GenericSchema>);

/** Own members only: an event comes out of JSON. */
const ownMembers = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((value) => ({ ...value })),
);

const behindAuthorizer = v.object({
  requestContext: v.object({ authorizer: v.pipe(ownMembers, allowContext) }),
});

/**
 * Reads the verified claims from the event of a Lambda proxy integration (`requestContext.authorizer`). Throws
 * if there are none: then no step-up authorizer has allowed the request, and it must not be served.
 */
export function verifiedClaims(event: EventBehindAuthorizer): VerifiedClaims {
  const parsed = v.safeParse(behindAuthorizer, event);
  if (!parsed.success) {
    throw new Error(
      'The event has no claims of the step-up authorizer: is this method protected by it, and its integration a Lambda proxy?',
    );
  }
  const { issuer, subject, clientId, acr, amr, authTime, openedBy, scope, upcomingOutcome, upcomingAt } =
    parsed.output.requestContext.authorizer;
  const upcoming =
    upcomingOutcome === undefined ? undefined : { outcome: upcomingOutcome, effectiveAt: upcomingAt };
  return { issuer, subject, clientId, scopes: scope, acr, amr, authTime, openedBy, upcoming };
}

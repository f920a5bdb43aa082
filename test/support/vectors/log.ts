/** The decision as the authorizer logs it. */
import * as v from 'valibot';
import { jsonOrUndefined } from '../json-or-undefined.ts';
import type { VectorOutcome } from './outcome.ts';
import { until } from '../time/until.ts';

const line = v.object({
  message: v.picklist(['Allowed', 'Challenged', 'Denied', 'Unauthenticated']),
  route: v.string(),
  reason: v.string(),
  grantRefusal: v.optional(v.string()),
  upcomingOutcome: v.optional(v.string()),
  upcomingAt: v.optional(v.number()),
});

/** Waits for the line about a route, which may come after the answer. The route is called once. */
export function loggedDecision(
  lines: readonly string[],
  route: string,
): Promise<Omit<VectorOutcome, 'response'>> {
  return until(`the logged decision about ${route}`, () => {
    for (const text of lines) {
      const parsed = v.safeParse(line, jsonOrUndefined(text));
      if (parsed.success && parsed.output.route === route) return decisionIn(parsed.output);
    }
    return undefined;
  });
}

/** What has no reason of its own is logged with its kind. */
function decisionIn({
  message,
  reason,
  grantRefusal,
  upcomingOutcome,
  upcomingAt,
}: v.InferOutput<typeof line>): Omit<VectorOutcome, 'response'> {
  const upcoming = upcomingOutcome === undefined ? undefined : { outcome: upcomingOutcome, at: upcomingAt };
  const common = { grantRefusal, upcoming };
  switch (message) {
    case 'Allowed':
      return { ...common, decision: 'allow', reason: undefined };
    case 'Challenged':
      return reason === 'grant_required'
        ? { ...common, decision: reason, reason: undefined }
        : { ...common, decision: 'challenge', reason };
    case 'Denied':
      return reason === 'insufficient_scope'
        ? { ...common, decision: reason, reason: undefined }
        : { ...common, decision: 'deny', reason };
    case 'Unauthenticated':
      return { ...common, decision: 'unauthenticated', reason };
  }
}

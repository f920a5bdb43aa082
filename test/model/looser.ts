/** Whether an edit lets somebody in who was refused before: the audit must have said so. */
import type { Known } from './known.ts';
import { ROUTES } from './names.ts';
import { callOutcome } from './reference/outcomes.ts';
import type { Called, Grant, Token } from './reference/outcomes.ts';
import { policyOf } from './reference/policy.ts';
import type { Items, Situation } from './reference/policy.ts';
import { userOf } from './users.ts';

const IDS = ['17', '18'];

const CALLS: readonly Called[] = ROUTES.flatMap((route): readonly Called[] =>
  route.includes('{') ? IDS.map((id) => ({ route, id })) : [{ route, id: undefined }],
);

/**
 * A call that is open now, or at the moment of a change to come, and was refused by the items before the edit. Undefined
 * where there is none. What was closed for want of a usable policy does not count: its first policy loosens nothing.
 */
export function looserFor(
  known: Known,
  before: Items,
  tokens: readonly Token[],
  grants: readonly Grant[],
): string | undefined {
  for (const moment of momentsOf([before, known.items], known.now)) {
    for (const called of CALLS) {
      for (const token of tokens) {
        const user = userOf(token);
        const [was] = known.newest(user, before);
        const [is] = known.newest(user);
        if (was === undefined || is === undefined) continue;
        if (policyOf(called.route, { ...was, now: moment }) === undefined) continue;
        for (const grant of [undefined, ...grants]) {
          const opens = (situation: Situation) =>
            callOutcome(token, grant, called, { ...situation, now: moment }).kind === 'opened';
          if (opens(is) && !opens(was))
            return `${called.route} (${called.id ?? ''}) opens for ${JSON.stringify({ token, grant, moment })}`;
        }
      }
    }
  }
  return undefined;
}

function momentsOf(all: readonly Items[], now: number): readonly number[] {
  const items = all.flatMap((one) => [...one.values()]);
  const later = items.flatMap(({ upcoming, closedUntil }) => [upcoming?.effectiveAt ?? 0, closedUntil ?? 0]);
  return [...new Set([now, ...later.filter((moment) => moment > now)])];
}

/** Whether an edit lets somebody in who was refused before: the audit must have said so. */
import type { Known } from './known.ts';
import { ROUTES } from './names.ts';
import { callOutcome, isClosedByMistake } from './reference/outcomes.ts';
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
 * where there is none. What was closed for want of a usable policy, or by one that nobody could meet, does not count
 * (docs/cli.md, `policy put`).
 */
export function looserFor(
  known: Known,
  before: Items,
  tokens: readonly Token[],
  grants: readonly Grant[],
): string | undefined {
  for (const moment of momentsOf([before, known.items], known.now)) {
    for (const [token, called] of tokens.flatMap((one) => CALLS.map((call) => [one, call] as const))) {
      const [was] = known.newest(userOf(token), before);
      const [is] = known.newest(userOf(token));
      const opened = openedBy(token, called, grants, { ...was, now: moment }, { ...is, now: moment });
      if (opened !== undefined)
        return `${called.route} (${called.id ?? ''}) opens for ${JSON.stringify({ token, ...opened, moment })}`;
    }
  }
  return undefined;
}

/** With which of the grants, or without any, the call is open now and was refused before. */
function openedBy(
  token: Token,
  called: Called,
  grants: readonly Grant[],
  was: Situation,
  is: Situation,
): { readonly grant: Grant | undefined } | undefined {
  const [old, young] = [policyOf(called.route, was), policyOf(called.route, is)];
  if (old === undefined) return undefined;
  const opens = (grant: Grant | undefined, situation: Situation) =>
    callOutcome(token, grant, called, situation).kind === 'opened';
  // A route that joins or leaves a group is opened by other grants (docs/policy.md, "Groups").
  const counting = old.target === young?.target ? [undefined, ...grants] : [undefined];
  const opened = counting.filter(
    (one) => opens(one, is) && !opens(one, was) && !isClosedByMistake(token, one, called, was),
  );
  return opened.length === 0 ? undefined : { grant: opened[0] };
}

function momentsOf(all: readonly Items[], now: number): readonly number[] {
  const items = all.flatMap((one) => [...one.values()]);
  const later = items.flatMap(({ upcoming, closedUntil }) => [upcoming?.effectiveAt ?? 0, closedUntil ?? 0]);
  return [...new Set([now, ...later.filter((moment) => moment > now)])];
}

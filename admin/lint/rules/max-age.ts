/** A maxAge that leaves too little time, or has no effect. */
import { SHORTEST_MAX_AGE } from '../../../core/policy/fields.ts';
import { ONCE_MAX_AGE } from '../../../core/policy/requirement.ts';
import { hasSignInTime } from '../../../core/trust/sign-in-settings.ts';
import type { ItemMessage, LintRule } from '../lint-rule.ts';
import type { World } from '../world.ts';
import { firstOfEach } from '../written-demands.ts';
import type { WrittenDemands } from '../written-demands.ts';
import { closingMistakes } from './closing.ts';

export const MAX_AGE_RULES = [
  {
    id: 'max-age-loops',
    scope: 'table',
    severity: 'error',
    meaning:
      '`maxAge` is below 30 seconds. It ends before the user is back from the sign-in, so the user is asked to sign in again and again. The route is closed.',
    remedy: 'Give at least 30 seconds. To ask for a sign-in per request, use `grant.use: once`.',
    check: (world) => closingMistakes(world, 'short maxAge', ({ text, given }) => `${text}${given}`),
  },
  {
    id: 'max-age-short',
    scope: 'item',
    severity: 'warning',
    meaning:
      '`maxAge`, less the `clockSkew` of an issuer, leaves less than 30 seconds for sign-in, exchange and retry. If the clock of the issuer is that far behind, its users are asked to sign in again and again.',
    remedy: 'Raise `maxAge`, or lower `clockSkew` of the issuer.',
    check: ({ demands }, world) => demands.flatMap((one) => short(one, world)),
  },
  {
    id: 'max-age-unavailable',
    scope: 'item',
    severity: 'warning',
    meaning:
      'An issuer writes no time of a sign-in (`authTime` of the trust config), so none of its tokens meets a `maxAge` or opens a once-only route. Its users are refused, with a plain no.',
    remedy:
      'Leave out `maxAge` and `use: once`; or let the issuer write the time, name its claim and deploy.',
    check: ({ demands }, world) => unavailable(demands, world),
  },
  {
    id: 'max-age-without-acr',
    scope: 'item',
    severity: 'warning',
    meaning:
      'A route asks for an age of the sign-in and for no acr, and an issuer is asked by claims challenges (`challenge` of the trust config). These cannot ask for an age, so the challenge is that of RFC 9470, which clients of Entra ID such as MSAL do not read.',
    remedy: 'Ask for an acr, too.',
    check: ({ demands, isGroup }, world) => (isGroup ? [] : demands.flatMap((one) => unasked(one, world))),
  },
  {
    id: 'max-age-no-effect',
    scope: 'item',
    severity: 'warning',
    meaning:
      'A once-only grant never accepts a sign-in older than 24 hours, so a longer `maxAge` has no effect.',
    remedy: 'Remove `maxAge`, or give at most 86400.',
    check: ({ demands }) =>
      firstOfEach(demands.filter(isBeyondOnce), ({ at }) => [at('maxAge')]).map(
        ({ demands: { maxAge = 0 }, at, since }) => ({
          field: at('maxAge'),
          message: `${at('maxAge')} is ${maxAge}, but a once-only grant accepts no sign-in older than ${ONCE_MAX_AGE} seconds${since}: give that or less`,
        }),
      ),
  },
] as const satisfies readonly LintRule[];

function isBeyondOnce({ demands: { maxAge = 0 }, together }: WrittenDemands): boolean {
  return together.grant.once && maxAge > ONCE_MAX_AGE;
}

/** Once for each field that asks for a time. */
function unavailable(written: readonly WrittenDemands[], { trust }: World): ItemMessage[] {
  const timeless = trust.issuers.filter((issuer) => !hasSignInTime(issuer));
  const fieldIn = ({ demands, at }: WrittenDemands) => {
    if (demands.maxAge !== undefined) return at('maxAge');
    return demands.grant?.use === 'once' ? `${at('grant')}.use` : undefined;
  };
  const asking = written.filter((one) => fieldIn(one) !== undefined);
  return firstOfEach(asking, (one) => [fieldIn(one)]).flatMap((one) =>
    timeless.map(({ issuer }) => ({
      field: fieldIn(one) ?? '',
      message: `${String(fieldIn(one))} needs the time of the sign-in${one.since}, and ${issuer} writes none: its users are refused. Leave it out, or let the issuer write the time and name its claim in authTime`,
    })),
  );
}

function unasked({ together: { acr, maxAge, deny }, since }: WrittenDemands, { trust }: World): string[] {
  if (maxAge === undefined || acr !== 'any' || deny) return [];
  return trust.issuers
    .filter(({ challenge }) => challenge === 'entra')
    .map(
      ({ issuer }) =>
        `asks for a sign-in of the last ${maxAge} seconds and for no acr${since}: a claims challenge of ${issuer} cannot ask for that, and its clients do not read another one. Ask for an acr, too`,
    );
}

function short(written: WrittenDemands, { trust }: World): ItemMessage[] {
  const { maxAge } = written.demands;
  const skew = Math.max(...trust.issuers.map(({ clockSkew }) => clockSkew));
  const least = SHORTEST_MAX_AGE + skew;
  if (maxAge === undefined || maxAge >= least || isBeyondOnce(written)) return [];
  const field = written.at('maxAge');
  return [
    {
      field,
      message: `${field} is ${maxAge}: an issuer's clock may be ${skew} seconds behind. Less than ${SHORTEST_MAX_AGE} seconds are left then from sign-in to retry, and the user is asked to sign in again and again. Give at least ${least}, or lower clockSkew`,
    },
  ];
}

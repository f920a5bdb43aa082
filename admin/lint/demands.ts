/** Demands that have no effect, or not yet. */
import type { Demands } from '../../core/policy/requirement.ts';
import { ONCE_MAX_AGE } from '../../core/policy/requirement.ts';
import { mayAskForStepUp } from '../../core/policy/rules.ts';
import { SHORTEST_MAX_AGE } from '../../core/policy/fields.ts';
import { distinct, finding } from './finding.ts';
import type { Finding } from './finding.ts';
import { liveVersionsOf, itemVersionsOf } from './subject.ts';
import type { Look, Subject, ItemVersion, World } from './subject.ts';

/** Demands of an item or of one of its rules, where they are written, and the maxAge that holds with them. */
interface Place {
  readonly demands: Demands;
  readonly at: (field: 'maxAge' | 'grant' | 'deny') => string;
  readonly maxAge: number;
  readonly once: boolean;
  readonly from: number;
}

export const demandsWithoutEffect: Look = (subject, world) =>
  distinct([
    ...itemVersionsOf(subject, world)
      .flatMap(placesOf)
      .flatMap((place) => [
        ...maxAgeFindings(subject, place, world),
        ...grantFindings(subject, place),
        ...denyFindings(subject, place),
      ]),
    ...idleUpcomingDeny(subject),
    ...idleGrant(subject, world),
  ]);

function placesOf({ fields, at, base, from }: ItemVersion): Place[] {
  const baseMaxAge = base.maxAge ?? Infinity;
  const item: Place = { demands: fields, at, maxAge: baseMaxAge, once: base.grant.once, from };
  const rules = (fields.rules ?? []).map((rule, index): Place => {
    const once = rule.grant?.use === 'once';
    const maxAge = Math.min(baseMaxAge, rule.maxAge ?? Infinity, once ? ONCE_MAX_AGE : Infinity);
    const place = (field: string) => `${at('rules')}[${index}].${field}`;
    return { demands: rule, at: place, maxAge, once: once || base.grant.once, from };
  });
  return [item, ...rules];
}

function maxAgeFindings({ key }: Subject, { demands, at, once }: Place, { trust }: World): Finding[] {
  const { maxAge } = demands;
  if (maxAge === undefined) return [];
  if (once && maxAge > ONCE_MAX_AGE)
    return [
      finding(
        'max-age-no-effect',
        key,
        `${at('maxAge')} is ${maxAge}, but a once-only grant takes no sign-in older than ${ONCE_MAX_AGE} seconds: give that or less`,
      ),
    ];
  const skew = Math.max(...trust.issuers.map(({ clockSkew }) => clockSkew));
  const least = SHORTEST_MAX_AGE + skew;
  if (maxAge >= least) return [];
  const message = `${at('maxAge')} is ${maxAge}: an issuer's clock may be ${skew} seconds behind, which leaves less than ${SHORTEST_MAX_AGE} seconds from sign-in to retry, and asks the user for ever. Give at least ${least}, or lower clockSkew`;
  return [finding('max-age-short', key, message)];
}

function grantFindings({ key, parameters }: Subject, { demands, at, maxAge, from }: Place): Finding[] {
  const { grant } = demands;
  if (grant === undefined) return [];
  const found: Finding[] = [];
  const add = (rule: Parameters<typeof finding>[0], field: string, text: string) =>
    found.push(finding(rule, key, `${at('grant')}.${field} ${text}`));
  if (grant.ttl !== undefined && grant.ttl > maxAge)
    add(
      'grant-ttl-no-effect',
      'ttl',
      `is ${grant.ttl}, longer than the maxAge of ${maxAge} with which the grant ends: lower it, or raise maxAge`,
    );
  if (grant.notBefore !== undefined && grant.notBefore > from)
    add(
      'grant-not-yet',
      'notBefore',
      `is in the future: until ${new Date(grant.notBefore * 1000).toISOString()} no grant is issued. Write the present time`,
    );
  if (grant.bind === 'path' && parameters?.some.size === 0)
    add('bind-no-effect', 'bind', 'is path, but no template has a parameter: remove it');
  return found;
}

const OTHERS = ['acr', 'acrValues', 'maxAge', 'scopes', 'grant', 'rules'] as const;

function othersIn(demands: object): readonly string[] {
  return OTHERS.filter((field) => Object.hasOwn(demands, field));
}

function denyFindings({ key, own }: Subject, { demands, at }: Place): Finding[] {
  // An announced deny stands beside what holds until then.
  if (demands.deny !== true || at('deny') === 'upcoming.deny') return [];
  const others = othersIn(at('deny') === 'deny' ? own : demands);
  if (others.length === 0) return [];
  return [
    finding(
      'deny-with-demands',
      key,
      `${at('deny')} is true, so ${others.join(', ')} beside it has no effect: remove one or the other`,
    ),
  ];
}

function idleUpcomingDeny({ key, own: { upcoming } }: Subject): Finding[] {
  const others = upcoming?.deny === true ? othersIn(upcoming) : [];
  if (others.length === 0) return [];
  return [
    finding(
      'deny-with-demands',
      key,
      `upcoming.deny is true, so ${others.join(', ')} beside it has no effect: remove one or the other`,
    ),
  ];
}

/** A grant of a group can get its demand from the items of the routes. */
function idleGrant(subject: Subject, world: World): Finding[] {
  const { own, isGroup, key } = subject;
  if (isGroup || own.grant === undefined) return [];
  const asked = liveVersionsOf(subject, world).some(
    ({ demands }) => mayAskForStepUp(demands) || demands.base.deny,
  );
  if (asked) return [];
  return [
    finding(
      'grant-no-effect',
      key,
      'grant says how a grant has to be, but nothing asks for step-up: add an acr, a maxAge or grant.required, or remove it',
    ),
  ];
}

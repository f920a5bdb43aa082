/** Announced changes that are over, or change nothing, or come in two steps. */
import { versionsOf } from '../../core/policy/versions.ts';
import { timeText } from '../moment.ts';
import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import type { Look } from './subject.ts';

export const announcedChanges: Look = ({ key, own, group }, { trust, now }) => {
  const { upcoming } = own;
  if (upcoming === undefined) return [];
  const found: Finding[] = [];
  const at = upcoming.effectiveAt;
  const [before, after] = versionsOf([own], trust.acr).map(({ demands }) => JSON.stringify(demands));
  if (before === after)
    found.push(
      finding(
        'upcoming-no-effect',
        key,
        'upcoming asks for what the item asks for already: remove it, or correct it',
      ),
    );
  else if (at !== undefined && at <= now)
    found.push(
      finding(
        'upcoming-past',
        key,
        `upcoming is in force since ${timeText(at)}: write its fields in place of those of the item, and remove it`,
      ),
    );
  const groupAt = group?.upcoming?.effectiveAt;
  const bothToCome = at !== undefined && groupAt !== undefined && at > now && groupAt > now;
  if (bothToCome && at !== groupAt)
    found.push(
      finding(
        'upcoming-at-two-dates',
        key,
        `upcoming.effectiveAt is ${timeText(at)}, that of its group ${timeText(groupAt)}: give both the same, unless the mixture between them is meant`,
      ),
    );
  return found;
};

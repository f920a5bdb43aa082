/** A short form of an item for lists. */
import { content } from './item-fields.ts';
import type { Item } from './item-fields.ts';

/** Characters of one value, at most. */
const LONGEST = 60;

/** Such as `acr urn:example:loa:2, maxAge 300, rules 2`, without the record of the last change. */
export function summaryOf(fields: Item): string {
  const { deny, rules, upcoming, description, ...others } = content(fields);
  const parts = [
    ...(deny === true ? ['closed'] : []),
    ...Object.entries(others).map(([name, value]) => `${name} ${shortened(value)}`),
    ...(Array.isArray(rules) ? [`rules ${rules.length}`] : []),
    ...(upcoming === undefined ? [] : [`upcoming ${momentOf(upcoming)}`]),
  ];
  const comment = description === undefined ? [] : [`# ${shortened(description)}`];
  return [...(parts.length === 0 ? [] : [parts.join(', ')]), ...comment].join('  ');
}

function momentOf(upcoming: unknown): string {
  const at =
    typeof upcoming === 'object' && upcoming !== null && 'effectiveAt' in upcoming && upcoming.effectiveAt;
  return typeof at === 'string' ? at : 'observed';
}

function shortened(value: unknown): string {
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** The acr words that an item asks for, and the issuers that have words for them. */
import type { GroupPolicy } from '../../core/policy/item.ts';
import type { PolicyVersion } from '../../core/policy/versions.ts';
import { combine } from '../../core/policy/requirement.ts';
import type { IssuerAcr } from './issuer-acr.ts';
import { since } from './since.ts';
import type { World } from './world.ts';

/** A set of acr words, one of which the user needs. */
export interface AskedAcr {
  readonly acr: readonly string[];
  /** For messages: the words, with the rule that asks for them and the date from which they are asked for. */
  readonly text: string;
  /** The issuers that have a word for one of them. */
  readonly able: readonly IssuerAcr[];
  /** The other issuers. */
  readonly unable: readonly IssuerAcr[];
}

/** In these versions of an item. An item that leaves acr to its group asks for none: the group is checked itself. */
export function askedAcrOf(
  own: GroupPolicy,
  versions: readonly PolicyVersion[],
  { trust, issuers }: World,
): readonly AskedAcr[] {
  const asks = [own, own.upcoming].some((one) => (one?.acr ?? one?.acrValues ?? one?.rules) !== undefined);
  if (!asks) return [];
  const required = versions.flatMap((version) => {
    const { base, rules } = version.demands;
    const raised = rules.map(({ when, adds }) => ({
      ...combine(base, adds, trust.acr),
      where: ` when ${when.text} holds${since(version)}`,
    }));
    return [{ ...base, where: since(version) }, ...raised];
  });
  const seen = new Set<string>();
  return required.flatMap(({ acr, deny, where }): AskedAcr[] => {
    if (deny || acr === 'any' || acr.length === 0 || seen.has(acr.join(' '))) return [];
    seen.add(acr.join(' '));
    const able = issuers.filter(({ words }) => words.reachable.some((word) => acr.includes(word)));
    const unable = issuers.filter((one) => !able.includes(one));
    return [{ acr, text: `${acr.join(', ')}${where}`, able, unable }];
  });
}

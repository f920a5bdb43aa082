/** The acr words that an item asks for, and the issuers that can vouch for them. */
import type { PolicyVersion } from '../../core/policy/versions.ts';
import { combine } from '../../core/policy/requirement.ts';
import type { IssuerAcr } from './issuer-acr.ts';
import { since } from './versions.ts';
import type { Layers } from './versions.ts';
import type { World } from './world.ts';

/** Words of which one is asked for. */
export interface AskedAcr {
  readonly acr: readonly string[];
  /** The words, with the rule and the moment that they are asked for, for messages. */
  readonly text: string;
  /** The issuers that can vouch for one of the words. */
  readonly able: readonly IssuerAcr[];
  /** The issuers that can vouch for none of them. */
  readonly unable: readonly IssuerAcr[];
}

/** By `versions` of the item. An item that only names a group asks for nothing that is not said of the group. */
export function askedAcrOf(
  { own }: Pick<Layers, 'own'>,
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

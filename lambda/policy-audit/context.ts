/** Fetches the edit context: the other items that the assessment of an edit needs, as they were at that moment. */
import type { AuditTable, Former } from '../../adapters/audit/audit-table.ts';
import { itemOfImage } from '../../adapters/dynamodb/item-image.ts';
import type { PolicySnapshot } from './policy-snapshot.ts';
import type { AcrVocabulary } from '../../core/policy/acr.ts';
import { isUsable } from '../../core/policy/edits/edit.ts';
import type { EditContext, PolicyEdit } from '../../core/policy/edits/edit.ts';
import { groupNamedBy } from '../../core/policy/item.ts';
import type { Item } from '../../core/policy/item.ts';
import { keysUncoveredBy, neighbourKeys } from '../../core/policy/precedence.ts';
import { parsedItems } from '../../core/policy/route-policy.ts';
import type { PolicyChange } from './change.ts';

export interface Sources {
  readonly policies: PolicySnapshot;
  readonly audit: AuditTable;
  readonly vocabulary: AcrVocabulary;
}

/**
 * The edit context. `former` is the image of the last usable item of the key, read only where `before` cannot be used.
 * `later`: the changes that follow the edit in the same batch, which are in the table already.
 */
export async function editContextOf(
  sources: Sources,
  edit: PolicyEdit,
  change: string,
  later: readonly PolicyChange[],
): Promise<{ readonly context: EditContext; readonly former: Former }> {
  const { audit, vocabulary } = sources;
  const policies = asOfThen(sources.policies, later);
  const { route, before, after } = edit;
  const keys = before === undefined || after === undefined ? neighbourKeys(route) : [];
  const neighbours = await policies.existing(keys.filter((key) => key !== route));
  const uncovered = await policies.items(keysUncoveredBy(route, neighbours));
  const groups = await policies.items(groupsOf([before, after, ...uncovered.values()]));

  const former = isItemUsable(route, before, groups, vocabulary)
    ? undefined
    : await audit.formerOf(route, change);
  const formerItem = itemOf(former);
  const formerOnes = groupsOf(formerItem === 'lost' ? [before] : [before, formerItem]);
  const moreGroups = await policies.items(formerOnes.filter((key) => !groups.has(key)));
  const items = new Map([...uncovered, ...groups, ...moreGroups]);
  const formerGroups = await formerGroupsOf(sources, formerOnes, items, change);
  const then = new Map([...items, ...formerGroups]);
  const isUseless = formerItem !== 'lost' && !isItemUsable(route, formerItem, then, vocabulary);
  return {
    context: { neighbours, items, formerGroups, former: isUseless ? undefined : formerItem },
    former: isUseless ? undefined : former,
  };
}

/** The last usable items of the groups that cannot be used now. */
async function formerGroupsOf(
  { audit, vocabulary }: Sources,
  groups: readonly string[],
  items: ReadonlyMap<string, Item>,
  change: string,
): Promise<ReadonlyMap<string, Item>> {
  const former = new Map<string, Item>();
  for (const key of groups) {
    if (isItemUsable(key, items.get(key), new Map(), vocabulary)) continue;
    const group = itemOf(await audit.formerOf(key, change));
    if (group !== undefined && group !== 'lost') former.set(key, group);
  }
  return former;
}

function isItemUsable(
  key: string,
  item: Item | undefined,
  groups: ReadonlyMap<string, Item>,
  vocabulary: AcrVocabulary,
): boolean {
  const items = new Map(item === undefined ? [] : [[key, item] as const]);
  return isUsable(key, parsedItems(new Map([...groups, ...items]), vocabulary));
}

function itemOf(former: Former): Item | 'lost' | undefined {
  return former === undefined || former === 'lost' ? former : itemOfImage(former.image);
}

function groupsOf(items: readonly (Item | undefined)[]): readonly string[] {
  return [...new Set(items.flatMap((item) => groupNamedBy(item) ?? []))];
}

/** The table with the later changes of the batch undone. */
function asOfThen(policies: PolicySnapshot, later: readonly PolicyChange[]): PolicySnapshot {
  const undone = new Map<string, unknown>();
  for (const { route, before } of later) if (!undone.has(route)) undone.set(route, before);
  return {
    existing: async (keys) => {
      const now = await policies.existing(keys.filter((key) => !undone.has(key)));
      return new Set(keys.filter((key) => (undone.has(key) ? undone.get(key) !== undefined : now.has(key))));
    },
    items: async (keys) => {
      const now = await policies.items(keys.filter((key) => !undone.has(key)));
      const then = keys.flatMap((key): [string, Item][] => {
        const image = undone.get(key);
        return image === undefined ? [] : [[key, itemOfImage(image)]];
      });
      return new Map([...now, ...then]);
    },
  };
}

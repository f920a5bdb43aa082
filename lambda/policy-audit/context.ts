/** Fetches what the judgement of an edit needs of the other items, as they were at that moment. */
import type { AuditTable, Former } from './audit-table.ts';
import { itemOfImage } from '../../adapters/item-image.ts';
import type { PolicySnapshot } from './policy-snapshot.ts';
import type { AcrVocabulary } from '../../core/policy/acr.ts';
import { beneath, keysOf, placesAround } from '../../core/policy/precedence.ts';
import { groupOf, isUsable } from '../../core/policy/edit.ts';
import type { Item, PolicyEdit, EditContext } from '../../core/policy/edit.ts';
import type { PolicyChange } from './change.ts';

export interface Sources {
  readonly policies: PolicySnapshot;
  readonly audit: AuditTable;
  readonly vocabulary: AcrVocabulary;
}

/**
 * `former`: the image of what the key held last that could be used, looked for where `before` cannot.
 * `later`: the changes that came after it in the same batch, which the table shows already.
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
  const uncovered = before === undefined || after === undefined ? placesAround(route) : [];
  const existing = await policies.existing(keysOf(uncovered));
  const under = beneath(uncovered, (key) => existing.has(key));
  const others = await policies.items(under);
  const named = (items: readonly (Item | undefined)[]) => groupsOf(items, vocabulary);
  const groups = await policies.items(named([before, after, ...others.values()]));

  const usable = isUsable(route, before, (key) => groups.get(key), vocabulary);
  const former = usable ? undefined : await audit.formerOf(route, change);
  const formerItem = itemOf(former);
  const formerOnes = formerItem === 'lost' ? [before] : [before, formerItem];
  const moreGroups = await policies.items(named(formerOnes).filter((key) => !groups.has(key)));
  const items = new Map([...others, ...groups, ...moreGroups]);
  const formerGroups = new Map<string, Item>();
  for (const key of named(formerOnes)) {
    if (isUsable(key, items.get(key), () => undefined, vocabulary)) continue;
    const group = itemOf(await audit.formerOf(key, change));
    if (group !== undefined && group !== 'lost') formerGroups.set(key, group);
  }
  const then = (key: string) => formerGroups.get(key) ?? items.get(key);
  const useless = formerItem !== 'lost' && !isUsable(route, formerItem, then, vocabulary);
  return {
    context: { beneath: under, items, formerGroups, former: useless ? undefined : formerItem },
    former: useless ? undefined : former,
  };
}

function itemOf(former: Former): Item | 'lost' | undefined {
  return former === undefined || former === 'lost' ? former : itemOfImage(former.image);
}

function groupsOf(items: readonly (Item | undefined)[], vocabulary: AcrVocabulary): readonly string[] {
  return [...new Set(items.flatMap((item) => groupOf(item, vocabulary) ?? []))];
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

/** What administrators and risk engines do. */
import fc from 'fast-check';
import { changes, demands, issuers, items, keys, rarely, rules, users } from '../arbitraries.ts';
import type { Item } from '../reference/policy.ts';
import { Step } from './step.ts';
import type { Steps } from './step.ts';

/** Groups do not nest. */
const itemFor = (key: string, { group, ...item }: Item): Item =>
  key.startsWith('GROUP ') || group === undefined ? item : { ...item, group };

export const seedOf = (key: string, item: Item) =>
  new Step('seed', [key, item], (history) => history.seed(key, item));

export const seed: Steps = fc.tuple(keys, items).map(([key, item]) => seedOf(key, itemFor(key, item)));

export const put: Steps = fc
  .tuple(keys, items)
  .map(([key, item]) => [key, itemFor(key, item)] as const)
  .map(([key, item]) => new Step('put', [key, item], (history) => history.write(key, item)));

export const remove: Steps = keys.map(
  (key) => new Step('remove', [key], (history) => history.write(key, undefined)),
);

/** Changes an item by hand, as `update-item` does: what was announced stays. */
function changed(
  name: string,
  args: readonly unknown[],
  key: string,
  change: (item: Item, now: number) => Item,
) {
  return new Step(name, [key, ...args], async (history) => {
    const item = history.known.items.get(key);
    if (item !== undefined) await history.write(key, change(item, history.known.now));
  });
}

export const update: Steps = fc
  .tuple(keys, demands)
  .map(([key, fields]) => changed('update', [fields], key, (item) => ({ ...item, ...fields })));

/** The same by the command line, which writes a change that is over into the item. */
export const edit: Steps = fc
  .tuple(keys, changes)
  .map(([key, fields]) => new Step('edit', [key, fields], (history) => history.edit(key, fields)));

export const deny: Steps = fc
  .tuple(keys, fc.boolean())
  .map(([key, isClosed]) => changed('deny', [isClosed], key, (item) => ({ ...item, deny: isClosed })));

export const close: Steps = fc
  .tuple(keys, fc.constantFrom(-5, 5, 20, 60))
  .map(([key, ahead]) =>
    changed('closeUntil', [ahead], key, (item, now) => ({ ...item, closedUntil: now + ahead })),
  );

/** Voids the grants of an item: those from before now, or before a moment to come. */
export const voidGrants: Steps = fc.tuple(keys, fc.constantFrom(0, 0, 5)).map(([key, ahead]) =>
  changed('voidGrants', [ahead], key, (item, now) => ({
    ...item,
    grant: { ...item.grant, notBefore: now + ahead },
  })),
);

/** Seconds until the change; undefined: it is only observed. */
export const announce: Steps = fc
  .tuple(keys, changes, rarely(rules), rarely(fc.constantFrom(-5, 5, 20)))
  .map(([key, fields, list, ahead]) =>
    changed('announce', [fields, list, ahead], key, (item, now) => ({
      ...item,
      upcoming: {
        ...fields,
        ...(list === undefined ? {} : { rules: list }),
        ...(ahead === undefined ? {} : { effectiveAt: now + ahead }),
      },
    })),
  );

export const callOff: Steps = keys.map((key) =>
  changed('callOff', [], key, (item) => ({ ...item, upcoming: undefined })),
);

/** An edit of an item whose change is announced, or in force, already: it has to count, or to be refused. */
export const editAnnounced: Steps = fc
  .tuple(keys, changes, fc.constantFrom(-5, 5), changes, fc.boolean())
  .map(
    ([key, fields, ahead, next, byHand]) =>
      new Step('editAnnounced', [key, fields, ahead, next, byHand], async (history) => {
        const item = history.known.items.get(key) ?? {};
        const upcoming = { ...fields, effectiveAt: history.known.now + ahead };
        await history.write(key, { ...item, upcoming });
        if (byHand) await history.write(key, { ...item, ...next, upcoming });
        else await history.edit(key, next);
      }),
  );

export const risk: Steps = fc
  .tuple(issuers, users, fc.constantFrom(0, 49, 50, 90))
  .map(
    ([issuer, user, score]) =>
      new Step('risk', [issuer, user, score], (history) => history.users.putRisk(issuer, user, score)),
  );

export const revoke: Steps = fc
  .tuple(issuers, users)
  .map(
    ([issuer, user]) => new Step('revoke', [issuer, user], (history) => history.users.revoke(issuer, user)),
  );

export const clear: Steps = fc
  .tuple(issuers, users)
  .map(
    ([issuer, user]) => new Step('clearRisk', [issuer, user], (history) => history.users.clear(issuer, user)),
  );

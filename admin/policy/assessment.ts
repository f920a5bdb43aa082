/** Assesses changes before they are made: what lint refuses, and what they loosen. */
import { groupNamedBy } from '../../core/policy/item.ts';
import { groupNameOf } from '../../core/policy/key.ts';
import { loosenedBy } from '../../core/policy/edits/loosening.ts';
import { neighbourKeys } from '../../core/policy/precedence.ts';
import { parsedItems } from '../../core/policy/route-policy.ts';
import type { PolicyItems } from '../../core/policy/route-policy.ts';
import type { Connection } from '../protected-api.ts';
import type { Item } from './item-fields.ts';
import { lint } from '../lint/lint.ts';
import type { Finding } from '../lint/lint.ts';
import { readItems, scanItems } from './policy-table.ts';

/** What the table will hold when all is done. */
export interface Desired {
  /** Whether the item of this key is to be changed, or deleted, or is said to stay as it is. */
  readonly has: (key: string) => boolean;
  /** None: it is to be deleted. */
  readonly get: (key: string) => Item | undefined;
}

export interface ChangeAssessment {
  readonly errors: readonly Finding[];
  /** By key, what asks for less: of the keys that change, and of the routes of groups that do. */
  readonly loosened: ReadonlyMap<string, readonly string[]>;
}

type Judging = Pick<Connection, 'dynamodb' | 'policyTable' | 'trust' | 'routes'>;

/**
 * Assesses the change of `keys` against the whole of what is desired. `members` are the routes of the groups among
 * them. `now` in seconds since 1970.
 */
export async function assessChanges(
  connection: Judging,
  keys: readonly string[],
  desired: Desired,
  members: readonly string[],
  now: number,
): Promise<ChangeAssessment> {
  const touched = [...new Set([...keys, ...members])];
  const around = touched.flatMap(neighbourKeys);
  const known = new Map(await readItems(connection, around));
  const before: Items = (key) => known.get(key)?.fields;
  const after: Items = (key) => (desired.has(key) ? desired.get(key) : before(key));
  const groups = [
    ...new Set([before, after].flatMap((items) => around.flatMap((key) => groupNamedBy(items(key)) ?? []))),
  ];
  for (const [key, item] of await readItems(connection, groups)) known.set(key, item);

  const vocabulary = connection.trust.acr;
  const was = parsedItems(policyItems(before), vocabulary);
  const is = parsedItems(policyItems(after), vocabulary);
  const scope = [...new Set([...touched, ...groups])];
  const loosened = touched.flatMap((key) => {
    const parts = loosenedBy(key, was, is, now);
    return parts.length === 0 ? [] : [[key, parts] as const];
  });
  return {
    errors: newErrors({ ...connection, now }, keys, itemsOf(scope, before), itemsOf(scope, after)),
    loosened: new Map(loosened),
  };
}

/** The item of a key at a moment; undefined where there is none. */
type Items = (key: string) => Item | undefined;

function policyItems(items: Items): PolicyItems {
  return { has: (key) => items(key) !== undefined, get: items };
}

/** The routes of the groups among `keys`, in the table. */
export async function membersOf(connection: Judging, keys: readonly string[]): Promise<string[]> {
  const members: string[] = [];
  for (const group of keys.flatMap((key) => groupNameOf(key) ?? [])) {
    for await (const page of scanItems(connection, group)) {
      members.push(...page.map((item) => item.key));
    }
  }
  return members;
}

function itemsOf(scope: readonly string[], items: Items): readonly Item[] {
  return scope.map(items).filter((item) => item !== undefined);
}

/** What is wrong with the changed items; of others, only what the change makes wrong. */
function newErrors(
  { trust, routes, now }: Judging & { readonly now: number },
  keys: readonly string[],
  before: readonly Item[],
  after: readonly Item[],
): readonly Finding[] {
  const errorsOf = (items: readonly Item[]) =>
    lint({ items, trust, routes, now }).filter(({ severity }) => severity === 'error');
  const found = errorsOf(after);
  if (found.length === 0) return [];
  const changed = new Set(keys);
  const identity = ({ route, rule, message }: Finding) => JSON.stringify([route, rule, message]);
  const old = new Set(errorsOf(before).map(identity));
  return found.filter((finding) => changed.has(finding.route) || !old.has(identity(finding)));
}

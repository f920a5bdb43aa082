/** Grants of users: lists and revokes them. `grant.notBefore` in the policy of a route revokes all its grants. */
import { AdminRefusal } from '../refusals/refusal.ts';
import type { Connection } from '../protected-api.ts';
import { grantOf, grantsOf, removeGrant } from './grant-table.ts';
import type { KeptGrant } from './grant-table.ts';
import { namedUser } from './named-user.ts';
import type { UserName } from './named-user.ts';

const HASH = /^[0-9a-f]{64}$/;

/**
 * The grants of a user that have not expired at `now` (seconds since 1970). Refuses: `issuer_not_named`,
 * `issuer_not_trusted`, `table_not_named`.
 */
export async function listGrants(
  connection: Connection,
  { now, ...name }: UserName & { readonly now: number },
): Promise<readonly KeptGrant[]> {
  const found = await grantsOf(connection, namedUser(connection, name));
  return found.filter(({ grant }) => grant === undefined || grant.expiresAt > now);
}

/** All grants of a user, or the one of this id. */
export type RevokedGrants = UserName | { readonly id: string };

/**
 * Deletes grants: the next request with one of them is challenged. Returns their ids. Refuses as `listGrants`, and an id
 * that is none or that no grant has: `input_malformed`, `no_such_grant`.
 */
export async function revokeGrants(
  connection: Connection,
  which: RevokedGrants,
): Promise<{ readonly revoked: readonly string[] }> {
  const ids =
    'id' in which
      ? [await existingId(connection, which.id)]
      : (await grantsOf(connection, namedUser(connection, which))).map(({ id }) => id);
  for (const id of ids) await removeGrant(connection, id);
  return { revoked: ids };
}

async function existingId(connection: Connection, id: string): Promise<string> {
  if (!HASH.test(id)) {
    // Without the id among its facts: somebody may have pasted the grant itself.
    throw new AdminRefusal(
      'input_malformed',
      'the id of a grant is the hash that "grants list" shows: 64 characters, 0-9 and a-f',
    );
  }
  if ((await grantOf(connection, id)) === undefined)
    throw new AdminRefusal('no_such_grant', `there is no grant ${id}`, { id });
  return id;
}

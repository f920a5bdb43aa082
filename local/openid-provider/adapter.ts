/** The storage of the provider for sessions, codes and grants: in memory, until the process ends. */
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Entry {
  readonly payload: AdapterPayload;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** The storage of one provider. Each model (Session, Grant, AuthorizationCode, …) has a table of its own. */
export function createAdapterFactory(): AdapterFactory {
  const tables = new Map<string, Map<string, Entry>>();
  return (model) => {
    const table = tables.get(model) ?? new Map<string, Entry>();
    tables.set(model, table);
    return createAdapter(table, tables);
  };
}

function createAdapter(table: Map<string, Entry>, tables: Map<string, Map<string, Entry>>): Adapter {
  const find = (matches: (payload: AdapterPayload) => boolean) =>
    Promise.resolve([...table.values()].filter(isAlive).find(({ payload }) => matches(payload))?.payload);
  return {
    upsert: (id, payload, expiresIn) => {
      removeExpired(table);
      table.set(id, { payload, expiresAt: Date.now() + (expiresIn ?? Infinity) * 1000 });
      return Promise.resolve();
    },
    find: (id) => {
      const entry = table.get(id);
      return Promise.resolve(entry !== undefined && isAlive(entry) ? entry.payload : undefined);
    },
    findByUid: (uid) => find((payload) => payload.uid === uid),
    findByUserCode: (userCode) => find((payload) => payload.userCode === userCode),
    consume: (id) => {
      const entry = table.get(id);
      if (entry !== undefined) entry.payload.consumed = Math.floor(Date.now() / 1000);
      return Promise.resolve();
    },
    destroy: (id) => {
      table.delete(id);
      return Promise.resolve();
    },
    revokeByGrantId: (grantId) => {
      for (const other of tables.values()) {
        removeWhere(other, ({ payload }) => payload.grantId === grantId);
      }
      return Promise.resolve();
    },
  };
}

function isAlive({ expiresAt }: Entry): boolean {
  return expiresAt > Date.now();
}

function removeExpired(table: Map<string, Entry>): void {
  removeWhere(table, (entry) => !isAlive(entry));
}

function removeWhere(table: Map<string, Entry>, matches: (entry: Entry) => boolean): void {
  for (const [id, entry] of table) {
    if (matches(entry)) table.delete(id);
  }
}

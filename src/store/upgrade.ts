import type { IDBPDatabase, IDBPTransaction } from 'idb';

/**
 * Versions 1 and 2 of the database kept rows as records with names, in blocks of 500, and an index of blocks. Upgrades
 * must be quick: the old stores are only put aside, under these names (see migrate.ts).
 */
export const OLD_STORES = { sources: 'oldSources', blocks: 'oldBlocks' } as const;

export function putOldStoresAside(
  db: IDBPDatabase,
  transaction: IDBPTransaction<unknown, string[], 'versionchange'>,
): void {
  if (!db.objectStoreNames.contains('keySegments')) return;
  for (const [name, aside] of Object.entries(OLD_STORES)) transaction.objectStore(name).name = aside;
  for (const index of ['keySegments', 'idSegments']) db.deleteObjectStore(index);
}

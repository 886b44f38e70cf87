import { wrap, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';

interface Wanted<S extends DBSchema> {
  name: string;
  version: number;
  upgrade(
    db: IDBPDatabase<S>,
    oldVersion: number,
    transaction: IDBPTransaction<S, StoreNames<S>[], 'versionchange'>,
  ): void;
  /** The connection ended: by the browser, or because an upgrade or a deletion elsewhere would wait for ever. */
  onGone(): void;
}

/** Opens a database among these files; `isNew`: it was not there. */
export async function openDatabase<S extends DBSchema>(
  files: IDBFactory,
  { name, version, upgrade, onGone }: Wanted<S>,
): Promise<{ db: IDBPDatabase<S>; isNew: boolean }> {
  const request = files.open(name, version);
  let isNew = false;
  request.addEventListener('upgradeneeded', ({ oldVersion }) => {
    isNew = oldVersion === 0;
    const transaction = request.transaction as IDBTransaction; // there is one while it upgrades
    upgrade(
      wrap(request.result) as IDBPDatabase<S>,
      oldVersion,
      wrap(transaction) as unknown as IDBPTransaction<S, StoreNames<S>[], 'versionchange'>,
    );
  });
  const db = (await wrap(request)) as IDBPDatabase<S>; // a request that succeeded has one
  db.addEventListener('close', onGone);
  db.addEventListener('versionchange', () => {
    db.close();
    onGone();
  });
  return { db, isNew };
}

export async function deleteDatabase(files: IDBFactory, name: string): Promise<void> {
  await wrap(files.deleteDatabase(name));
}

/**
 * What was written last lies in a log, of up to 4 MB in Chromium, which is read whole when the first database is opened, at
 * 2 ms a megabyte (measured). It is put away once it is full, and whenever a database was deleted: here one that holds nothing, of this name.
 */
export async function emptyLog(name: string): Promise<void> {
  const { db } = await openDatabase(indexedDB, { name, version: 1, upgrade() {}, onGone() {} });
  db.close();
  await deleteDatabase(indexedDB, name);
}

/** Storage buckets (https://wicg.github.io/storage-buckets/), as far as they are used here; TypeScript has no types of them. */
interface StorageBuckets {
  open(name: string): Promise<{ indexedDB: IDBFactory }>;
  delete(name: string): Promise<void>;
}

/**
 * Other files than those of all the origin's databases, for the case that these can be neither opened nor deleted any more: in
 * Chromium all of them lie in one LevelDB, which its manifest may be missing of. Not for good times, since the browser may
 * drop what lies there when the disk is full. `undefined` where the browser has no such files.
 */
export async function spareFiles(name: string, { empty = false } = {}): Promise<IDBFactory | undefined> {
  const { storageBuckets } = navigator as { storageBuckets?: StorageBuckets };
  if (empty) await storageBuckets?.delete(name);
  return (await storageBuckets?.open(name))?.indexedDB;
}

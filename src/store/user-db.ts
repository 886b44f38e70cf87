import { isRoomShort } from './disk-room.ts';
import { deleteDatabase, openDatabase, spareFiles } from './open-database.ts';
import { copyOf, parseCopy, type CopyFile, type UserCopy } from './user-copy.ts';
import {
  USER_STORES,
  type UserDamage,
  type UserDb,
  type UserSchema,
  type UserTransaction,
} from './user-schema.ts';

export interface UserDatabase {
  /** May be asked twice, the second time of what was put back. */
  read<T>(ask: (db: UserDb) => Promise<T>): Promise<T>;
  /** All that `work` does or nothing. It may await nothing but the transaction. */
  change<T>(work: (transaction: UserTransaction) => Promise<T>): Promise<T>;
  /** Resolves once the copy says what the database says. */
  copied(): Promise<void>;
  /** What lies in files that cannot be read is forgotten as well, as far as the browser can delete them. */
  dropBroken(): Promise<void>;
  close(): Promise<void>;
}

/**
 * What the user told us. It only ever grows by stores: nothing that is there is rebuilt or moved. Browsers empty a database
 * whose files are damaged without a word (Chromium all of the origin's together), so that there is a copy in a file of
 * another kind, written after every change. A database that has seen fewer changes than the copy has lost some, and is put
 * back; that is told.
 */
export function userDatabase(name: string, file: CopyFile): UserDatabase {
  let opening: Promise<UserDb> | undefined;
  let copying: Promise<void> | undefined;
  let isStale = false;
  let isWritable = false;
  let isElsewhere = false;
  return { read, change, copied, dropBroken, close };

  function open(): Promise<UserDb> {
    return opening ?? keep(connect());
  }

  function keep(attempt: Promise<UserDb>): Promise<UserDb> {
    opening = attempt;
    // The next call tries again.
    attempt.catch(() => opening === attempt && (opening = undefined));
    return attempt;
  }

  async function read<T>(ask: (db: UserDb) => Promise<T>): Promise<T> {
    const attempt = open();
    const db = await attempt;
    try {
      return await ask(db);
    } catch (error) {
      if (!isBroken(error)) throw error;
      // Files may open, and what lies in them be unreadable all the same.
      if (opening === attempt) {
        db.close();
        void keep(readCopy().then((text) => connectElsewhere(error, text)));
      }
      return ask(await open());
    }
  }

  async function connect(): Promise<UserDb> {
    const text = await readCopy();
    return connectAmong(indexedDB, name, text).catch((error: unknown) => connectElsewhere(error, text));
  }

  /** Without a copy there is nothing to put back. One that cannot be read today may be the only one tomorrow. */
  function readCopy(): Promise<string | undefined> {
    return file.read().then(
      (text) => {
        isWritable = true;
        return text;
      },
      () => void (isWritable = false),
    );
  }

  async function connectAmong(files: IDBFactory, place: string, copy: string | undefined): Promise<UserDb> {
    const { db } = await openDatabase<UserSchema>(files, {
      name: place,
      version: 2,
      upgrade(created, oldVersion) {
        if (oldVersion < 1) created.createObjectStore('kept');
        if (oldVersion < 2) for (const store of ['cases', 'notes'] as const) created.createObjectStore(store);
      },
      onGone: () => (opening = undefined),
    });
    try {
      const isCurrent = await putBack(db, copy);
      if (!isCurrent) copySoon();
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** Files that cannot be opened or read stay as they are; what they held is put back among others. */
  async function connectElsewhere(error: unknown, copy: string | undefined): Promise<UserDb> {
    if (!isBroken(error) || copy === undefined || (await isRoomShort())) throw error;
    const files = await spareFiles(name);
    isElsewhere = true;
    // Without such files each database has its own (Firefox), and another one has others.
    return files ? connectAmong(files, name, copy) : connectAmong(indexedDB, `${name}-spare`, copy);
  }

  async function change<T>(work: (transaction: UserTransaction) => Promise<T>): Promise<T> {
    return read((db) => changeIn(db, work));
  }

  async function changeIn<T>(db: UserDb, work: (transaction: UserTransaction) => Promise<T>): Promise<T> {
    const transaction = db.transaction(USER_STORES, 'readwrite', { durability: 'strict' });
    const kept = transaction.objectStore('kept');
    try {
      const changes = countIn(await kept.get('changes'));
      const answer = await work(transaction);
      await kept.put(changes + 1, 'changes');
      await transaction.done;
      copySoon();
      return answer;
    } catch (error) {
      abandon(transaction);
      throw error;
    }
  }

  /** Changes do not wait for it: what a worker that dies has not copied is copied by the next one. */
  function copySoon(): void {
    if (!isWritable) return;
    isStale = true;
    copying ??= copyAll().finally(() => (copying = undefined));
  }

  async function copyAll(): Promise<void> {
    while (isStale) {
      isStale = false;
      // Where there is no room for it, or no such file in this browser, the last copy stays.
      await read(copyOf)
        .then((text) => file.write(text))
        .catch(() => {});
    }
  }

  async function copied(): Promise<void> {
    await copying;
  }

  async function dropBroken(): Promise<void> {
    if (isElsewhere) await deleteDatabase(indexedDB, name).catch(() => {});
  }

  async function close(): Promise<void> {
    const closing = opening;
    await copying;
    opening = undefined;
    // One that never opened needs no closing.
    await closing?.then(
      (db) => db.close(),
      () => {},
    );
  }
}

/** Whether the copy, as it is, says what the database says from now on. */
async function putBack(db: UserDb, text: string | undefined): Promise<boolean> {
  const stored = await db.get('kept', 'changes');
  const copy = text === undefined ? undefined : parseCopy(text);
  if (copy && copy.changes > countIn(stored)) {
    await restore(db, copy);
    return false;
  }
  if (stored === undefined) {
    // The first time here: from now on one that has seen no changes is one that lost them.
    const transaction = db.transaction('kept', 'readwrite', { durability: 'strict' });
    await transaction.store.put(1, 'changes');
    if (text !== undefined) await transaction.store.put('lost' satisfies UserDamage, 'damage');
    await transaction.done;
  }
  return stored !== undefined && copy?.changes === stored;
}

async function restore(db: UserDb, { changes, stores }: UserCopy): Promise<void> {
  const transaction = db.transaction(USER_STORES, 'readwrite', { durability: 'strict' });
  const kept = transaction.objectStore('kept');
  const requests: Promise<unknown>[] = [];
  for (const name of USER_STORES) {
    const store = transaction.objectStore(name);
    requests.push(store.clear());
    for (const [key, value] of stores[name]) requests.push(store.put(value, key));
  }
  // Something of the user's own, beside what is counted here.
  const isTold = stores.kept.some(([key]) => !OURS.has(key)) || stores.cases.length + stores.notes.length > 0;
  if (isTold) requests.push(kept.put('restored' satisfies UserDamage, 'damage'));
  requests.push(kept.put(changes + 1, 'changes'));
  await Promise.all([...requests, transaction.done]);
}

function isBroken(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'UnknownError';
}

const OURS: ReadonlySet<string> = new Set(['changes', 'damage', 'cache-made', 'policy']);

function countIn(stored: unknown): number {
  return typeof stored === 'number' ? stored : 0;
}

function abandon(transaction: UserTransaction): void {
  transaction.done.catch(() => {}); // the error that led here is the one to tell
  try {
    transaction.abort();
  } catch {
    // It had failed by itself.
  }
}

import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import { DamagedError, isDamage } from './damage.ts';
import { isForWantOfRoom, isRoomShort } from './disk-room.ts';
import type { StoredColumn } from './hash-column.ts';
import { deleteDatabase, openDatabase, spareFiles } from './open-database.ts';
import type { OrdinalPage } from './ordinal-page.ts';
import { putOldStoresAside } from './upgrade.ts';

/** What the store keeps of one source, beside its rows. */
export interface SourceRecord {
  source: string;
  /** A new one with every change, so that a change made from an outdated view of the source is refused. */
  version: string;
  /** Under which its blocks and indexes lie: drawn at random, so that one can take the place of another at once. */
  shelf: number;
  rows: number;
  /** Blocks are numbered 0 ... blocks - 1; only the last one may have room left, and some may be gone. */
  blocks: number;
  /** Of the blocks as they are stored. */
  bytes: number;
  /** Entries of both indexes. */
  entries: number;
  nextSegment: number;
  /** Plain JSON of the one who fills the source: its cursor and the like. */
  state: unknown;
}

/** What the indexes of a source go by: a new one with every change, also of the way in which the same rows are indexed. */
export function stampOf(record: SourceRecord | undefined): string | undefined {
  return record && `${record.version} ${record.nextSegment}`;
}

export interface BlockRecord {
  shelf: number;
  number: number;
  rows: Uint8Array<ArrayBuffer>;
  /** None of its rows was last reported before; ms since the epoch. */
  oldest: number;
}

/** By one of a row's keys, or by its id: only those that are not made of the row's own words stand in that index. */
export type IndexKind = 'keys' | 'ids';

/**
 * The hashes of a segment, which are held in memory. Its other column lies in pages of `PAGE_ENTRIES`, of which only
 * those are read that hold something asked for.
 */
export interface SegmentRecord {
  index: IndexKind;
  shelf: number;
  number: number;
  count: number;
  hashes: StoredColumn;
}
export interface PageRecord {
  index: IndexKind;
  shelf: number;
  segment: number;
  page: number;
  ordinals: OrdinalPage;
}
export const PAGE_ENTRIES = 1024;

interface IndicatorsSchema extends DBSchema {
  sources: { key: string; value: SourceRecord };
  blocks: { key: [number, number]; value: BlockRecord; indexes: { byAge: [number, number] } };
  segments: { key: [IndexKind, number, number]; value: SegmentRecord };
  pages: { key: [IndexKind, number, number, number]; value: PageRecord };
}
export type IndicatorsDb = IDBPDatabase<IndicatorsSchema>;

/** What 1 and 2 stored is taken over: see upgrade.ts and migrate.ts. */
const VERSION = 3;

/** A connection that opens when it is first needed, gives way to upgrades and deletion, and opens again. */
export interface Connection {
  open(): Promise<IndicatorsDb>;
  /** Deletes the database because of what was found in `db`, unless somebody did so already. */
  replace(db: IndicatorsDb, error: unknown): Promise<void>;
  close(): Promise<void>;
}

/**
 * The database is a cache: where it will not open, it is deleted and made anew, unless that is for want of room.
 * `onOpened` may still change what is there, before anybody else sees it.
 * `wasMade` says whether there was one before this call.
 * `onLost` is told whenever the connection ends, since whatever was remembered of its content may be wrong by then;
 * `onDamaged` when a damaged database was deleted, by us or by the browser.
 */
export function connectIndicators(
  name: string,
  events: {
    onOpened(db: IndicatorsDb): Promise<void>;
    wasMade(): Promise<boolean>;
    onLost(): void;
    onDamaged(error: unknown): void;
  },
): Connection {
  let files = indexedDB;
  let opening: Promise<IndicatorsDb> | undefined;
  /** What `opening` came to. */
  let current: IndicatorsDb | undefined;

  return { open, replace, close };

  function open(): Promise<IndicatorsDb> {
    return (
      opening ??
      keep(
        openWhatIsThere().catch((error: unknown) =>
          isDamage(error) ? remake(error) : Promise.reject(error),
        ),
      )
    );
  }

  async function openWhatIsThere(): Promise<IndicatorsDb> {
    const { db, isNew } = await connect();
    const wasMade = events.wasMade().catch(() => false);
    // Browsers empty a database whose files are damaged by themselves.
    if (isNew && (await wasMade)) events.onDamaged(new DamagedError('the browser found its file damaged'));
    return db;
  }

  async function replace(db: IndicatorsDb, error: unknown): Promise<void> {
    if (current !== db) return;
    db.close();
    forget();
    await keep(remake(error));
  }

  async function remake(error: unknown): Promise<IndicatorsDb> {
    if (await isRoomShort()) throw new DOMException('The disk is full', 'QuotaExceededError');
    try {
      await deleteDatabase(files, name);
    } catch {
      return moveOut(error);
    }
    const { db } = await connect();
    events.onDamaged(error);
    return db;
  }

  /** Where not even deleting works, other files are used, by every worker until these can be opened again. */
  async function moveOut(error: unknown): Promise<IndicatorsDb> {
    const { db, isNew } = await connectAmongSpare(error);
    if (isNew) events.onDamaged(error);
    return db;
  }

  async function connectAmongSpare(error: unknown): ReturnType<typeof connect> {
    const spare = await spareFiles(name);
    if (!spare) throw error;
    files = spare;
    try {
      return await connect();
    } catch (again) {
      if (!isDamage(again)) throw again;
      files = (await spareFiles(name, { empty: true })) ?? spare;
      return connect();
    }
  }

  function keep(attempt: Promise<IndicatorsDb>): Promise<IndicatorsDb> {
    opening = attempt;
    attempt.then(
      (db) => opening === attempt && (current = db),
      // The next call tries again; this one's failure reaches its caller.
      () => opening === attempt && forget(),
    );
    return attempt;
  }

  async function connect(): Promise<{ db: IndicatorsDb; isNew: boolean }> {
    const opened = await openDatabase<IndicatorsSchema>(files, {
      name,
      version: VERSION,
      upgrade(created, _from, transaction) {
        putOldStoresAside(
          created as unknown as IDBPDatabase,
          transaction as unknown as Parameters<typeof putOldStoresAside>[1],
        );
        created.createObjectStore('sources', { keyPath: 'source' });
        const blocks = created.createObjectStore('blocks', { keyPath: ['shelf', 'number'] });
        blocks.createIndex('byAge', ['shelf', 'oldest']);
        created.createObjectStore('segments', { keyPath: ['index', 'shelf', 'number'] });
        created.createObjectStore('pages', { keyPath: ['index', 'shelf', 'segment', 'page'] });
      },
      onGone: forget,
    });
    try {
      await events.onOpened(opened.db);
      return opened;
    } catch (error) {
      opened.db.close();
      throw error;
    }
  }

  function forget(): void {
    opening = current = undefined;
    events.onLost();
  }

  async function close(): Promise<void> {
    const closing = opening;
    forget();
    // One that never opened needs no closing.
    await closing?.then(
      (db) => db.close(),
      () => {},
    );
  }
}

/** A shelf that nobody has. */
export function newShelf(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] as number; // one was asked for
}

/** Every key that begins like this. */
export function beginsWith(...start: (string | number)[]): IDBKeyRange {
  return IDBKeyRange.bound(start, [...start, []]);
}

/** Deletes all that lies under a shelf. */
export function* deleteShelf(transaction: WriteTransaction, shelf: number): Generator<Promise<unknown>> {
  yield transaction.objectStore('blocks').delete(beginsWith(shelf));
  for (const index of ['keys', 'ids'] as const) {
    yield transaction.objectStore('segments').delete(beginsWith(index, shelf));
    yield transaction.objectStore('pages').delete(beginsWith(index, shelf));
  }
}

export type WriteTransaction = IDBPTransaction<IndicatorsSchema, StoreName[], 'readwrite'>;
type StoreName = 'sources' | 'blocks' | 'segments' | 'pages';

export function openWrite(
  db: IndicatorsDb,
  durability: IDBTransactionDurability = 'strict',
): WriteTransaction {
  const stores: StoreName[] = ['sources', 'blocks', 'segments', 'pages'];
  return db.transaction(stores, 'readwrite', { durability });
}

/**
 * Writes all or nothing. Nothing where the source is not as it was at `stamp` any more, or the disk or the browser's allowance
 * is full.
 * @param requests makes one request after the other: between them nothing but the transaction may be awaited
 */
export async function write(
  db: IndicatorsDb,
  { source, stamp }: { source: string; stamp: string | undefined },
  requests: (transaction: WriteTransaction) => Iterable<Promise<unknown>>,
): Promise<'done' | 'outdated' | 'full'> {
  // Should the power fail, rows and cursor of the last moment are lost together, and are fetched again.
  const transaction = openWrite(db, 'relaxed');
  const made: Promise<unknown>[] = [transaction.done];
  try {
    // Requests are answered in order: this one before any of the change.
    const before = transaction.objectStore('sources').get(source);
    made.push(before);
    for (const request of requests(transaction)) made.push(request);
    if (stampOf(await before) !== stamp) {
      abandon(transaction, made);
      return 'outdated';
    }
    await Promise.all(made);
    return 'done';
  } catch (error) {
    abandon(transaction, made);
    // Requests of a transaction that failed say no more than that.
    const cause = transaction.error ?? error;
    if (await isForWantOfRoom(cause)) return 'full';
    throw cause;
  }
}

/** A request that could not even be made leaves the transaction open with half of the change in it. */
function abandon(transaction: WriteTransaction, made: readonly Promise<unknown>[]): void {
  void Promise.allSettled(made); // the error that led here is the one to tell
  try {
    transaction.abort();
  } catch {
    // It had failed by itself.
  }
}

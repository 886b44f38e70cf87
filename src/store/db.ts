import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { isDamage } from './damage.ts';
import type { Segment } from './segments.ts';

/** What the store keeps of one source, beside its rows. */
export interface SourceRecord {
  source: string;
  /** A new one with every change, so that a change made from an outdated view of the source is refused. */
  version: string;
  rows: number;
  /** Blocks are numbered 0 ... blocks - 1; only the last one may have room left. */
  blocks: number;
  nextSegment: number;
  /** Plain JSON of the one who fills the source: its cursor and the like. */
  state: unknown;
}
export interface BlockRecord {
  source: string;
  number: number;
  count: number;
  rows: Uint8Array<ArrayBuffer>;
}
export interface SegmentRecord extends Segment {
  source: string;
  number: number;
}

/** Everything but `sources` is keyed by source and number, so that a source is dropped by one range per store. */
interface IndicatorsSchema extends DBSchema {
  sources: { key: string; value: SourceRecord };
  blocks: { key: [string, number]; value: BlockRecord };
  /** Hash of each of a row's keys -> block. */
  keySegments: { key: [string, number]; value: SegmentRecord };
  /** Hash of a row's id -> block. */
  idSegments: { key: [string, number]; value: SegmentRecord };
}
export type IndicatorsDb = IDBPDatabase<IndicatorsSchema>;

/** 2: URLs are found by their host, too. What older versions wrote is fetched again. */
const VERSION = 2;

/** A connection that opens when it is first needed, gives way to upgrades and deletion, and opens again. */
export interface Connection {
  open(): Promise<IndicatorsDb>;
  /** Deletes the database because of what was found in `db`, unless somebody did so already. */
  replace(db: IndicatorsDb, error: unknown): Promise<void>;
  close(): Promise<void>;
}

/**
 * The database is a cache: where it will not open, it is deleted and made anew.
 * `onLost` is told whenever the connection ends, since whatever was remembered of its content may be wrong by then;
 * `onDamaged` when a damaged database was deleted.
 */
export function connectIndicators(
  name: string,
  events: { onLost(): void; onDamaged(error: unknown): void },
): Connection {
  let opening: Promise<IndicatorsDb> | undefined;
  /** What `opening` came to. */
  let current: IndicatorsDb | undefined;

  return { open, replace, close };

  function open(): Promise<IndicatorsDb> {
    return (
      opening ??
      keep(connect().catch((error: unknown) => (isDamage(error) ? remake(error) : Promise.reject(error))))
    );
  }

  async function replace(db: IndicatorsDb, error: unknown): Promise<void> {
    if (current !== db) return;
    db.close();
    forget();
    await keep(remake(error));
  }

  async function remake(error: unknown): Promise<IndicatorsDb> {
    await deleteDB(name);
    events.onDamaged(error);
    return connect();
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

  function connect(): Promise<IndicatorsDb> {
    return openDB<IndicatorsSchema>(name, VERSION, {
      upgrade(db) {
        for (const store of Array.from(db.objectStoreNames)) db.deleteObjectStore(store);
        db.createObjectStore('sources', { keyPath: 'source' });
        for (const store of ['blocks', 'keySegments', 'idSegments'] as const)
          db.createObjectStore(store, { keyPath: ['source', 'number'] });
      },
      // Without this an upgrade or a deletion elsewhere would wait for ever.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
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

/** Every key of one source. */
export function wholeSource(source: string): IDBKeyRange {
  return IDBKeyRange.bound([source], [source, []]);
}

import { beginsWith, stampOf, type IndicatorsDb, type SegmentRecord, type SourceRecord } from './db.ts';
import { readColumn, type HashColumn } from './hash-column.ts';

/** A segment as it is held in memory: the hashes alone. */
export interface SegmentHead {
  number: number;
  count: number;
  /** May still be on its way: each column is searched as soon as it is there. */
  hashes: Promise<HashColumn>;
}

/** The index of one source in memory, with the stamp of the source that it belongs to. */
export interface Shelf {
  stamp: string | undefined;
  shelf: number;
  /** By hash of the index key: every lookup needs them. */
  keys: SegmentHead[];
  /** By hash of the row's id: only commits need them. */
  ids?: SegmentHead[];
}
export type FullShelf = Required<Shelf>;

/** The index of all sources in memory: read once, then kept in step by the commits of this connection. */
export interface Shelves {
  all(db: IndicatorsDb): Promise<Map<string, Shelf>>;
  /** The index of one source as it is now; `undefined` where there is none. */
  current(db: IndicatorsDb, record: SourceRecord): Promise<Shelf | undefined>;
  /** The same, ids included. */
  full(db: IndicatorsDb, record: SourceRecord): Promise<FullShelf>;
  /** Takes over what a commit made of it. */
  put(source: string, shelf: Shelf): Promise<void>;
  /** The source has a new stamp but the same rows. */
  restamp(source: string, from: string | undefined, stamp: string | undefined): Promise<void>;
  forgetIds(): Promise<void>;
  forget(): void;
}

export function createShelves(): Shelves {
  let loaded: Promise<Map<string, Shelf>> | undefined;

  return { all, current, full, put, restamp, forgetIds, forget };

  function all(db: IndicatorsDb): Promise<Map<string, Shelf>> {
    if (loaded) return loaded;
    const loading = load(db);
    loaded = loading;
    loading
      .then((shelves) => Promise.all([...shelves.values()].flatMap(({ keys }) => keys.map(columnOf))))
      // The failure itself reaches those who ask.
      .catch(() => loaded === loading && forget());
    return loading;
  }

  async function current(db: IndicatorsDb, record: SourceRecord): Promise<Shelf | undefined> {
    if ((await all(db)).get(record.source)?.stamp !== stampOf(record)) forget();
    // Should another connection commit right now, this has not `record`'s stamp, and the write will be refused.
    return (await all(db)).get(record.source);
  }

  async function full(db: IndicatorsDb, record: SourceRecord): Promise<FullShelf> {
    const shelf = (await current(db, record)) ?? emptyShelf(record.shelf);
    shelf.ids ??= await readIds(db, record.shelf);
    return { stamp: shelf.stamp, shelf: shelf.shelf, keys: shelf.keys, ids: shelf.ids };
  }

  async function put(source: string, shelf: Shelf): Promise<void> {
    (await loaded)?.set(source, shelf);
  }

  async function restamp(source: string, from: string | undefined, stamp: string | undefined): Promise<void> {
    const shelf = (await loaded)?.get(source);
    if (shelf && shelf.stamp === from) shelf.stamp = stamp;
  }

  async function forgetIds(): Promise<void> {
    for (const shelf of (await loaded)?.values() ?? []) delete shelf.ids;
  }

  function forget(): void {
    loaded = undefined;
  }
}

export function emptyShelf(shelf: number): FullShelf {
  return { stamp: undefined, shelf, keys: [], ids: [] };
}

async function load(db: IndicatorsDb): Promise<Map<string, Shelf>> {
  const transaction = db.transaction(['sources', 'segments']);
  const [sources, segments] = await Promise.all([
    transaction.objectStore('sources').getAll(),
    transaction.objectStore('segments').getAll(beginsWith('keys')),
  ]);
  return new Map(
    sources.map((record): [string, Shelf] => {
      const { source, shelf } = record;
      const keys = segments.filter((segment) => segment.shelf === shelf).map(headOf);
      return [source, { stamp: stampOf(record), shelf, keys }];
    }),
  );
}

async function readIds(db: IndicatorsDb, shelf: number): Promise<SegmentHead[]> {
  const heads = (await db.getAll('segments', beginsWith('ids', shelf))).map(headOf);
  await Promise.all(heads.map(columnOf));
  return heads;
}

function headOf({ number, count, hashes }: SegmentRecord): SegmentHead {
  return { number, count, hashes: readColumn(hashes, count) };
}

function columnOf({ hashes }: SegmentHead): Promise<HashColumn> {
  return hashes;
}

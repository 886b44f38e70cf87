import { beginsWith, type IndicatorsDb, type SegmentRecord, type SourceRecord } from './db.ts';
import { readColumn, type HashColumn } from './hash-column.ts';

/** A segment as it is held in memory: the hashes alone. */
export interface SegmentHead {
  number: number;
  count: number;
  /** May still be on its way: each column is searched as soon as it is there. */
  hashes: Promise<HashColumn>;
}

/** The index of one source in memory, with the version of the source that it belongs to. */
export interface Shelf {
  version: string | undefined;
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
  /** The whole index of one source, ids included. */
  full(db: IndicatorsDb, record: SourceRecord): Promise<FullShelf>;
  /** Takes over what a commit made of it. */
  put(source: string, shelf: FullShelf): Promise<void>;
  /** The source has a new version but the same rows. */
  restamp(source: string, from: string | undefined, version: string): Promise<void>;
  forgetIds(): Promise<void>;
  forget(): void;
}

export function createShelves(): Shelves {
  let loaded: Promise<Map<string, Shelf>> | undefined;

  return { all, full, put, restamp, forgetIds, forget };

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

  async function full(db: IndicatorsDb, record: SourceRecord): Promise<FullShelf> {
    if ((await all(db)).get(record.source)?.version !== record.version) forget();
    // Should another connection commit right now, this is not of `record`'s version, and the write will be refused.
    const shelf = (await all(db)).get(record.source) ?? emptyShelf(record.shelf);
    shelf.ids ??= await readIds(db, record.shelf);
    return { version: shelf.version, shelf: shelf.shelf, keys: shelf.keys, ids: shelf.ids };
  }

  async function put(source: string, shelf: FullShelf): Promise<void> {
    (await loaded)?.set(source, shelf);
  }

  async function restamp(source: string, from: string | undefined, version: string): Promise<void> {
    const shelf = (await loaded)?.get(source);
    if (shelf?.version === from && shelf) shelf.version = version;
  }

  async function forgetIds(): Promise<void> {
    for (const shelf of (await loaded)?.values() ?? []) delete shelf.ids;
  }

  function forget(): void {
    loaded = undefined;
  }
}

export function emptyShelf(shelf: number): FullShelf {
  return { version: undefined, shelf, keys: [], ids: [] };
}

async function load(db: IndicatorsDb): Promise<Map<string, Shelf>> {
  const transaction = db.transaction(['sources', 'segments']);
  const [sources, segments] = await Promise.all([
    transaction.objectStore('sources').getAll(),
    transaction.objectStore('segments').getAll(beginsWith('keys')),
  ]);
  return new Map(
    sources.map(({ source, version, shelf }): [string, Shelf] => {
      const keys = segments.filter((segment) => segment.shelf === shelf).map(headOf);
      return [source, { version, shelf, keys }];
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

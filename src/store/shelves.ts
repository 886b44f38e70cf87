import { DamagedError } from './damage.ts';
import { wholeSource, type IndicatorsDb, type SegmentRecord, type SourceRecord } from './db.ts';

/** One source's index in memory, with the version of the source that it belongs to. */
export interface Shelf {
  version: string | undefined;
  /** By hash of the index key: every lookup needs them. */
  keys: SegmentRecord[];
  /** By hash of the row's id: only commits need them. */
  ids?: SegmentRecord[];
}
export type FullShelf = Required<Shelf>;

/** The index of all sources in memory: read once, then kept in step by the commits of this connection. */
export interface Shelves {
  all(db: IndicatorsDb): Promise<Map<string, Shelf>>;
  /** The whole index of one source, ids included; an empty one where there is no such source. */
  full(db: IndicatorsDb, record: SourceRecord | undefined): Promise<FullShelf>;
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
    loading.catch(() => loaded === loading && forget());
    return loading;
  }

  async function full(db: IndicatorsDb, record: SourceRecord | undefined): Promise<FullShelf> {
    if (!record) return { version: undefined, keys: [], ids: [] };
    if ((await all(db)).get(record.source)?.version !== record.version) forget();
    // Should another connection commit right now, this is not of `record`'s version, and the write will be refused.
    const shelf = (await all(db)).get(record.source) ?? { version: undefined, keys: [] };
    shelf.ids ??= checked(await db.getAll('idSegments', wholeSource(record.source)));
    return { version: shelf.version, keys: shelf.keys, ids: shelf.ids };
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

async function load(db: IndicatorsDb): Promise<Map<string, Shelf>> {
  const transaction = db.transaction(['sources', 'keySegments']);
  const [sources, segments] = await Promise.all([
    transaction.objectStore('sources').getAll(),
    transaction.objectStore('keySegments').getAll(),
  ]);
  const shelves = new Map<string, Shelf>(
    sources.map(({ source, version }) => [source, { version, keys: [] }]),
  );
  for (const segment of checked(segments)) shelves.get(segment.source)?.keys.push(segment);
  return shelves;
}

function checked(segments: SegmentRecord[]): SegmentRecord[] {
  for (const { hashes, blocks } of segments) {
    const isSound =
      hashes instanceof Float64Array && blocks instanceof Uint32Array && hashes.length === blocks.length;
    if (!isSound) throw new DamagedError('a piece of the index has the wrong form');
  }
  return segments;
}

import type { Indicator } from '@/core/indicator.ts';
import { mostRows } from '@/core/index-key.ts';
import { hash52 } from '@/core/string-hash.ts';
import { blockCache } from './block-cache.ts';
import { readableBlock, unpackRows, type Block } from './blocks.ts';
import { commitRows, type Commit, type CommitResult } from './commit.ts';
import { isDamage } from './damage.ts';
import { connectIndicators, wholeSource, type IndicatorsDb, type SourceRecord } from './db.ts';
import { findBlocks } from './segments.ts';
import { createShelves } from './shelves.ts';

export interface IndicatorStore {
  /** Adds rows and moves the source's state on, both or neither. Commits run one after the other. */
  commit(commit: Commit): Promise<CommitResult>;
  /**
   * Keys (see index-key.ts) -> the rows under each, all sources together, but no more than `mostRows` of the key. Keys without
   * rows are left out.
   */
  rowsFor(keys: readonly string[]): Promise<Map<string, Indicator[]>>;
  source(source: string): Promise<Pick<SourceRecord, 'rows' | 'state' | 'version'> | undefined>;
  /** Rows of one source, or of all. */
  count(source?: string): Promise<number>;
  clearSource(source: string): Promise<void>;
  clear(): Promise<void>;
  /** Every row of every source, a block at a time. */
  forEachRow(visit: (row: Indicator) => void): Promise<void>;
  /** Forgets what only a running sync needs in memory. */
  releaseSyncIndex(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The cache of indicators; it opens with the first call. Rows lie in gzipped blocks and are found by a hash of their
 * index key, through a few sorted segments held in memory (12 bytes a row, and 12 more for a URL with a path). Where the database will not open or holds
 * nonsense, it is deleted, `onRebuilt` is told so in words for the user, and it starts empty.
 */
export function openIndicatorStore(
  options: { name?: string; onRebuilt?: (notice: string) => void } = {},
): IndicatorStore {
  const { name = 'indicators', onRebuilt = () => {} } = options;
  const shelves = createShelves();
  const cache = blockCache();
  const connection = connectIndicators(name, {
    onLost: forget,
    onDamaged: (error) => onRebuilt(rebuiltNotice(error)),
  });
  const memory = { shelves, onBlocksChanged };
  let lastChange: Promise<unknown> = Promise.resolve();

  return {
    commit: (commit) => oneAtATime((db) => commitRows(db, commit, memory)),
    rowsFor: (keys) => guarded((db) => readKeys(db, keys)),
    source: (source) => guarded((db) => db.get('sources', source)),
    count: (source) => guarded((db) => countRows(db, source)),
    clearSource: (source) => oneAtATime((db) => clear(db, source)),
    clear: () => oneAtATime((db) => clear(db)),
    forEachRow: (visit) => guarded((db) => visitRows(db, visit)),
    releaseSyncIndex: () => shelves.forgetIds(),
    close: () => connection.close(),
  };

  function forget(): void {
    shelves.forget();
    cache.clear();
  }

  function onBlocksChanged(source: string, numbers: number[] | 'all'): void {
    if (numbers === 'all') cache.clear();
    else cache.drop(source, numbers);
  }

  function oneAtATime<T>(change: (db: IndicatorsDb) => Promise<T>): Promise<T> {
    const result = lastChange.then(() => guarded(change));
    lastChange = result.catch(() => {}); // the caller hears of it; the next change does not depend on it
    return result;
  }

  /** Runs on an open database; once more where the connection went away meanwhile or a damaged one was replaced. */
  async function guarded<T>(work: (db: IndicatorsDb) => Promise<T>): Promise<T> {
    const db = await connection.open();
    try {
      return await work(db);
    } catch (error) {
      if (isDamage(error)) await connection.replace(db, error);
      else if (!isLostConnection(error)) throw error;
      return work(await connection.open());
    }
  }

  async function readKeys(db: IndicatorsDb, keys: readonly string[]): Promise<Map<string, Indicator[]>> {
    const found = new Map<string, Indicator[]>();
    const wanted = await blocksOf(db, keys);
    for (let i = 0; i < wanted.length; i += READ_AT_ONCE) {
      const blocks = wanted.slice(i, i + READ_AT_ONCE).map(async ({ source, number, keys: here }) => {
        const { byKey } = await cache.get(source, number, () => readBlock(db, source, number));
        for (const key of here) {
          const rows = byKey.get(key);
          if (rows) found.set(key, [...(found.get(key) ?? []), ...rows].slice(0, mostRows(key)));
        }
      });
      await Promise.all(blocks);
    }
    return found;
  }

  /** Which blocks may hold which of the keys. */
  async function blocksOf(db: IndicatorsDb, keys: readonly string[]) {
    const wanted = new Map<string, { source: string; number: number; keys: string[] }>();
    for (const [source, shelf] of await shelves.all(db)) {
      for (const key of new Set(keys)) {
        // Each of its blocks holds at least one row of the key.
        for (const number of findBlocks(shelf.keys, hash52(key)).slice(0, mostRows(key))) {
          const block = wanted.get(`${number}:${source}`);
          if (block) block.keys.push(key);
          else wanted.set(`${number}:${source}`, { source, number, keys: [key] });
        }
      }
    }
    return [...wanted.values()];
  }

  async function clear(db: IndicatorsDb, source?: string): Promise<void> {
    const range = source === undefined ? undefined : wholeSource(source);
    const stores = ['blocks', 'keySegments', 'idSegments'] as const;
    const transaction = db.transaction(['sources', ...stores], 'readwrite', { durability: 'strict' });
    const sources = transaction.objectStore('sources');
    const dropped = stores.map((store) => {
      const target = transaction.objectStore(store);
      return range ? target.delete(range) : target.clear();
    });
    await Promise.all([
      source === undefined ? sources.clear() : sources.delete(source),
      ...dropped,
      transaction.done,
    ]);
    forget();
  }
}

/** Bounds the memory that unpacked blocks take at a time. */
const READ_AT_ONCE = 16;

async function readBlock(db: IndicatorsDb, source: string, number: number): Promise<Block> {
  const record = await db.get('blocks', [source, number]);
  // Cleared between the look into the index and now.
  if (!record) return readableBlock([]);
  return readableBlock(await unpackRows(record.rows));
}

async function countRows(db: IndicatorsDb, source: string | undefined): Promise<number> {
  const sources = await db.getAll('sources', source);
  return sources.reduce((sum, { rows }) => sum + rows, 0);
}

async function visitRows(db: IndicatorsDb, visit: (row: Indicator) => void): Promise<void> {
  for (const key of await db.getAllKeys('blocks')) {
    const block = await db.get('blocks', key);
    if (block) (await unpackRows(block.rows)).forEach(visit);
  }
}

/** The browser closed the database under us, or another connection asked for room to upgrade or delete it. */
function isLostConnection(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'InvalidStateError' || error.name === 'AbortError');
}

function rebuiltNotice(error: unknown): string {
  const cause = error instanceof Error ? error.message.slice(0, 200) : 'unknown cause';
  return (
    `The copy of the indicators in this browser could not be read (${cause}). It was deleted and is fetched again. ` +
    'Your settings and the API key were not touched.'
  );
}

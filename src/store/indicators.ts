import type { Indicator } from '@/core/indicator.ts';
import type { Message } from '@/core/words.ts';
import { message } from '@/core/words.ts';
import { blockCache } from './block-cache.ts';
import { unpackBlock } from './blocks.ts';
import { commitRows, type Commit, type CommitResult } from './commit.ts';
import { DamagedError, isDamage } from './damage.ts';
import { beginsWith, connectIndicators, type IndicatorsDb, type SourceRecord } from './db.ts';
import { isRoomShort } from './disk-room.ts';
import { expireRows } from './expire.ts';
import { moveOldRows } from './migrate.ts';
import { createPlaces, OutdatedViewError } from './places.ts';
import { questionOf, readKeys } from './read-keys.ts';
import { ENTRY_BYTES } from './segments.ts';
import { createShelves } from './shelves.ts';
import { tidy } from './tidy.ts';
import { visitValues, type ValueVisit } from './visit-values.ts';
import { clearAll, clearSource, promote } from './whole-source.ts';

export interface IndicatorStore {
  /** Adds rows and moves the source's state on, both or neither. Changes run one after the other. */
  commit(commit: Commit): Promise<CommitResult>;
  /**
   * Keys (see index-key.ts) -> the rows under each, all sources together, but no more than `mostRows` of the key. Keys
   * without rows are left out, and so are sources that are not searched.
   */
  rowsFor(
    keys: readonly string[],
    isSearched?: (source: string) => boolean,
  ): Promise<Map<string, Indicator[]>>;
  source(source: string): Promise<Pick<SourceRecord, 'rows' | 'state' | 'version'> | undefined>;
  /** What there is, and how many bytes it takes on disk, indexes included. */
  sources(): Promise<{ source: string; rows: number; bytes: number }[]>;
  /** Rows of one source, or of all. */
  count(source?: string): Promise<number>;
  /**
   * Deletes the rows of a source that were last reported (else: arrived) before `before`, in ms since the epoch, all or
   * none of them; says how many.
   */
  expire(source: string, before: number): Promise<number>;
  /**
   * Everything that lies under `staging`, state included, becomes `source`; what `source` held before is deleted. In one
   * step.
   * @throws Error where nothing lies under `staging`
   */
  promote(staging: string, source: string): Promise<void>;
  clearSource(source: string): Promise<void>;
  clear(): Promise<void>;
  /** Every row of every source, a block at a time. */
  forEachRow(visit: (row: Indicator) => void): Promise<void>;
  /** Passes over type and value of every row, as far as is wanted; says whether it saw all. */
  visitValues(visit: ValueVisit): Promise<boolean>;
  /** Forgets what only a running sync needs in memory. */
  releaseSyncIndex(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The cache of indicators; it opens with the first call. Rows lie in gzipped blocks and are found by a hash of their
 * index key: the hashes are held in memory (2 to 4 bytes a row, and as many more for a URL with a path), where each row stands is
 * read from pages of the database. Where the database will not open or holds nonsense, it is deleted, `onRebuilt` is
 * told so in words for the user, and it starts empty. `wasMade` says whether there was one before it is asked: where it is
 * gone all the same, that is told, too.
 */
export function openIndicatorStore(
  options: {
    name?: string;
    onRebuilt?: (notice: Message) => void;
    wasMade?: () => Promise<boolean>;
    /** How long nothing is written before it is tidied up. */
    idleMs?: number;
  } = {},
): IndicatorStore {
  const { name = 'indicators', onRebuilt = () => {}, wasMade = () => Promise.resolve(false) } = options;
  const { idleMs = 10_000 } = options;
  const shelves = createShelves();
  const places = createPlaces();
  const cache = blockCache();
  const memory = { shelves, places, cache };
  const connection = connectIndicators(name, {
    onOpened: (db) => moveOldRows(db, memory),
    wasMade,
    onLost: forget,
    onDamaged: (error) => onRebuilt(rebuiltNotice(error)),
  });
  let lastChange: Promise<unknown> = Promise.resolve();
  /** Rows that were written since it was tidied up. */
  let untidy = 0;
  let idle: ReturnType<typeof setTimeout> | undefined;

  return {
    commit: (commit) => oneAtATime((db) => commitRows(db, commit, memory).then(noteRows)),
    rowsFor: (keys, isSearched) => {
      void connection.open(); // Hashed while it opens, which matters to a cold worker.
      const question = questionOf(keys);
      return guarded((db) => settled(() => readKeys(db, question, memory, isSearched)));
    },
    source: (source) => guarded((db) => db.get('sources', source)),
    sources: () => guarded(listSources),
    count: (source) => guarded((db) => countRows(db, source)),
    expire: (source, before) => oneAtATime((db) => expireRows(db, { source, before }, memory)),
    promote: (staging, source) => oneAtATime((db) => promote(db, staging, source).finally(forget)),
    clearSource: (source) => oneAtATime((db) => clearSource(db, source).finally(forget)),
    clear: () => oneAtATime((db) => clearAll(db).finally(forget)),
    forEachRow: (visit) => guarded((db) => visitRows(db, visit)),
    visitValues: (visit) => guarded((db) => visitValues(db, visit)),
    releaseSyncIndex: () => shelves.forgetIds(),
    close: () => {
      clearTimeout(idle);
      return connection.close();
    },
  };

  function forget(): void {
    shelves.forget();
    places.clear();
    cache.clear();
  }

  /** A worker that dies before has cost the next one some milliseconds. */
  function noteRows(result: CommitResult): CommitResult {
    if (result.ok) untidy += result.inserted + result.replaced;
    clearTimeout(idle);
    if (untidy >= WORTH_TIDYING) idle = setTimeout(() => void tidyUp(), idleMs);
    return result;
  }

  async function tidyUp(): Promise<void> {
    untidy = 0;
    // The new pieces are written before the old ones are deleted, which takes room for a moment.
    if (await isRoomShort()) return;
    // What fails here stays as it was; should it be damage, those who ask will hear of it.
    await oneAtATime((db) => tidy(db, memory)).catch(() => {});
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

  /** Once more where a commit moved what was just being read; what is missing then as well is damage. */
  async function settled<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof OutdatedViewError)) throw error;
    }
    forget();
    return read().catch((error: unknown) =>
      Promise.reject(error instanceof OutdatedViewError ? new DamagedError(error.message) : error),
    );
  }
}

/** Rows. */
const WORTH_TIDYING = 10_000;

async function listSources(db: IndicatorsDb): Promise<{ source: string; rows: number; bytes: number }[]> {
  const sources = await db.getAll('sources');
  return sources.map(({ source, rows, bytes, entries }) => ({
    source,
    rows,
    bytes: bytes + entries * ENTRY_BYTES,
  }));
}

async function countRows(db: IndicatorsDb, source: string | undefined): Promise<number> {
  const sources = await db.getAll('sources', source);
  return sources.reduce((sum, { rows }) => sum + rows, 0);
}

async function visitRows(db: IndicatorsDb, visit: (row: Indicator) => void): Promise<void> {
  for (const { source, shelf } of await db.getAll('sources')) {
    for (const key of await db.getAllKeys('blocks', beginsWith(shelf))) {
      const stored = await db.get('blocks', key);
      if (!stored) continue;
      for (const [, row] of (await unpackBlock(stored.rows, source)).rows()) visit(row);
    }
  }
}

/** The browser closed the database under us, or another connection asked for room to upgrade or delete it. */
function isLostConnection(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'InvalidStateError' || error.name === 'AbortError');
}

function rebuiltNotice(error: unknown): Message {
  return message('storeRebuilt', {
    // It stands in brackets.
    cause: (error instanceof Error ? error.message.slice(0, 200) : String(error)).replace(/\.$/, ''),
  });
}

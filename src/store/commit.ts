import type { Indicator } from '@/core/indicator.ts';
import type { BlockCache } from './block-cache.ts';
import { DamagedError } from './damage.ts';
import {
  deleteShelf,
  newShelf,
  stampOf,
  write,
  type IndicatorsDb,
  type SourceRecord,
  type WriteTransaction,
} from './db.ts';
import { addToIndex, entriesOf, writeIndex, type IndexChange } from './index-change.ts';
import { OutdatedViewError, type Places } from './places.ts';
import { ENTRY_BYTES } from './segments.ts';
import { emptyShelf, type FullShelf, type Shelves } from './shelves.ts';
import { planUpsert, type Upsert, type UpsertSource } from './upsert.ts';

export interface Commit {
  source: string;
  /** All of this source. May be empty: then only the state changes. */
  rows: readonly Indicator[];
  /** What the rows change -> plain JSON, stored with the rows in one transaction. */
  state: (counts: Counts) => unknown;
  /** Version of the source that `state` was worked out from; `undefined` where there was no such source. */
  from: string | undefined;
  /** Drops what the source held before, in the same transaction. */
  replace?: boolean;
}
export interface Counts {
  /** Rows of the source afterwards. */
  rows: number;
  inserted: number;
  replaced: number;
  unchanged: number;
}
export type CommitResult =
  | ({ ok: true; version: string; state: unknown } & Counts)
  /** The source is not at `from` any more (cleared, rebuilt, changed by another connection): read it, start from there. */
  | { ok: false; reason: 'outdated' }
  /** The disk or the browser's allowance is full. Nothing was changed; `bytes` is about what the change takes. */
  | { ok: false; reason: 'full'; bytes: number };

/** What a connection remembers of the database. */
export interface Memory {
  shelves: Shelves;
  places: Places;
  cache: BlockCache;
}

/** Everything that one transaction writes, ready before it opens. */
interface Change {
  record: SourceRecord;
  counts: Counts;
  blocks: Upsert['blocks'];
  indexes: IndexChange[];
  /** To be dropped. */
  oldShelf?: number;
}

/**
 * Adds rows and moves the source's state on, both or neither. Not to be called twice at a time.
 * @throws DamagedError
 */
export async function commitRows(db: IndicatorsDb, commit: Commit, memory: Memory): Promise<CommitResult> {
  const stored = await db.get('sources', commit.source);
  if (stored?.version !== commit.from) return { ok: false, reason: 'outdated' };
  const change = await prepare(db, commit, stored, memory).catch((error: unknown) =>
    blame(db, commit.source, stored, error),
  );
  if (!change) return { ok: false, reason: 'outdated' };

  const place = { source: commit.source, stamp: stampOf(stored) };
  const outcome = await write(db, place, (transaction) => requestsOf(transaction, change));
  if (outcome === 'outdated') memory.shelves.forget();
  if (outcome === 'full') return { ok: false, reason: 'full', bytes: sizeOf(change) };
  if (outcome !== 'done') return { ok: false, reason: outcome };
  await remember(commit, stored, change, memory);
  return { ok: true, version: change.record.version, state: change.record.state, ...change.counts };
}

function* requestsOf(
  transaction: WriteTransaction,
  { record, blocks, indexes, oldShelf }: Change,
): Generator<Promise<unknown>> {
  yield transaction.objectStore('sources').put(record);
  if (oldShelf !== undefined) yield* deleteShelf(transaction, oldShelf);
  for (const block of blocks) yield transaction.objectStore('blocks').put({ shelf: record.shelf, ...block });
  for (const index of indexes) yield* writeIndex(transaction, index);
}

async function prepare(
  db: IndicatorsDb,
  commit: Commit,
  stored: SourceRecord | undefined,
  memory: Memory,
): Promise<Change> {
  const before = stored && !commit.replace ? stored : emptySource(commit.source);
  const oldShelf = commit.replace && stored ? { oldShelf: stored.shelf } : {};
  const plan = commit.rows.length > 0 ? await planRows(db, commit.rows, before, memory) : undefined;
  const { inserted = 0, replaced = 0, unchanged = 0 } = plan ?? {};
  const counts = { rows: before.rows + inserted, inserted, replaced, unchanged };
  const record: SourceRecord = {
    ...before,
    version: crypto.randomUUID(),
    rows: counts.rows,
    blocks: plan?.blockCount ?? before.blocks,
    bytes: before.bytes + (plan?.bytes ?? 0),
    entries: plan ? entriesOf(plan.indexes) : before.entries,
    nextSegment: before.nextSegment + 1,
    state: commit.state(counts),
  };
  return { record, counts, blocks: plan?.blocks ?? [], indexes: plan?.indexes ?? [], ...oldShelf };
}

function emptySource(source: string): SourceRecord {
  const shelf = newShelf();
  return {
    source,
    version: '',
    shelf,
    rows: 0,
    blocks: 0,
    bytes: 0,
    entries: 0,
    nextSegment: 0,
    state: null,
  };
}

async function planRows(
  db: IndicatorsDb,
  rows: readonly Indicator[],
  before: SourceRecord,
  { shelves, places }: Memory,
): Promise<Upsert & { indexes: IndexChange[] }> {
  const shelf = before.version ? await shelves.full(db, before) : emptyShelf(before.shelf);
  const plan = await planUpsert(rows, upsertSource(db, before, shelf, places));
  const indexes = await Promise.all(
    (['keys', 'ids'] as const).map((kind) =>
      addToIndex(db, { kind, shelf: shelf.shelf, heads: shelf[kind] }, plan[kind], before.nextSegment),
    ),
  );
  return { ...plan, indexes };
}

function upsertSource(
  db: IndicatorsDb,
  { source, shelf: number, blocks }: SourceRecord,
  shelf: FullShelf,
  places: Places,
): UpsertSource {
  return {
    source,
    blockCount: blocks,
    find: (kind, hashes) => places.find(db, { kind, shelf: number, heads: shelf[kind] }, hashes),
    readBlocks: (numbers) => {
      const stored = db.transaction('blocks').store;
      return Promise.all(numbers.map((each) => stored.get([number, each])));
    },
  };
}

/** What was to be read is gone: by another connection's change, or by damage. */
async function blame(
  db: IndicatorsDb,
  source: string,
  before: SourceRecord | undefined,
  error: unknown,
): Promise<undefined> {
  if (!(error instanceof OutdatedViewError)) throw error;
  if (stampOf(await db.get('sources', source)) === stampOf(before)) throw new DamagedError(error.message);
}

function sizeOf({ blocks, indexes }: Change): number {
  const entries = indexes.reduce((sum, { add }) => sum + (add?.ordinals.length ?? 0), 0);
  return blocks.reduce((sum, { rows }) => sum + rows.byteLength, entries * ENTRY_BYTES);
}

async function remember(
  commit: Commit,
  before: SourceRecord | undefined,
  { record, blocks, indexes }: Change,
  memory: Memory,
): Promise<void> {
  const { shelf } = record;
  const stamp = stampOf(record);
  const [keys, ids] = indexes;
  if (keys && ids)
    await memory.shelves.put(commit.source, { stamp, shelf, keys: keys.heads, ids: ids.heads });
  else if (commit.replace || !before) memory.shelves.forget();
  else await memory.shelves.restamp(commit.source, stampOf(before), stamp);
  memory.cache.drop(
    shelf,
    blocks.map(({ number }) => number),
  );
}

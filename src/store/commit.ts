import type { Indicator } from '@/core/indicator.ts';
import { unpackRows } from './blocks.ts';
import { DamagedError } from './damage.ts';
import { wholeSource, type IndicatorsDb, type SegmentRecord, type SourceRecord } from './db.ts';
import { findBlocks, mergeSegments, segmentsToMerge, type Segment } from './segments.ts';
import type { FullShelf, Shelves } from './shelves.ts';
import { planUpsert, type Upsert } from './upsert.ts';

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

/** Everything that one transaction writes, ready before it opens. */
interface Change {
  from: string | undefined;
  source: SourceRecord;
  counts: Counts;
  replace: boolean;
  blocks: Upsert['blocks'];
  keys?: IndexChange;
  ids?: IndexChange;
}
interface IndexChange {
  add: SegmentRecord;
  remove: SegmentRecord[];
  /** All segments afterwards. */
  all: SegmentRecord[];
}

/**
 * Adds rows and moves the source's state on, both or neither. `onBlocksChanged` hears which blocks are not what they
 * were. Not to be called twice at a time.
 */
export async function commitRows(
  db: IndicatorsDb,
  commit: Commit,
  memory: { shelves: Shelves; onBlocksChanged(source: string, numbers: number[] | 'all'): void },
): Promise<CommitResult> {
  const stored = await db.get('sources', commit.source);
  if (stored?.version !== commit.from) return { ok: false, reason: 'outdated' };
  const before = commit.replace ? undefined : stored;
  const shelf = commit.rows.length > 0 ? await memory.shelves.full(db, before) : undefined;
  const plan = shelf && (await planUpsert(commit.rows, upsertSource(db, commit.source, shelf, before)));
  const change = describe(commit, before, shelf, plan);

  const outcome = await write(db, change);
  if (outcome === 'outdated') memory.shelves.forget();
  if (outcome === 'full') return { ok: false, reason: 'full', bytes: sizeOf(change) };
  if (outcome !== 'done') return { ok: false, reason: outcome };

  const { version } = change.source;
  if (change.keys && change.ids)
    await memory.shelves.put(commit.source, { version, keys: change.keys.all, ids: change.ids.all });
  else if (commit.replace) memory.shelves.forget();
  else await memory.shelves.restamp(commit.source, commit.from, version);
  memory.onBlocksChanged(commit.source, commit.replace ? 'all' : change.blocks.map(({ number }) => number));
  return { ok: true, version, state: change.source.state, ...change.counts };
}

function upsertSource(
  db: IndicatorsDb,
  source: string,
  shelf: FullShelf,
  before: SourceRecord | undefined,
): Parameters<typeof planUpsert>[1] {
  return {
    blockCount: before?.blocks ?? 0,
    findById: (hash) => findBlocks(shelf.ids, hash),
    readBlock: async (number) => {
      const block = await db.get('blocks', [source, number]);
      if (!block) throw new DamagedError('a block of rows is missing');
      return unpackRows(block.rows);
    },
  };
}

function describe(
  commit: Commit,
  before: SourceRecord | undefined,
  shelf: FullShelf | undefined,
  plan: Upsert | undefined,
): Change {
  const { source, state, from, replace = false } = commit;
  const number = before?.nextSegment ?? 0;
  const { inserted = 0, replaced = 0, unchanged = 0 } = plan ?? {};
  const counts = { rows: (before?.rows ?? 0) + inserted, inserted, replaced, unchanged };
  const record: SourceRecord = {
    source,
    version: crypto.randomUUID(),
    rows: counts.rows,
    blocks: plan?.blockCount ?? before?.blocks ?? 0,
    nextSegment: number + 1,
    state: state(counts),
  };
  const change = { from, source: record, counts, replace, blocks: plan?.blocks ?? [] };
  if (!shelf || !plan) return change;
  return {
    ...change,
    keys: addSegment(shelf.keys, plan.keys, source, number),
    ids: addSegment(shelf.ids, plan.ids, source, number),
  };
}

function addSegment(stored: SegmentRecord[], entries: Segment, source: string, number: number): IndexChange {
  const remove = segmentsToMerge(stored, entries.hashes.length);
  const add = { source, number, ...mergeSegments([...remove, entries]) };
  const kept = stored.filter((segment) => !remove.includes(segment));
  // An empty entry list (rows that were all known) adds nothing, but may still fold small segments together.
  return { add, remove, all: add.hashes.length > 0 ? [...kept, add] : kept };
}

/** Between the first request and `done` nothing is awaited but the transaction itself. */
async function write(db: IndicatorsDb, change: Change): Promise<'done' | 'outdated' | 'full'> {
  const { source, from } = change;
  const stores = ['sources', 'blocks', 'keySegments', 'idSegments'] as const;
  const transaction = db.transaction(stores, 'readwrite', { durability: 'strict' });
  const requests: Promise<unknown>[] = [];
  try {
    const sources = transaction.objectStore('sources');
    if ((await sources.get(source.source))?.version !== from) return 'outdated';
    requests.push(sources.put(source));
    if (change.replace) {
      for (const store of ['blocks', 'keySegments', 'idSegments'] as const)
        requests.push(transaction.objectStore(store).delete(wholeSource(source.source)));
    }
    for (const block of change.blocks)
      requests.push(transaction.objectStore('blocks').put({ source: source.source, ...block }));
    for (const [store, index] of [
      ['keySegments', change.keys],
      ['idSegments', change.ids],
    ] as const) {
      for (const { number } of index?.remove ?? [])
        requests.push(transaction.objectStore(store).delete([source.source, number]));
      if (index && index.add.hashes.length > 0) requests.push(transaction.objectStore(store).put(index.add));
    }
    await Promise.all([...requests, transaction.done]);
    return 'done';
  } catch (error) {
    abandon(transaction, requests);
    if (error instanceof DOMException && error.name === 'QuotaExceededError') return 'full';
    throw error;
  }
}

/** A request that could not even be made leaves the transaction open with half of the change in it. */
function abandon(transaction: { abort(): void; done: Promise<void> }, requests: Promise<unknown>[]): void {
  void Promise.allSettled([...requests, transaction.done]); // the error that led here is the one to tell
  try {
    transaction.abort();
  } catch {
    // It had failed by itself.
  }
}

function sizeOf(change: Change): number {
  const indexes = [change.keys, change.ids].map((index) => (index?.add.hashes.length ?? 0) * 12);
  return [...change.blocks.map(({ rows }) => rows.byteLength), ...indexes].reduce(
    (sum, bytes) => sum + bytes,
    0,
  );
}

import { lastReported } from './age.ts';
import { ordinalOf, unpackBlock } from './blocks.ts';
import type { Memory } from './commit.ts';
import { stampOf, write, type BlockRecord, type IndicatorsDb, type SourceRecord } from './db.ts';
import { entriesOf, withoutRows, writeIndex } from './index-change.ts';
import { DELETED, type PackedRow } from './row-codec.ts';

/** What is left of the blocks that held something old. */
interface Expired {
  ordinals: Set<number>;
  /** By number; `undefined`: nothing is left of it. */
  blocks: Map<number, BlockRecord | undefined>;
  /** By how much they are smaller now. */
  bytes: number;
}

/**
 * Deletes the rows of a source that were last reported before `before`, in one transaction, and says how many. None
 * where the source was changed meanwhile: the next run will find them. Not to be called while a commit runs.
 */
export async function expireRows(
  db: IndicatorsDb,
  { source, before }: { source: string; before: number },
  memory: Memory,
): Promise<number> {
  const record = await db.get('sources', source);
  const expired = record && (await findExpired(db, record, before));
  if (!expired || expired.blocks.size === 0) return 0;
  const { shelf } = record;
  const indexes = expired.ordinals.size > 0 ? await shrinkIndexes(db, record, expired.ordinals, memory) : [];
  const after: SourceRecord = {
    ...record,
    version: crypto.randomUUID(),
    rows: record.rows - expired.ordinals.size,
    bytes: record.bytes - expired.bytes,
    nextSegment: record.nextSegment + 1,
    entries: indexes.length > 0 ? entriesOf(indexes) : record.entries,
  };
  const outcome = await write(db, { source, stamp: stampOf(record) }, function* (transaction) {
    yield transaction.objectStore('sources').put(after);
    for (const [number, block] of expired.blocks)
      yield block
        ? transaction.objectStore('blocks').put(block)
        : transaction.objectStore('blocks').delete([shelf, number]);
    for (const index of indexes) yield* writeIndex(transaction, index);
  });
  memory.shelves.forget();
  memory.cache.drop(shelf, expired.blocks.keys());
  return outcome === 'done' ? expired.ordinals.size : 0;
}

/** Blocks are read one after the other: all that is kept of them is what is left. */
async function findExpired(
  db: IndicatorsDb,
  { source, shelf }: SourceRecord,
  before: number,
): Promise<Expired> {
  const expired: Expired = { ordinals: new Set(), blocks: new Map(), bytes: 0 };
  const old = IDBKeyRange.bound([shelf, -Infinity], [shelf, before], false, true);
  for (const key of await db.getAllKeysFromIndex('blocks', 'byAge', old)) {
    const stored = await db.get('blocks', key);
    if (!stored) continue;
    const block = await unpackBlock(stored.rows, source);
    const gone = new Map<number, PackedRow>();
    let oldest = Infinity;
    for (const [position, row] of block.rows()) {
      const reported = lastReported(row);
      if (reported >= before) oldest = Math.min(oldest, reported);
      else gone.set(position, DELETED);
    }
    for (const position of gone.keys()) expired.ordinals.add(ordinalOf(stored.number, position));
    const rows = gone.size > 0 ? await block.with(gone).pack() : stored.rows;
    const isEmpty = oldest === Infinity;
    expired.blocks.set(stored.number, isEmpty ? undefined : { ...stored, rows, oldest });
    expired.bytes += stored.rows.byteLength - (isEmpty ? 0 : rows.byteLength);
  }
  return expired;
}

async function shrinkIndexes(
  db: IndicatorsDb,
  record: SourceRecord,
  gone: ReadonlySet<number>,
  { shelves }: Memory,
) {
  const shelf = await shelves.full(db, record);
  return Promise.all(
    (['keys', 'ids'] as const).map((kind) =>
      withoutRows(
        db,
        { kind, shelf: record.shelf, heads: shelf[kind] },
        (ordinal) => gone.has(ordinal),
        record.nextSegment,
      ),
    ),
  );
}

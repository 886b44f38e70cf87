import type { Memory } from './commit.ts';
import { stampOf, write, type IndicatorsDb, type SourceRecord } from './db.ts';
import { uniteIndex, writeIndex } from './index-change.ts';
import { emptyLog } from './open-database.ts';
import type { SegmentHead } from './shelves.ts';

/**
 * Puts in order what many commits left, so that the next worker has less to read before its first answer. No row is
 * changed. Not to be called while a commit runs.
 */
export async function tidy(db: IndicatorsDb, memory: Memory): Promise<void> {
  for (const record of await db.getAll('sources')) await uniteKeys(db, record, memory);
  await emptyLog(`${db.name}-tidy`);
}

async function uniteKeys(db: IndicatorsDb, record: SourceRecord, { shelves }: Memory): Promise<void> {
  const { source, shelf, nextSegment } = record;
  const view = await shelves.current(db, record);
  if (!view) return;
  const index = await uniteIndex(db, { kind: 'keys', shelf, heads: view.keys }, nextSegment);
  if (!index) return;
  const entries = record.entries - entriesIn(view.keys) + entriesIn(index.heads);
  const after: SourceRecord = { ...record, entries, nextSegment: nextSegment + 1 };
  const outcome = await write(db, { source, stamp: view.stamp }, function* (transaction) {
    yield transaction.objectStore('sources').put(after);
    yield* writeIndex(transaction, index);
  });
  if (outcome === 'done') await shelves.put(source, { ...view, stamp: stampOf(after), keys: index.heads });
}

function entriesIn(heads: readonly SegmentHead[]): number {
  return heads.reduce((sum, { count }) => sum + count, 0);
}

import { beginsWith, PAGE_ENTRIES, type IndicatorsDb, type WriteTransaction } from './db.ts';
import { packHashes, storedColumn, unpackHashes, type HashColumn } from './hash-column.ts';
import { packOrdinals, unpackOrdinals } from './ordinal-page.ts';
import { OutdatedViewError, type IndexName } from './places.ts';
import { mergeSegments, segmentsToMerge, segmentsToUnite, type Segment } from './segments.ts';
import type { SegmentHead } from './shelves.ts';

/** What is to be written of one index of a source, worked out before any transaction is open. */
export interface IndexChange extends IndexName {
  /** The new segment, if it holds anything. */
  add?: NewSegment;
  /** Numbers of the segments that are part of it now. */
  remove: number[];
  /** All segments afterwards. */
  heads: SegmentHead[];
}

interface NewSegment {
  number: number;
  hashes: HashColumn;
  ordinals: Segment['ordinals'];
}

/** Adds entries to an index; small segments are merged into the new one. */
export async function addToIndex(
  db: IndicatorsDb,
  index: IndexName & { heads: readonly SegmentHead[] },
  entries: Segment,
  number: number,
): Promise<IndexChange> {
  if (entries.hashes.length === 0) return { ...index, remove: [], heads: [...index.heads] };
  const merged = segmentsToMerge(index.heads, entries.hashes.length);
  const segments = await Promise.all(merged.map((head) => readSegment(db, index, head)));
  return changeOf(index, merged, { number, ...mergeSegments([...segments, entries]) });
}

/** Segments as one that were left apart to save time; `undefined` where there are none of the kind. */
export async function uniteIndex(
  db: IndicatorsDb,
  index: IndexName & { heads: readonly SegmentHead[] },
  number: number,
): Promise<IndexChange | undefined> {
  const united = segmentsToUnite(index.heads);
  if (united.length === 0) return undefined;
  const segments = await Promise.all(united.map((head) => readSegment(db, index, head)));
  return changeOf(index, united, { number, ...mergeSegments(segments) });
}

/** One segment without the entries of these rows in the place of all. */
export async function withoutRows(
  db: IndicatorsDb,
  index: IndexName & { heads: readonly SegmentHead[] },
  isGone: (ordinal: number) => boolean,
  number: number,
): Promise<IndexChange> {
  const all = await Promise.all(index.heads.map((head) => readSegment(db, index, head)));
  const { hashes, ordinals } = mergeSegments(all);
  // New columns: the old hashes are those that lookups go by until the change is written.
  const stays = (_: number, i: number) => !isGone(ordinals[i] as number); // parallel to hashes
  return changeOf(index, index.heads, {
    number,
    hashes: hashes.filter(stays),
    ordinals: ordinals.filter(stays),
  });
}

function changeOf(
  { kind, shelf, heads }: IndexName & { heads: readonly SegmentHead[] },
  merged: readonly SegmentHead[],
  { number, hashes, ordinals }: Segment & { number: number },
): IndexChange {
  const kept = heads.filter((head) => !merged.includes(head));
  const remove = merged.map((head) => head.number);
  if (hashes.length === 0) return { kind, shelf, remove, heads: kept };
  const column = packHashes(hashes);
  const head: SegmentHead = { number, count: hashes.length, hashes: Promise.resolve(column) };
  return { kind, shelf, add: { number, hashes: column, ordinals }, remove, heads: [...kept, head] };
}

/** @throws OutdatedViewError where it is not what the head says */
async function readSegment(
  db: IndicatorsDb,
  { kind, shelf }: IndexName,
  { number, count, hashes }: SegmentHead,
): Promise<Segment> {
  const ordinals = new Uint32Array(count);
  let filled = 0;
  for (const record of await db.getAll('pages', beginsWith(kind, shelf, number))) {
    const page = unpackOrdinals(record.ordinals);
    if (filled + page.length > count) break;
    ordinals.set(page, filled);
    filled += page.length;
  }
  if (filled !== count) throw new OutdatedViewError('pages of the index are missing');
  return { hashes: unpackHashes(await hashes), ordinals };
}

/** How many entries the indexes have afterwards. */
export function entriesOf(indexes: readonly IndexChange[]): number {
  return indexes.flatMap(({ heads }) => heads).reduce((sum, { count }) => sum + count, 0);
}

/** The requests that make the change; the heads are to be taken over once they are done. */
export function* writeIndex(
  transaction: WriteTransaction,
  { kind, shelf, add, remove }: IndexChange,
): Generator<Promise<unknown>> {
  const segments = transaction.objectStore('segments');
  const pages = transaction.objectStore('pages');
  for (const number of remove) {
    yield segments.delete([kind, shelf, number]);
    yield pages.delete(beginsWith(kind, shelf, number));
  }
  if (!add) return;
  const { number, hashes, ordinals } = add;
  const count = ordinals.length;
  yield segments.put({ index: kind, shelf, number, count, hashes: storedColumn(hashes) });
  for (let from = 0; from < ordinals.length; from += PAGE_ENTRIES) {
    const page = { index: kind, shelf, segment: number, page: from / PAGE_ENTRIES };
    yield pages.put({ ...page, ordinals: packOrdinals(ordinals.slice(from, from + PAGE_ENTRIES)) });
  }
}

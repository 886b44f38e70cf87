import { hash52 } from '@/core/string-hash.ts';
import { storageKeys } from '@/core/index-key.ts';
import type { Indicator } from '@/core/indicator.ts';
import { BLOCK_ROWS, packRows } from './blocks.ts';
import { mergeSegments, segmentOf, type Segment } from './segments.ts';

/** What adding rows to a source changes, worked out and compressed before any transaction is open. */
export interface Upsert {
  blocks: PackedBlock[];
  /** How many blocks the source has afterwards. */
  blockCount: number;
  /** New index entries: by index key, and by row id. */
  keys: Segment;
  ids: Segment;
  inserted: number;
  replaced: number;
  unchanged: number;
}
interface PackedBlock {
  number: number;
  count: number;
  rows: Uint8Array<ArrayBuffer>;
}

/** A source as it is before. */
export interface UpsertSource {
  blockCount: number;
  /** Numbers of the blocks that may hold a row of this id hash. */
  findById(hash: number): number[];
  readBlock(number: number): Promise<readonly Indicator[]>;
}

/**
 * Rows -> the blocks to write, every row id exactly once: a row that is there already is replaced where it stands (its
 * `added` is kept), one that arrives twice counts with its last words, new ones fill up the last block and then new
 * blocks. Blocks are unpacked one after the other, so that rows from all over a large source fit into memory.
 */
export async function planUpsert(rows: readonly Indicator[], source: UpsertSource): Promise<Upsert> {
  const fresh = new Map(rows.map((row) => [row.id, row]));
  const last = source.blockCount - 1;
  const packed = new Map<number, PackedBlock>();
  const [keys, ids]: [Segment[], Segment[]] = [[], []];
  let [replaced, unchanged] = [0, 0];
  let tail: readonly Indicator[] | undefined;

  for (const number of blocksThatMayHold(fresh.keys(), source)) {
    const merged = mergeInto(await source.readBlock(number), fresh);
    if (number === last) tail = merged.rows;
    replaced += merged.changed.length;
    unchanged += merged.unchanged;
    if (merged.changed.length === 0) continue;
    packed.set(number, await packBlock(number, merged.rows));
    // Where a row now says something else, its old entry leads to a block without it, which does no harm.
    keys.push(segmentOf(keyHashes(merged.changed), number));
  }

  const added = [...fresh.values()];
  if (added.length > 0 && last >= 0) tail ??= await source.readBlock(last);
  const layout = layOut(added, tail ?? [], Math.max(last, 0));
  for (const block of await Promise.all(layout.map(({ number, rows: all }) => packBlock(number, all))))
    packed.set(block.number, block);
  for (const { number, added: here } of layout) {
    keys.push(segmentOf(keyHashes(here), number));
    ids.push(segmentOf(here.map(idHash), number));
  }
  return {
    blocks: [...packed.values()],
    blockCount: (layout.at(-1)?.number ?? last) + 1,
    keys: mergeSegments(keys),
    ids: mergeSegments(ids),
    inserted: added.length,
    replaced,
    unchanged,
  };
}

function blocksThatMayHold(ids: Iterable<string>, source: UpsertSource): Set<number> {
  const numbers = new Set<number>();
  for (const id of ids) for (const number of source.findById(hash52(id))) numbers.add(number);
  return numbers;
}

/** The block with the rows of `fresh` that stand in it replaced; takes those out of `fresh`. */
function mergeInto(known: readonly Indicator[], fresh: Map<string, Indicator>) {
  const changed: Indicator[] = [];
  let unchanged = 0;
  const rows = known.map((old) => {
    const arrived = fresh.get(old.id);
    if (!arrived) return old;
    fresh.delete(old.id);
    if (words(arrived) === words(old)) {
      unchanged++;
      return old;
    }
    const row = { ...arrived, added: old.added };
    changed.push(row);
    return row;
  });
  return { rows, changed, unchanged };
}

/** What the source says, without when we heard it. */
function words({ added: _added, ...said }: Indicator): string {
  return JSON.stringify(said);
}

/** Spreads new rows over blocks: first what fits behind the `tail`, the rows of block `number`, then whole blocks. */
function layOut(added: readonly Indicator[], tail: readonly Indicator[], number: number) {
  const blocks: { number: number; rows: readonly Indicator[]; added: readonly Indicator[] }[] = [];
  let [from, kept] = [0, tail];
  while (from < added.length) {
    const here = added.slice(from, from + BLOCK_ROWS - kept.length);
    if (here.length > 0) blocks.push({ number, rows: [...kept, ...here], added: here });
    from += here.length;
    kept = [];
    number++;
  }
  return blocks;
}

async function packBlock(number: number, rows: readonly Indicator[]): Promise<PackedBlock> {
  return { number, count: rows.length, rows: await packRows(rows) };
}

/** Each once, however many rows of the block have it: the URLs on one host often come together. */
function keyHashes(rows: readonly Indicator[]): number[] {
  return [...new Set(rows.flatMap(storageKeys))].map((key) => hash52(key));
}

function idHash(row: Indicator): number {
  return hash52(row.id);
}

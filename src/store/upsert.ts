import { storageKeys } from '@/core/index-key.ts';
import type { Indicator } from '@/core/indicator.ts';
import { isOwnId } from '@/core/row-id.ts';
import { lastReported } from './age.ts';
import { BLOCK_ROWS, Block, blockOf, ordinalOf, positionOf, unpackBlock } from './blocks.ts';
import type { BlockRecord, IndexKind } from './db.ts';
import { isSameRow, packRow, type PackedRow } from './row-codec.ts';
import { hash32, segmentOf, type Entries, type Segment } from './segments.ts';

/** What adding rows to a source changes, worked out and compressed before any transaction is open. */
export interface Upsert {
  blocks: PackedBlock[];
  /** How many blocks the source has afterwards. */
  blockCount: number;
  /** By how much the packed blocks are larger than those they replace. */
  bytes: number;
  /** New index entries. */
  keys: Segment;
  ids: Segment;
  inserted: number;
  replaced: number;
  unchanged: number;
}
export type PackedBlock = Omit<BlockRecord, 'shelf'>;

/** A source as it is before. */
export interface UpsertSource {
  source: string;
  blockCount: number;
  /** Which of the hashes -> the places of the rows that may have it. */
  find(index: IndexKind, hashes: number[]): Promise<Map<number, number[]>>;
  /** In one transaction; `undefined` where there is no such block any more. */
  readBlocks(numbers: readonly number[]): Promise<(PackedBlock | undefined)[]>;
}

/** A block that is being changed. */
interface OpenBlock {
  number: number;
  block: Block;
  oldest: number;
  /** As it is stored; 0 for a new one. */
  bytes: number;
}

/**
 * Rows -> the blocks to write, every row id exactly once: a row that is there already is replaced where it stands (its
 * `added` is kept), one that arrives twice counts with its last words, new ones fill up the last block and then new
 * blocks. Blocks are unpacked one after the other, so that rows from all over a large source fit into memory.
 */
export async function planUpsert(rows: readonly Indicator[], source: UpsertSource): Promise<Upsert> {
  const fresh = new Map<string, Arriving>();
  for (const row of rows) fresh.set(row.id, arrivingOf(row));
  const last = source.blockCount - 1;
  const changes: Changes = { fresh, keys: noEntries(), ids: noEntries(), replaced: 0, unchanged: 0 };
  const packed: { block: PackedBlock; grown: number }[] = [];
  let changedTail: OpenBlock | undefined;

  const places = [...(await placesToLookAt(fresh.values(), source))];
  for (let i = 0; i < places.length; i += READ_AT_ONCE) {
    const wave = places.slice(i, i + READ_AT_ONCE);
    const read = await source.readBlocks(wave.map(([number]) => number));
    for (const [j, [number, positions]] of wave.entries()) {
      const stored = await openBlock(read[j], source);
      const merged = stored && mergeInto(stored, positions, changes);
      if (merged && number === last) changedTail = merged;
      else if (merged) packed.push(await pack(merged));
    }
  }

  const added = [...fresh.values()];
  const isTailNeeded = !changedTail && added.length > 0 && last >= 0;
  const tail = isTailNeeded ? await openBlock((await source.readBlocks([last]))[0], source) : changedTail;
  const filled = layOut(added, tail, source, changes);
  if (changedTail && filled[0]?.number !== last) filled.unshift(changedTail);
  for (const block of filled) packed.push(await pack(block));
  return {
    blocks: packed.map(({ block }) => block),
    blockCount: Math.max(source.blockCount, (filled.at(-1)?.number ?? -1) + 1),
    bytes: packed.reduce((sum, { grown }) => sum + grown, 0),
    keys: segmentOf(changes.keys),
    ids: segmentOf(changes.ids),
    inserted: added.length,
    replaced: changes.replaced,
    unchanged: changes.unchanged,
  };
}

/** Bounds the memory that packed blocks take at a time. */
const READ_AT_ONCE = 64;

/** A row with what is worked out of it once: that takes more time than anything else here. */
interface Arriving {
  row: Indicator;
  /** Hashes of the keys that it is found by. */
  keys: number[];
}

function arrivingOf(row: Indicator): Arriving {
  return { row, keys: storageKeys(row).map(hash32) };
}

interface Changes {
  /** Rows that were not found yet, by id. */
  fresh: Map<string, Arriving>;
  keys: Entries;
  ids: Entries;
  replaced: number;
  unchanged: number;
}

/**
 * Block -> the places in it where one of these rows may stand. A row with an id of its own is found by that; any other
 * by the first of its keys, since its id is made of its words.
 */
async function placesToLookAt(
  rows: Iterable<Arriving>,
  source: UpsertSource,
): Promise<Map<number, Set<number>>> {
  const hashes: Record<IndexKind, number[]> = { keys: [], ids: [] };
  for (const { row, keys } of rows) {
    if (isOwnId(row.id))
      hashes.keys.push(keys[0]!); // every row has one
    else hashes.ids.push(hash32(row.id));
  }
  const places = new Map<number, Set<number>>();
  for (const index of ['keys', 'ids'] as const)
    for (const ordinal of [...(await source.find(index, hashes[index])).values()].flat()) {
      const inBlock = places.get(blockOf(ordinal)) ?? new Set();
      places.set(blockOf(ordinal), inBlock.add(positionOf(ordinal)));
    }
  return places;
}

async function openBlock(
  stored: PackedBlock | undefined,
  { source }: UpsertSource,
): Promise<OpenBlock | undefined> {
  if (!stored) return undefined;
  const { number, rows, oldest } = stored;
  return { number, oldest, bytes: rows.byteLength, block: await unpackBlock(rows, source) };
}

/** The block with the rows that came again replaced; takes those out of `fresh`. */
function mergeInto(
  stored: OpenBlock,
  positions: ReadonlySet<number>,
  changes: Changes,
): OpenBlock | undefined {
  const rows = new Map<number, PackedRow>();
  let { oldest } = stored;
  for (const position of positions) {
    const old = stored.block.row(position);
    const arrived = old && changes.fresh.get(old.id);
    if (!arrived) continue;
    changes.fresh.delete(old.id);
    const row = { ...arrived.row, added: old.added };
    const packed = packRow(row);
    if (isSameRow(packed, stored.block.packed(position) ?? [])) {
      changes.unchanged++;
      continue;
    }
    changes.replaced++;
    rows.set(position, packed);
    oldest = Math.min(oldest, lastReported(row));
    // Where a row now says something else, its old entries lead to a row that has not their key, which does no harm.
    const known = storageKeys(old).map(hash32);
    addEntries(arrived, ordinalOf(stored.number, position), changes, known);
  }
  return rows.size > 0 ? { ...stored, oldest, block: stored.block.with(rows) } : undefined;
}

/** @param known hashes under which it stands in the index already */
function addEntries(
  { keys }: Arriving,
  ordinal: number,
  changes: Changes,
  known: readonly number[] = [],
): void {
  for (const hash of keys) if (!known.includes(hash)) addEntry(changes.keys, hash, ordinal);
}

function addEntry({ hashes, ordinals }: Entries, hash: number, ordinal: number): void {
  hashes.push(hash);
  ordinals.push(ordinal);
}

function noEntries(): Entries {
  return { hashes: [], ordinals: [] };
}

/** Spreads new rows over blocks: first what fits behind the tail, then whole blocks. */
function layOut(
  added: readonly Arriving[],
  tail: OpenBlock | undefined,
  { source, blockCount }: UpsertSource,
  changes: Changes,
): OpenBlock[] {
  const blocks: OpenBlock[] = [];
  const hasRoom = tail && tail.block.size < BLOCK_ROWS;
  let open = hasRoom ? tail : emptyBlock(blockCount, source);
  for (let from = 0; from < added.length;) {
    const here = added.slice(from, from + BLOCK_ROWS - open.block.size);
    from += here.length;
    blocks.push(append(open, here, changes));
    open = emptyBlock(open.number + 1, source);
  }
  return blocks;
}

function emptyBlock(number: number, source: string): OpenBlock {
  return { number, block: new Block([], source), oldest: Infinity, bytes: 0 };
}

function append(open: OpenBlock, arriving: readonly Arriving[], changes: Changes): OpenBlock {
  const { number, block } = open;
  const rows = new Map<number, PackedRow>();
  let { oldest } = open;
  for (const each of arriving) {
    const position = block.size + rows.size;
    const ordinal = ordinalOf(number, position);
    rows.set(position, packRow(each.row));
    addEntries(each, ordinal, changes);
    if (!isOwnId(each.row.id)) addEntry(changes.ids, hash32(each.row.id), ordinal);
    oldest = Math.min(oldest, lastReported(each.row));
  }
  return { ...open, oldest, block: block.with(rows) };
}

async function pack({ number, block, oldest, bytes }: OpenBlock) {
  const rows = await block.pack();
  return { block: { number, rows, oldest }, grown: rows.byteLength - bytes };
}

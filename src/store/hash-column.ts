import { DamagedError } from './damage.ts';

/**
 * A sorted column of 32-bit hashes, on disk and in memory alike: a cold worker reads all columns before its first
 * answer, and unpacking a million hashes would take it longer than reading them.
 */
export type HashColumn = ShortColumn | LongColumn;
type ShortColumn = Uint32Array<ArrayBuffer>;
/** Hashes are spread evenly: of a long column half of each is told by where it stands. */
interface LongColumn {
  /** Where the hashes of each `GROUP` of buckets start. A bucket has the hashes of one upper half. */
  starts: Uint32Array<ArrayBuffer>;
  /** How many hashes each bucket has: 8 bits are enough unless many are the same. */
  counts: Counts;
  /** Lower half of each. */
  lows: Uint16Array<ArrayBuffer>;
}
type Counts = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

const BUCKETS = 2 ** 16;
const GROUP = 8;
/** From here on the tables of buckets take less room than they save. */
const LONG = 3 * 2 ** 14;

/** @param hashes sorted */
export function packHashes(hashes: Uint32Array<ArrayBuffer>): HashColumn {
  if (hashes.length < LONG) return hashes;
  const counts = new Uint32Array(BUCKETS);
  for (const hash of hashes) counts[hash >>> 16]!++; // an upper half is below BUCKETS
  // A 16-bit array keeps the lower half of what is put into it.
  return longColumn(counts, Uint16Array.from(hashes));
}

function longColumn(counts: Uint32Array<ArrayBuffer>, lows: Uint16Array<ArrayBuffer>): LongColumn {
  const starts = new Uint32Array(BUCKETS / GROUP);
  let [most, sum] = [0, 0];
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    if (bucket % GROUP === 0) starts[bucket / GROUP] = sum;
    const count = counts[bucket]!; // one for each bucket
    if (count > most) most = count;
    sum += count;
  }
  return { starts, counts: most < 2 ** 8 ? Uint8Array.from(counts) : counts, lows };
}

/** The opposite of `packHashes`. */
export function unpackHashes(column: HashColumn): Uint32Array<ArrayBuffer> {
  if (column instanceof Uint32Array) return column;
  const { counts, lows } = column;
  const hashes = new Uint32Array(lows.length);
  let at = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++)
    for (let left = counts[bucket]!; left > 0; left--, at++) hashes[at] = bucket * BUCKETS + lows[at]!;
  return hashes;
}

/** A long column lies on disk as a file, which is read twice as fast as a value of the same size. */
export type StoredColumn = ShortColumn | Blob;

export function storedColumn(column: HashColumn): StoredColumn {
  if (column instanceof Uint32Array) return column;
  return new Blob([column.starts, column.counts, column.lows]);
}

/** @throws DamagedError where it is none of the forms that this or an older version stored */
export async function readColumn(stored: unknown, count: number): Promise<HashColumn> {
  if (stored instanceof Uint32Array) return stored as ShortColumn;
  const column = stored instanceof Blob ? columnOf(await stored.arrayBuffer(), count) : olderColumn(stored);
  if (!column) throw new DamagedError('a piece of the index has the wrong form');
  return column;
}

function columnOf(bytes: ArrayBuffer, count: number): LongColumn | undefined {
  const startsEnd = (4 * BUCKETS) / GROUP;
  const lowsStart = bytes.byteLength - 2 * count;
  if (lowsStart !== startsEnd + BUCKETS && lowsStart !== startsEnd + 4 * BUCKETS) return undefined;
  const isWide = lowsStart > startsEnd + BUCKETS;
  const starts = new Uint32Array(bytes, 0, BUCKETS / GROUP);
  const counts = isWide
    ? new Uint32Array(bytes, startsEnd, BUCKETS)
    : new Uint8Array(bytes, startsEnd, BUCKETS);
  let end = starts.at(-1)!; // of the last group
  for (const each of counts.subarray(-GROUP)) end += each;
  return end === count ? { starts, counts, lows: new Uint16Array(bytes, lowsStart, count) } : undefined;
}

/** Until they were merged anew, long columns said of every bucket where it starts. */
function olderColumn(stored: unknown): LongColumn | undefined {
  const { starts, lows } = (stored ?? {}) as Record<'starts' | 'lows', unknown>;
  if (!(starts instanceof Uint32Array && lows instanceof Uint16Array)) return undefined;
  if (starts[BUCKETS] !== lows.length) return undefined;
  const counts = new Uint32Array(BUCKETS);
  for (let bucket = 0; bucket < BUCKETS; bucket++) counts[bucket] = starts[bucket + 1]! - starts[bucket]!;
  return longColumn(counts, lows as Uint16Array<ArrayBuffer>);
}

/**
 * Calls `found` with those of the wanted hashes that stand in the column: from which place on, up to which.
 * @param wanted in ascending order
 */
export function findAll(
  column: HashColumn,
  wanted: Uint32Array,
  found: (which: number, from: number, to: number) => void,
): void {
  if (column instanceof Uint32Array) findInShort(column, wanted, found);
  else findInLong(column, wanted, found);
}

/** Both are sorted: each search goes on where the last one ended, in growing steps, and halves the last of them. */
function findInShort(column: ShortColumn, wanted: Uint32Array, found: Parameters<typeof findAll>[2]): void {
  const end = column.length;
  let from = 0;
  for (let which = 0; which < wanted.length; which++) {
    const hash = wanted[which]!; // within
    let to = from;
    for (let step = 4; to < end && column[to]! < hash; step *= 2) {
      from = to + 1;
      to += step;
    }
    if (to > end) to = end;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (column[middle]! < hash) from = middle + 1;
      else to = middle;
    }
    if (from < end && column[from] === hash) found(which, from, behindRun(column, hash, from, end));
  }
}

/** In one loop without calls: it runs but once before the first answer of a worker, when no code is fast yet. */
function findInLong(column: LongColumn, wanted: Uint32Array, found: Parameters<typeof findAll>[2]): void {
  const { starts, counts, lows } = column;
  for (let which = 0; which < wanted.length; which++) {
    const hash = wanted[which]!; // within
    const bucket = hash >>> 16;
    const count = counts[bucket]!; // one for each upper half
    if (count === 0) continue;
    let before = bucket & -GROUP;
    let from = starts[before / GROUP]!; // one for each group
    while (before < bucket) from += counts[before++]!;
    const end = from + count;
    const low = hash & 0xffff;
    while (from < end && lows[from]! < low) from++;
    if (from < end && lows[from] === low) found(which, from, behindRun(lows, low, from, end));
  }
}

function behindRun(sorted: Uint32Array | Uint16Array, value: number, from: number, end: number): number {
  while (from < end && sorted[from] === value) from++;
  return from;
}

import { DamagedError } from './damage.ts';

/**
 * A sorted column of 32-bit hashes, on disk and in memory alike: a cold worker reads all columns before its first
 * answer, and unpacking a million hashes would take it longer than reading them.
 */
export type HashColumn = ShortColumn | LongColumn;
type ShortColumn = Uint32Array<ArrayBuffer>;
/** Hashes are spread evenly: of a long column half of each is told by where it stands. */
interface LongColumn {
  /** Upper half of a hash -> where the hashes that begin with it start; one more, where the last ones end. */
  starts: Uint32Array<ArrayBuffer>;
  /** Lower half of each. */
  lows: Uint16Array<ArrayBuffer>;
}

const BUCKETS = 2 ** 16;

/** From here on a table of `starts` takes less room than it saves. */
const LONG = 2 ** 17;

/** @param hashes sorted */
export function packHashes(hashes: Uint32Array<ArrayBuffer>): HashColumn {
  if (hashes.length < LONG) return hashes;
  const starts = new Uint32Array(BUCKETS + 1);
  for (const hash of hashes) starts[(hash >>> 16) + 1]!++; // an upper half is below BUCKETS
  for (let bucket = 0; bucket < BUCKETS; bucket++) starts[bucket + 1]! += starts[bucket]!;
  // A 16-bit array keeps the lower half of what is put into it.
  return { starts, lows: Uint16Array.from(hashes) };
}

/** The opposite of `packHashes`. */
export function unpackHashes(column: HashColumn): Uint32Array<ArrayBuffer> {
  if (column instanceof Uint32Array) return column;
  const { starts, lows } = column;
  const hashes = new Uint32Array(lows.length);
  for (let bucket = 0; bucket < BUCKETS; bucket++)
    for (let i = starts[bucket]!; i < starts[bucket + 1]!; i++) hashes[i] = bucket * BUCKETS + lows[i]!;
  return hashes;
}

/** @throws DamagedError where it is neither of the two forms */
export function checkColumn(column: unknown): HashColumn {
  if (column instanceof Uint32Array) return column as ShortColumn;
  const { starts, lows } = (column ?? {}) as Partial<LongColumn>;
  if (starts instanceof Uint32Array && lows instanceof Uint16Array && starts[BUCKETS] === lows.length)
    return { starts, lows };
  throw new DamagedError('a piece of the index has the wrong form');
}

/** The entries of this hash: from the first place up to the one behind the last. */
export function placesOf(column: HashColumn, hash: number): [from: number, to: number] {
  if (column instanceof Uint32Array) return run(column, hash, around(column, hash), column.length);
  const bucket = hash >>> 16;
  const [from, to] = [column.starts[bucket]!, column.starts[bucket + 1]!]; // as many as upper halves
  return from === to ? [from, to] : run(column.lows, hash & 0xffff, [from, to], to);
}

/**
 * Between which places of a short column the first of a hash stands. Hashes are spread evenly: a few guesses, each from
 * what the last one found, come closer than as many halvings would, and halving does the rest where they are not.
 */
function around(hashes: ShortColumn, hash: number): [from: number, to: number] {
  let [from, low] = [0, 0];
  let [to, high] = [hashes.length, 2 ** 32];
  for (let guesses = 0; guesses < GUESSES && to - from > FEW; guesses++) {
    const guess = from + Math.floor(((hash - low) / (high - low)) * (to - from - 1));
    const found = hashes[guess]!; // between the two
    if (found < hash) [from, low] = [guess + 1, found];
    else [to, high] = [guess, found];
  }
  return [from, to];
}

const GUESSES = 4;
const FEW = 8;

/** The places that have this value: the first is in `bounds`, the last before `end`. */
function run(
  sorted: Uint32Array | Uint16Array,
  wanted: number,
  bounds: [from: number, to: number],
  end: number,
): [from: number, to: number] {
  let [from, to] = bounds;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sorted[middle]! < wanted) from = middle + 1;
    else to = middle;
  }
  while (to < end && sorted[to] === wanted) to++;
  return [from, to];
}

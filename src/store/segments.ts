import { hash52 } from '@/core/string-hash.ts';

/**
 * A piece of an index from hash to row: two parallel columns, sorted by hash, then by row. An index is a few segments;
 * each is searched by halving. Several rows may stand under one hash; of 1.4 million strings, one in three thousand
 * shares its 32 bits with another, which costs a look at a wrong row.
 */
export interface Segment {
  hashes: Uint32Array<ArrayBuffer>;
  /** Where each row stands in its source. */
  ordinals: Uint32Array<ArrayBuffer>;
}

/** Bytes that an entry takes on disk, about. */
export const ENTRY_BYTES = 6;

export function hash32(text: string): number {
  return Math.floor(hash52(text) / 2 ** 20);
}

/** Entries in whatever order they come. */
export interface Entries {
  hashes: number[];
  /** Parallel to them. */
  ordinals: number[];
}

/** The segment of these entries. */
export function segmentOf({ hashes, ordinals }: Entries): Segment {
  const size = hashes.length;
  if (size > 2 ** 21) throw new RangeError('more entries than are sorted at once');
  const isInOrder = ordinals.every((ordinal, i) => i === 0 || ordinals[i - 1]! <= ordinal); // there is one before
  const rows = Uint32Array.from(ordinals.keys());
  if (!isInOrder) rows.sort((a, b) => ordinals[a]! - ordinals[b]!); // indexes of that list
  // Numbers are sorted ten times as fast as records: hash before row, in the 53 bits that a number holds.
  const order = Float64Array.from(rows, (row, index) => hashes[row]! * 2 ** 21 + index).sort();
  const segment = emptySegment(size);
  for (let i = 0; i < size; i++) {
    const row = rows[order[i]! % 2 ** 21]!; // the index it was made with
    segment.hashes[i] = hashes[row]!;
    segment.ordinals[i] = ordinals[row]!;
  }
  return segment;
}

function emptySegment(size: number): Segment {
  return { hashes: new Uint32Array(size), ordinals: new Uint32Array(size) };
}

/** One segment with the entries of all; an entry that stands in several is kept once. */
export function mergeSegments(segments: readonly Segment[]): Segment {
  let round = [...segments].sort((a, b) => a.hashes.length - b.hashes.length);
  while (round.length > 1) {
    const next: Segment[] = [];
    for (let i = 0; i < round.length; i += 2) {
      const [left, right] = [round[i], round[i + 1]];
      if (left) next.push(right ? mergeTwo(left, right) : left);
    }
    round = next;
  }
  return round[0] ?? emptySegment(0);
}

function mergeTwo(left: Segment, right: Segment): Segment {
  const merged = emptySegment(left.hashes.length + right.hashes.length);
  const { hashes, ordinals } = merged;
  let [i, j, size] = [0, 0, 0];
  while (i < left.hashes.length || j < right.hashes.length) {
    const fromLeft = isBefore(left, i, right, j);
    // The index is within its segment: `isBefore` never chooses one that is used up.
    const hash = (fromLeft ? left.hashes[i] : right.hashes[j]) as number;
    const ordinal = (fromLeft ? left.ordinals[i++] : right.ordinals[j++]) as number;
    if (size > 0 && hashes[size - 1] === hash && ordinals[size - 1] === ordinal) continue;
    hashes[size] = hash;
    ordinals[size++] = ordinal;
  }
  return size === hashes.length
    ? merged
    : { hashes: hashes.slice(0, size), ordinals: ordinals.slice(0, size) };
}

function isBefore(left: Segment, i: number, right: Segment, j: number): boolean {
  if (j >= right.hashes.length) return true;
  if (i >= left.hashes.length) return false;
  const difference = (left.hashes[i] as number) - (right.hashes[j] as number); // both checked above
  return (
    difference < 0 || (difference === 0 && (left.ordinals[i] as number) <= (right.ordinals[j] as number))
  );
}

/**
 * Which of the stored segments (their sizes) a new one of `size` entries is merged with, so that they stay few and an
 * entry is rewritten only about log7(n) times: when six or more are not much larger than the new one, they become
 * one with it, which may then be a peer of the next larger six. Segments below `SMALL` count as equally small.
 */
export function segmentsToMerge<S extends { count: number }>(stored: readonly S[], size: number): S[] {
  const rest = [...stored].sort((a, b) => a.count - b.count);
  const merged: S[] = [];
  for (;;) {
    const peers = rest.filter((segment) => segment.count <= 2 * Math.max(size, SMALL)).length;
    if (peers < 6) return merged;
    for (const segment of rest.splice(0, peers)) {
      merged.push(segment);
      size += segment.count;
    }
  }
}

const SMALL = 1024;

/**
 * Which of the stored segments become one when there is time for it: as many as possible of the smaller ones, the largest
 * of them at most twice as large as all others together, so that a large one is not rewritten for a few entries.
 */
export function segmentsToUnite<S extends { count: number }>(stored: readonly S[]): S[] {
  const rest = [...stored].sort((a, b) => a.count - b.count);
  let [smaller, united] = [0, 0];
  for (const [i, { count }] of rest.entries()) {
    if (i > 0 && count <= 2 * smaller) united = i + 1;
    smaller += count;
  }
  return rest.slice(0, united);
}

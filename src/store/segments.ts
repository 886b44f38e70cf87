/**
 * A piece of an index from hash to block number: two parallel columns, sorted by hash, then by block. An index is a
 * few segments; each is searched by halving. Several blocks may stand under one hash.
 */
export interface Segment {
  hashes: Float64Array<ArrayBuffer>;
  blocks: Uint32Array<ArrayBuffer>;
}

/** The segment of one block's hashes. */
export function segmentOf(hashes: readonly number[], block: number): Segment {
  const sorted = Float64Array.from(hashes).sort();
  return { hashes: sorted, blocks: new Uint32Array(sorted.length).fill(block) };
}

/** One segment with the entries of all; an entry that stands in several is kept once. */
export function mergeSegments(segments: readonly Segment[]): Segment {
  if (segments.length === 0) return segmentOf([], 0);
  let round = [...segments];
  while (round.length > 1) {
    const next: Segment[] = [];
    for (let i = 0; i < round.length; i += 2) {
      const [left, right] = [round[i], round[i + 1]];
      if (left) next.push(right ? mergeTwo(left, right) : left);
    }
    round = next;
  }
  return round[0] as Segment; // the loop leaves exactly one
}

function mergeTwo(left: Segment, right: Segment): Segment {
  const hashes = new Float64Array(left.hashes.length + right.hashes.length);
  const blocks = new Uint32Array(hashes.length);
  let [i, j, size] = [0, 0, 0];
  while (i < left.hashes.length || j < right.hashes.length) {
    const fromLeft = isBefore(left, i, right, j);
    // The index is within its segment: `isBefore` never chooses one that is used up.
    const hash = (fromLeft ? left.hashes[i] : right.hashes[j]) as number;
    const block = (fromLeft ? left.blocks[i++] : right.blocks[j++]) as number;
    if (size > 0 && hashes[size - 1] === hash && blocks[size - 1] === block) continue;
    hashes[size] = hash;
    blocks[size++] = block;
  }
  return { hashes: hashes.slice(0, size), blocks: blocks.slice(0, size) };
}

function isBefore(left: Segment, i: number, right: Segment, j: number): boolean {
  if (j >= right.hashes.length) return true;
  if (i >= left.hashes.length) return false;
  const difference = (left.hashes[i] as number) - (right.hashes[j] as number); // both checked above
  return difference < 0 || (difference === 0 && (left.blocks[i] as number) <= (right.blocks[j] as number));
}

/** The numbers of the blocks that may hold what has this hash. */
export function findBlocks(segments: readonly Segment[], hash: number): number[] {
  const found: number[] = [];
  for (const { hashes, blocks } of segments) {
    for (let i = lowerBound(hashes, hash); hashes[i] === hash; i++) {
      const block = blocks[i] as number; // parallel to hashes
      if (!found.includes(block)) found.push(block);
    }
  }
  return found;
}

function lowerBound(sorted: Float64Array, wanted: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] as number) < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * Which of the stored segments a new one of `size` entries is merged with, so that they stay few and an entry is
 * rewritten only about log4(n) times: when three or more are not much larger than the new one, they become one with
 * it, which may then be a peer of the next larger three. Segments below `SMALL` count as equally small.
 */
export function segmentsToMerge<S extends Segment>(stored: readonly S[], size: number): S[] {
  const rest = [...stored].sort((a, b) => a.hashes.length - b.hashes.length);
  const merged: S[] = [];
  for (;;) {
    const peers = rest.filter((segment) => segment.hashes.length <= 2 * Math.max(size, SMALL)).length;
    if (peers < 3) return merged;
    for (const segment of rest.splice(0, peers)) {
      merged.push(segment);
      size += segment.hashes.length;
    }
  }
}

const SMALL = 1024;

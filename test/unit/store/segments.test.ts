import { describe, expect, test } from 'vitest';
import { findBlocks, mergeSegments, segmentOf, segmentsToMerge, type Segment } from '@/store/segments.ts';

const entriesOf = ({ hashes, blocks }: Segment) => Array.from(hashes, (hash, i) => [hash, blocks[i]]);

describe('mergeSegments', () => {
  test('sorts by hash, then by block, and keeps an entry that stands in several once', () => {
    const merged = mergeSegments([segmentOf([9, 3, 3], 1), segmentOf([3, 5], 0), segmentOf([9], 1)]);
    expect(entriesOf(merged)).toEqual([
      [3, 0],
      [3, 1],
      [5, 0],
      [9, 1],
    ]);
  });

  test('of nothing is empty', () => {
    expect(entriesOf(mergeSegments([]))).toEqual([]);
    expect(entriesOf(mergeSegments([segmentOf([], 4), segmentOf([], 5)]))).toEqual([]);
  });

  test('of one keeps hashes above 32 bits whole', () => {
    const hash = 2 ** 52 - 1;
    expect(findBlocks([segmentOf([hash, 1], 7)], hash)).toEqual([7]);
  });
});

describe('findBlocks', () => {
  test('agrees with a plain map, for hashes that are there and others', () => {
    const truth = new Map<number, Set<number>>();
    const segments = Array.from({ length: 7 }, (_, block) => {
      const hashes = Array.from({ length: 50 }, (_unused, n) => ((n + 1) * (block + 3) * 7919) % 211);
      for (const hash of hashes) truth.set(hash, (truth.get(hash) ?? new Set()).add(block));
      return segmentOf(hashes, block);
    });
    const index = [mergeSegments(segments.slice(0, 4)), ...segments.slice(4)];
    for (let hash = -1; hash <= 212; hash++)
      expect(new Set(findBlocks(index, hash))).toEqual(truth.get(hash) ?? new Set());
  });
});

describe('segmentsToMerge', () => {
  /** Adds `count` segments of `size` entries one by one, as commits do. */
  function grow(count: number, size: number): { segments: Segment[]; rewritten: number } {
    let segments: Segment[] = [];
    let rewritten = 0;
    for (let n = 0; n < count; n++) {
      const merged = segmentsToMerge(segments, size);
      const length = merged.reduce((sum, { hashes }) => sum + hashes.length, size);
      rewritten += length;
      segments = segments.filter((segment) => !merged.includes(segment));
      segments.push({ hashes: new Float64Array(length), blocks: new Uint32Array(length) });
    }
    return { segments, rewritten };
  }

  test.each([
    ['a first sync of 1.43 million rows', 143, 10_000],
    ['a year of small updates', 35_000, 3],
  ])('keeps them few and rewrites each entry only a few times: %s', (_, count, size) => {
    const { segments, rewritten } = grow(count, size);
    expect(segments.reduce((sum, { hashes }) => sum + hashes.length, 0)).toBe(count * size);
    expect(segments.length).toBeLessThanOrEqual(15);
    if (size === 10_000) expect(rewritten / (count * size)).toBeLessThan(5);
  });
});

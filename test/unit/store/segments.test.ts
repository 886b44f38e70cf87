import { describe, expect, test } from 'vitest';
import {
  hash32,
  mergeSegments,
  segmentOf,
  segmentsToMerge,
  segmentsToUnite,
  type Segment,
} from '@/store/segments.ts';

const entriesOf = ({ hashes, ordinals }: Segment) => Array.from(hashes, (hash, i) => [hash, ordinals[i]]);
const segment = (...entries: [hash: number, ordinal: number][]) =>
  segmentOf({ hashes: entries.map(([hash]) => hash), ordinals: entries.map(([, ordinal]) => ordinal) });

test('a segment is sorted by hash, then by row, whatever order its entries come in', () => {
  const top = 2 ** 32 - 1;
  expect(entriesOf(segment([top, 1], [3, 9], [top, 0], [3, 2 ** 31]))).toEqual([
    [3, 9],
    [3, 2 ** 31],
    [top, 0],
    [top, 1],
  ]);
});

describe('mergeSegments', () => {
  test('keeps an entry that stands in several once', () => {
    const merged = mergeSegments([segment([9, 1], [3, 1]), segment([3, 0], [5, 0]), segment([9, 1])]);
    expect(entriesOf(merged)).toEqual([
      [3, 0],
      [3, 1],
      [5, 0],
      [9, 1],
    ]);
  });

  test('of nothing is empty', () => {
    expect(entriesOf(mergeSegments([]))).toEqual([]);
    expect(entriesOf(mergeSegments([segment(), segment()]))).toEqual([]);
  });
});

test('a hash fits into 32 bits and spreads over all of them', () => {
  const hashes = Array.from({ length: 4000 }, (_, n) => hash32(`h:host-${n}.example`));
  expect(hashes.every((hash) => Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32)).toBe(true);
  expect(new Set(hashes.map((hash) => hash >>> 26)).size).toBe(64);
});

describe('segmentsToMerge', () => {
  /** Adds `commits` segments of `size` entries one by one, as commits do. */
  function grow(commits: number, size: number): { segments: { count: number }[]; rewritten: number } {
    let segments: { count: number }[] = [];
    let rewritten = 0;
    for (let n = 0; n < commits; n++) {
      const merged = segmentsToMerge(segments, size);
      const count = merged.reduce((sum, each) => sum + each.count, size);
      rewritten += count;
      segments = segments.filter((each) => !merged.includes(each));
      segments.push({ count });
    }
    return { segments, rewritten };
  }

  test.each([
    ['a first sync of 1.43 million rows', 143, 10_000],
    ['a year of small updates', 35_000, 3],
  ])('keeps them few and rewrites each entry only a few times: %s', (_, count, size) => {
    const { segments, rewritten } = grow(count, size);
    expect(segments.reduce((sum, each) => sum + each.count, 0)).toBe(count * size);
    expect(segments.length).toBeLessThanOrEqual(15);
    if (size === 10_000) expect(rewritten / (count * size)).toBeLessThan(5);
  });
});

describe('segmentsToUnite', () => {
  test.each([
    ['nothing', [], []],
    ['a single one', [5], []],
    ['equal ones', [10, 10, 10], [10, 10, 10]],
    ['what many commits left', [500, 500, 70, 70, 70, 10, 10], [10, 10, 70, 70, 70, 500, 500]],
    ['small ones beside a large one, which stays', [1000, 10, 10], [10, 10]],
    ['a small one beside a large one', [1000, 10], []],
  ])('%s', (_, stored, united) => {
    const sizes = segmentsToUnite(stored.map((count) => ({ count }))).map(({ count }) => count);
    expect(sizes).toEqual(united);
  });
});

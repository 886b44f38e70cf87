import { describe, expect, test } from 'vitest';
import {
  hash32,
  mergeSegments,
  placesOf,
  segmentOf,
  segmentsToMerge,
  type Entry,
  type Segment,
} from '@/store/segments.ts';

const entriesOf = ({ hashes, ordinals }: Segment) => Array.from(hashes, (hash, i) => [hash, ordinals[i]]);
const segment = (...entries: [hash: number, ordinal: number][]) =>
  segmentOf(entries.map(([hash, ordinal]) => ({ hash, ordinal })));

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

test('placesOf agrees with a plain map, for hashes that are there and others', () => {
  const truth = new Map<number, Set<number>>();
  const segments = Array.from({ length: 7 }, (_, piece) => {
    const entries: Entry[] = Array.from({ length: 50 }, (_unused, n) => ({
      hash: ((n + 1) * (piece + 3) * 7919) % 211,
      ordinal: piece * 50 + n,
    }));
    for (const { hash, ordinal } of entries) truth.set(hash, (truth.get(hash) ?? new Set()).add(ordinal));
    return segmentOf(entries);
  });
  const { hashes, ordinals } = mergeSegments(segments);
  for (let hash = 0; hash <= 212; hash++)
    expect(new Set(ordinals.slice(...placesOf(hashes, hash)))).toEqual(truth.get(hash) ?? new Set());
});

test('a hash fits into 32 bits and spreads over all of them', () => {
  const hashes = Array.from({ length: 4000 }, (_, n) => hash32(`h:host-${n}.example`));
  expect(hashes.every((hash) => Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32)).toBe(true);
  expect(new Set(hashes.map((hash) => hash >>> 26)).size).toBe(64);
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
      segments = segments.filter((each) => !merged.includes(each));
      segments.push({ hashes: new Uint32Array(length), ordinals: new Uint32Array(length) });
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

import { describe, expect, test } from 'vitest';
import {
  isWanted,
  leftOut,
  NO_FILTERS,
  slicesOf,
  splitSlice,
  type Filters,
  type Slice,
} from '@/core/sync-filter.ts';

const filters = (change: Partial<Filters>): Filters => ({ ...NO_FILTERS, ...change });

test.each<[string, Partial<Filters>, Slice[]]>([
  ['nothing', {}, [{}]],
  ['one value', { types: ['ipv4'] }, [{ type: 'ipv4' }]],
  [
    'two of each of two kinds',
    { types: ['ipv4', 'url'], confidences: ['high', 'low'] },
    [
      { type: 'ipv4', confidence: 'high' },
      { type: 'ipv4', confidence: 'low' },
      { type: 'url', confidence: 'high' },
      { type: 'url', confidence: 'low' },
    ],
  ],
  [
    'more walks than are worth it',
    { types: ['ipv4', 'url', 'domain', 'md5'], categories: ['news', 'vendor'] },
    [{ type: 'ipv4' }, { type: 'url' }, { type: 'domain' }, { type: 'md5' }],
  ],
  [
    'industries',
    { industries: ['water', 'energy'], types: ['cve'] },
    [
      { industry: 'water', type: 'cve' },
      { industry: 'energy', type: 'cve' },
    ],
  ],
])('%s is asked for as', (_, change, slices) => {
  expect(slicesOf(filters(change))).toEqual(slices);
});

test('a slice is parted by type, then category, then confidence, and no further', () => {
  expect(splitSlice({})).toHaveLength(11);
  expect(splitSlice({ type: 'url', industry: 'water' })?.[1]).toEqual({
    type: 'url',
    industry: 'water',
    category: 'research',
  });
  expect(splitSlice({ type: 'url', category: 'news' })).toHaveLength(3);
  expect(splitSlice({ type: 'url', category: 'news', confidence: 'low' })).toBeUndefined();
});

describe('a row', () => {
  const row = { type: 'url', confidence: 'low', category: 'Threat-Intel' } as const;

  test.each<[boolean, Partial<Filters>]>([
    [true, {}],
    [true, { types: ['url'], confidences: ['low'], categories: ['threat-intel'] }],
    [false, { types: ['domain'] }],
    [false, { confidences: ['high', 'medium'] }],
    [true, { industries: ['water'] }],
  ])('is wanted: %s by %o', (wanted, change) => {
    expect(isWanted(row, filters(change))).toBe(wanted);
  });

  test('that does not say is not among the named', () => {
    expect(isWanted({ type: 'url' }, filters({ confidences: ['high', 'medium', 'low'] }))).toBe(false);
  });
});

describe('what was left out before', () => {
  test.each<[string, Partial<Filters>, Partial<Filters>, Partial<Filters>[]]>([
    ['nothing when narrowed', {}, { types: ['url'] }, []],
    ['nothing when the same', { types: ['url'] }, { types: ['url'] }, []],
    ['the added value', { types: ['url'] }, { types: ['url', 'cve'] }, [{ types: ['cve'] }]],
    ['everything where all is wanted now', { types: ['url'] }, {}, [{}]],
    ['the other value where it was exchanged', { types: ['url'] }, { types: ['cve'] }, [{ types: ['cve'] }]],
    [
      'no row twice where two kinds were widened',
      { types: ['url'], confidences: ['high'] },
      { types: ['url', 'cve'], confidences: ['high', 'low'] },
      [
        { types: ['cve'], confidences: ['high', 'low'] },
        { types: ['url'], confidences: ['low'] },
      ],
    ],
    [
      'only what is wanted now where one kind was narrowed and one widened',
      { types: ['url', 'cve'], confidences: ['high'] },
      { types: ['url'], confidences: ['high', 'low'] },
      [{ types: ['url'], confidences: ['low'] }],
    ],
  ])('is %s', (_, before, now, boxes) => {
    expect(leftOut(filters(before), filters(now))).toEqual(boxes.map(filters));
  });
});

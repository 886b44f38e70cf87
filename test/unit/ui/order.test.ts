import { expect, test } from 'vitest';
import type { Level, PageItem } from '@/core/indicator.ts';
import { groupBySource, groupByType, groupItems, type Order } from '@/ui/page-groups.ts';

const known = (value: string, type: PageItem['type'], level: Level): PageItem => ({
  type,
  value,
  verdict: { matchClass: 'exact', matched: value, confidence: level, level, faded: false },
  count: 1,
  painted: 1,
  links: 0,
  quote: '',
  onlyInNavigation: false,
});
const ITEMS = [
  known('b.example', 'domain', 'low'),
  known('192.0.2.10', 'ipv4', 'medium'),
  known('a.example', 'domain', 'high'),
  known('192.0.2.9', 'ipv4', 'high'),
];

test.each<[Order, string[]]>([
  ['loudest', ['a.example', '192.0.2.9', '192.0.2.10', 'b.example']],
  ['page', ['b.example', '192.0.2.10', 'a.example', '192.0.2.9']],
  ['value', ['192.0.2.9', '192.0.2.10', 'a.example', 'b.example']],
  ['type', ['192.0.2.9', '192.0.2.10', 'a.example', 'b.example']],
])('the known values in the order "%s"', (order, values) => {
  expect(groupItems(ITEMS, order).known.map(({ value }) => value)).toEqual(values);
});

test('by type in the usual order, each with its values in the order that was asked for', () => {
  expect(
    groupByType(ITEMS, 'page').map(({ type, items }) => [type, ...items.map(({ value }) => value)]),
  ).toEqual([
    ['ipv4', '192.0.2.10', '192.0.2.9'],
    ['domain', 'b.example', 'a.example'],
  ]);
});

test('by source, the one with the most values first, what has none yet last', () => {
  const sources: Record<string, string> = { 'b.example': 'B', 'a.example': 'A', '192.0.2.9': 'B' };
  const groups = groupBySource(ITEMS, ({ value }) => sources[value], 'value');
  expect(groups.map(({ source, items }) => [source, ...items.map(({ value }) => value)])).toEqual([
    ['B', '192.0.2.9', 'b.example'],
    ['A', 'a.example'],
    [undefined, '192.0.2.10'],
  ]);
});

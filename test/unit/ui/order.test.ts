import { expect, test } from 'vitest';
import type { Level, PageItem } from '@/core/indicator.ts';
import { groupItems, type Order } from '@/ui/page-groups.ts';

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

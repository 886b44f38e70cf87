import { expect, test } from 'vitest';
import { withoutOverlaps } from '@/page/overlaps.ts';

type Span = [start: number, end: number];

const CASES: [name: string, spans: Span[], kept: Span[]][] = [
  ['keeps spans that only touch', [[0, 5], [5, 9]], [[0, 5], [5, 9]]], // prettier-ignore
  ['keeps the longer of two', [[7, 19], [0, 21]], [[0, 21]]], // prettier-ignore
  ['keeps both ends where the middle is shorter', [[0, 6], [5, 8], [7, 14]], [[0, 6], [7, 14]]], // prettier-ignore
  ['drops both ends where the middle is longer', [[0, 6], [4, 12], [11, 14]], [[4, 12]]], // prettier-ignore
  ['keeps the first of equals', [[3, 8], [3, 8]], [[3, 8]]], // prettier-ignore
  ['sorts into reading order', [[20, 30], [0, 10]], [[0, 10], [20, 30]]], // prettier-ignore
];

test.each(CASES)('%s', (_name, spans, kept) => {
  const chosen = withoutOverlaps(
    spans.map(([start, end]) => ({ start, end })),
    () => false,
  );
  expect(chosen.map(({ start, end }) => [start, end])).toEqual(kept);
});

test('what is only related covers nothing that is listed itself', () => {
  const url = { start: 0, end: 30, isLoose: true };
  const shorter = { start: 0, end: 22, isLoose: false };
  const apart = { start: 40, end: 50, isLoose: true };
  expect(withoutOverlaps([url, shorter, apart], ({ isLoose }) => isLoose)).toEqual([shorter, apart]);
});

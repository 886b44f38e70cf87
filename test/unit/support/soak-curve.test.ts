import { expect, test } from 'vitest';
import { chart, isLevel, type Sample } from '../../support/soak-curve.ts';

const MB = 1024 * 1024;
const curve = (heap: (at: number) => number): Sample[] =>
  Array.from({ length: 40 }, (_, at) => ({ opened: at * 100, ms: at * 1000, page: heap(at), worker: MB }));

test.each([
  ['stays where it is', () => 20 * MB, true],
  ['rises at first only', (at: number) => (at < 15 ? at * MB : 15 * MB), true],
  ['swings', (at: number) => (20 + (at % 3)) * MB, true],
  ['rises ever slower', (at: number) => (20 - 20 / (at + 1)) * MB, true],
  ['is small and gains a few bytes a message', (at: number) => MB + at * 2000, true],
  ['rises to the end', (at: number) => (10 + at / 4) * MB, false],
  ['rises in steps', (at: number) => (10 + Math.floor(at / 8)) * MB, false],
  ['falls', (at: number) => (40 - at / 2) * MB, true],
])('a heap that %s', (_, heap, level) => {
  expect(isLevel(curve(heap), 'page')).toBe(level);
  expect(chart(curve(heap), 'page')).toContain(level ? ': levels off' : 'DOES NOT');
  expect(chart(curve(heap), 'page').trimEnd().split('\n')).toHaveLength(41);
});

import { expect, test } from 'vitest';
import { inForce, isExpired, renewed } from '@/core/allowlist.ts';
import type { AllowEntry } from '@/core/settings.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const entry = (change: Partial<AllowEntry> = {}): AllowEntry => ({
  value: 'ours.example',
  scope: 'value',
  reason: 'ours',
  added: '2026-01-01T00:00:00.000Z',
  ...change,
});

test.each([
  [undefined, false],
  ['2026-06-01T12:00:00Z', true],
  ['2026-06-01T12:00:01Z', false],
  // A date that cannot be read is none.
  ['soon', false],
])('one that runs out at %s: %s', (expires, isOver) => {
  const given = entry(expires === undefined ? {} : { expires });
  expect(isExpired(given, NOW)).toBe(isOver);
  expect(inForce([given], NOW)).toEqual(isOver ? [] : [given]);
});

test.each([
  ['a week again', '2026-01-08T00:00:00.000Z', '2026-06-08T12:00:00.000Z'],
  ['30 days where it ran out before it began', '2025-01-01T00:00:00.000Z', '2026-07-01T12:00:00.000Z'],
])('is renewed for %s', (_, expires, until) => {
  const again = renewed(entry({ expires }), NOW);
  expect(again).toEqual(entry({ added: '2026-06-01T12:00:00.000Z', expires: until }));
  expect(isExpired(again, NOW)).toBe(false);
});

import { expect, test } from 'vitest';
import { formatAge, formatLocal, formatSpan, formatWhen } from '@/core/dates.ts';
import { inEnglish } from '../../words/speech.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

test.each([
  ['2026-05-16T08:15:30Z', '2026-05-16 08:15Z, 6 months ago'],
  ['2026-11-23T11:59:50Z', '2026-11-23 11:59Z, just now'],
  ['2026-11-23T11:46:00Z', '2026-11-23 11:46Z, 14 minutes ago'],
  ['2026-11-22T12:00:00+02:00', '2026-11-22 10:00Z, 1 day ago'],
  ['2026-11-23T13:00:00Z', '2026-11-23 13:00Z, in 1 hour'],
  ['2024-11-23T12:00:00Z', '2024-11-23 12:00Z, 2 years ago'],
])('%s is shown as %s', (iso, shown) => {
  expect(inEnglish(formatWhen(iso, NOW))).toBe(shown);
});

test('what is no date is shown as it came', () => {
  expect(inEnglish(formatWhen('soon', NOW))).toBe('soon, at an unknown time');
  expect(inEnglish(formatAge('', NOW))).toBe('at an unknown time');
  expect(inEnglish(formatLocal('soon'))).toBe('soon');
});

test.each([
  [1, '1 second'],
  [90, '2 minutes'],
  [3600, '1 hour'],
  [86_400, '1 day'],
])('%i seconds are %s', (seconds, shown) => {
  expect(inEnglish(formatSpan(seconds))).toBe(shown);
});

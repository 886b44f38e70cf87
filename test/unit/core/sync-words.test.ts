import { expect, test } from 'vitest';
import { describeGap, describeNotes } from '@/core/sync-words.ts';
import { inEnglish } from '../../words/speech.ts';

const gap = (from: string, to: string, noticedAt: string) => describeGap({ from, to, noticedAt });

test.each([
  [
    ['2026-05-13T10:00:00Z', '2026-05-15T10:00:00Z', '2026-05-16T10:00:00Z'],
    'You were away 3 days, your plan reaches back 1: 2 days are missing, from 2026-05-13 10:00Z to 2026-05-15 10:00Z.',
  ],
  [
    ['2026-05-15T04:00:00Z', '2026-05-15T10:00:00Z', '2026-05-16T10:00:00Z'],
    'You were away 1 day, your plan reaches back 1: 6 hours are missing, from 2026-05-15 04:00Z to 2026-05-15 10:00Z.',
  ],
  [
    ['2026-05-14T10:00:00Z', '2026-05-15T10:00:00Z', '2026-05-15T22:00:00Z'],
    'You were away 2 days, your plan reaches back 12 hours: 1 day is missing, from 2026-05-14 10:00Z to 2026-05-15 10:00Z.',
  ],
] as const)('the gap %o is told', ([from, to, noticedAt], text) => {
  expect(inEnglish(gap(from, to, noticedAt))).toBe(text);
});

test('a walk without trouble has nothing to tell', () => {
  expect(describeNotes({ notes: [], crowds: [] })).toEqual([]);
});

test('of several crowded seconds the first is told, and how many more there are', () => {
  const crowds = [
    { at: '2026-05-16T03:00:00Z', rows: 3000 },
    { at: '2026-05-16T04:00:00Z', rows: 2000 },
  ];
  const [note, text] = describeNotes({ notes: ['repeats'], crowds });
  expect(inEnglish(note)).toMatch(/same page again/);
  expect(inEnglish(text)).toMatch(
    /^3,000 indicators share the second 2026-05-16 03:00Z and 1 more such moments/,
  );
});

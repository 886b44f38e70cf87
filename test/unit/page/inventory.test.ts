import { describe, expect, test } from 'vitest';
import type { PageItem, Verdict } from '@/core/indicator.ts';
import { badgeReport, listItems, quoteAround } from '@/page/inventory.ts';
import type { Mark } from '@/page/marks.ts';

const item = (value: string, verdict: Partial<Verdict> = {}, change: Partial<PageItem> = {}): PageItem => ({
  type: 'domain',
  value,
  verdict: { matchClass: 'exact', matched: value, confidence: 'low', level: 'low', faded: false, ...verdict },
  count: 1,
  painted: 1,
  links: 0,
  quote: '',
  onlyInNavigation: false,
  ...change,
});

describe('badgeReport', () => {
  test('counts exact and same values, and names the highest confidence among them', () => {
    const report = badgeReport([
      item('a.example'),
      item('b.example', { matchClass: 'same', confidence: 'medium' }),
      item('c.example', { matchClass: 'child', confidence: 'high' }),
      item('d.example', { faded: true, confidence: 'high' }),
      item('e.example', { quiet: { kind: 'allowed', reason: '' }, confidence: 'high' }),
      item('f.example', { confidence: 'high' }, { onlyInNavigation: true }),
    ]);
    expect(report).toEqual({ counted: ['domain:a.example', 'domain:b.example'], highest: 'medium' });
  });

  test('names no confidence where nothing counts', () => {
    expect(badgeReport([])).toEqual({ counted: [] });
  });

  test('sends at most 1,000 values', () => {
    const items = Array.from({ length: 1500 }, (_, i) => item(`h${i}.example`));
    expect(badgeReport(items).counted).toHaveLength(1000);
  });
});

test('a value is hidden if nobody sees any of its occurrences; no more of them are looked at than it takes', () => {
  const { verdict } = item('a.example');
  const mark = (value: string): Mark => ({
    observable: { type: 'domain', value },
    verdict,
    painted: true,
    inNavigation: false,
    order: 0,
    isLate: false,
    pieces: [],
  });
  const [seen, unseen, both] = [mark('seen.example'), mark('unseen.example'), mark('both.example')];
  const marks = [seen, { ...seen }, unseen, { ...unseen }, { ...both }, both, { ...both }];
  let looks = 0;
  const items = listItems(
    marks,
    () => '',
    (each) => {
      looks += 1;
      return each !== seen && each !== both;
    },
  );
  expect(items.map(({ value, count, hidden }) => `${value} ${count} ${hidden}`)).toEqual([
    'seen.example 2 undefined',
    'unseen.example 2 true',
    'both.example 3 undefined',
  ]);
  expect(looks).toBe(5);
});

test.each([
  ['short text', 'see evil.example now', 4, 16, 'see evil.example now'],
  ['no other block', 'before\0see evil.example\0behind', 11, 23, 'see evil.example'],
  ['blanks of any kind', 'see\n\t evil.example', 6, 18, 'see evil.example'],
  [
    'long text',
    `${'a'.repeat(100)} b ${'c'.repeat(100)}`,
    101,
    102,
    `…${'a'.repeat(59)} b ${'c'.repeat(59)}…`,
  ],
])('quotes %s', (_name, text, start, end, quote) => {
  expect(quoteAround(text, start, end)).toBe(quote);
});

import { describe, expect, test } from 'vitest';
import type { Verdict } from '@/core/indicator.ts';
import { createCount, listItems, quoteAround } from '@/page/inventory.ts';
import type { Mark } from '@/page/marks.ts';

const VERDICT = { matchClass: 'exact', confidence: 'low', level: 'low', faded: false } as const;
const markOf = (value: string, verdict: Partial<Verdict> = {}, change: Partial<Mark> = {}): Mark => ({
  observable: { type: 'domain', value },
  verdict: { ...VERDICT, matched: value, ...verdict },
  painted: true,
  inNavigation: false,
  order: 0,
  isLate: false,
  pieces: [],
  ...change,
});

describe('the count for the badge', () => {
  test('is of exact and same values, and names the highest confidence among them', () => {
    const count = createCount();
    for (const mark of [
      markOf('a.example'),
      markOf('b.example', { matchClass: 'same', confidence: 'medium' }),
      markOf('c.example', { matchClass: 'child', confidence: 'high' }),
      markOf('d.example', { faded: true, confidence: 'high' }),
      markOf('e.example', { quiet: { kind: 'allowed', reason: '' }, confidence: 'high' }),
      markOf('f.example', { confidence: 'high' }, { inNavigation: true }),
    ])
      count.add(mark);
    expect(count.report()).toEqual({ counted: ['domain:a.example', 'domain:b.example'], highest: 'medium' });
  });

  test('names no confidence where nothing counts', () => {
    expect(createCount().report()).toEqual({ counted: [] });
  });

  test('sends at most 1,000 values', () => {
    const count = createCount();
    for (let i = 0; i < 1500; i += 1) count.add(markOf(`h${i}.example`));
    expect(count.report().counted).toHaveLength(1000);
  });

  test('follows marks that come and go, and what is known of them', () => {
    const count = createCount();
    const [first, second] = [
      markOf('a.example', { confidence: 'high' }),
      markOf('a.example', { confidence: 'high' }),
    ];
    count.add(first);
    count.add(second);
    for (const mark of [first, second]) {
      expect(count.report()).toEqual({ counted: ['domain:a.example'], highest: 'high' });
      count.remove(mark);
      count.add(markOf('a.example', { confidence: 'low' }));
    }
    expect(count.report()).toEqual({ counted: ['domain:a.example'], highest: 'low' });
  });
});

test('a value is hidden if nobody sees any of its occurrences; no more of them are looked at than it takes', () => {
  const [seen, unseen, both] = [markOf('seen.example'), markOf('unseen.example'), markOf('both.example')];
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

import { expect, test } from 'vitest';
import { givenId, isOwnId, ownId } from '@/core/row-id.ts';

const row = { type: 'domain', value: 'evil.example', feed: 'Made up' } as const;

test('a row has the same id for ever, whatever may be corrected in it', () => {
  const id = ownId(row);
  const corrected = { ...row, confidence: 'high', lastSeen: '2026-05-16T08:15:00Z' };
  expect(ownId(corrected)).toBe(id);
  expect(id).toBe('~zca9bbihaag9pn8l7qn3');
});

test.each([
  { value: 'other.example' },
  { type: 'url' },
  { port: 80 },
  { feed: 'Another' },
  { article: { id: 'a' } },
] as const)('another row has another id: %j', (change) => {
  expect(ownId({ ...row, ...change })).not.toBe(ownId(row));
});

test('an id that a source gave is never taken for one that was made here', () => {
  expect([ownId(row), givenId(ownId(row)), givenId('row-1')].map(isOwnId)).toEqual([true, false, false]);
  expect(givenId('row-1')).toBe('row-1');
});

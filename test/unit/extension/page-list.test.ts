import { expect, test } from 'vitest';
import type { PageItem } from '@/core/indicator.ts';
import type { FromFrame } from '@/extension/messages.ts';
import { mergeFrames } from '@/extension/page-list.ts';

const ITEM: PageItem = {
  type: 'domain',
  value: 'update.example.net',
  verdict: {
    matchClass: 'exact',
    matched: 'update.example.net',
    confidence: 'high',
    level: 'high',
    faded: false,
  },
  count: 2,
  painted: 1,
  quote: 'first frame',
  onlyInNavigation: true,
};

function frame(items: PageItem[], change: Partial<FromFrame> = {}): FromFrame {
  return { kind: 'items', frame: 'a', frameUrl: 'about:srcdoc', items, ...change };
}

test('a value in two frames is one item', () => {
  const other = { ...ITEM, count: 3, painted: 3, quote: 'second frame', onlyInNavigation: false };
  expect(mergeFrames([frame([ITEM]), frame([other])])).toEqual({
    state: 'listed',
    items: [{ ...ITEM, count: 5, painted: 4, onlyInNavigation: false }],
  });
});

test('the same text as another type is another value', () => {
  expect(mergeFrames([frame([ITEM, { ...ITEM, type: 'url' }])]).items).toHaveLength(2);
});

test('says how much of all frames was checked', () => {
  const list = mergeFrames([
    frame([], { capped: { asked: 5, total: 9 } }),
    frame([], { capped: { asked: 1, total: 2 } }),
  ]);
  expect(list.capped).toEqual({ asked: 6, total: 11 });
});

test('no frames, no items', () => {
  expect(mergeFrames([])).toEqual({ state: 'listed', items: [] });
});

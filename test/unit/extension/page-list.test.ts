import { expect, test } from 'vitest';
import type { LinkSuspect, PageItem } from '@/core/indicator.ts';
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
  links: 0,
  quote: 'first frame',
  onlyInNavigation: true,
};

function frame(items: PageItem[], change: Partial<FromFrame> = {}): FromFrame {
  const page = { url: 'about:srcdoc', titles: ['A page'] };
  return { kind: 'items', frame: 'a', frameUrl: 'about:srcdoc', page, items, suspects: [], ...change };
}

test('a value in two frames is one item', () => {
  const first = { ...ITEM, ports: [80, 81] };
  const other = {
    ...ITEM,
    count: 3,
    painted: 3,
    links: 2,
    ports: [443, 80],
    quote: 'second frame',
    onlyInNavigation: false,
  };
  const page = { url: 'https://second.example/', titles: ['A page', 'Another'] };
  expect(mergeFrames([frame([first]), frame([other], { page })])).toEqual({
    state: 'listed',
    items: [
      {
        ...ITEM,
        count: 5,
        painted: 4,
        links: 2,
        ports: [80, 81, 443],
        onlyInNavigation: false,
        page: { url: 'about:srcdoc', titles: ['A page', 'Another'] },
      },
    ],
    mismatches: [],
  });
});

test('a value that is seen in one frame is not hidden', () => {
  const hidden: PageItem = { ...ITEM, hidden: true };
  const isHidden = (...items: PageItem[]) => mergeFrames(items.map((item) => frame([item]))).items[0]?.hidden;
  expect([isHidden(hidden, ITEM), isHidden(ITEM, hidden), isHidden(hidden, hidden)]).toEqual([
    undefined,
    undefined,
    true,
  ]);
});

const SUSPECT: LinkSuspect = { text: 'good.example', href: 'https://evil.test/' };

test('a mismatch in two frames is one, and what is none is left out', () => {
  const sameOwner = { text: 'a.good.example', href: 'https://b.good.example/' };
  const list = mergeFrames([
    frame([], { suspects: [SUSPECT, sameOwner] }),
    frame([], { suspects: [SUSPECT], moreMismatches: true }),
  ]);
  expect(list.mismatches).toEqual([
    { text: 'good.example', shown: 'good.example', leadsTo: 'evil.test', target: 'https://evil.test' },
  ]);
  expect(list.moreMismatches).toBe(true);
});

test('the same text as another type is another value', () => {
  expect(mergeFrames([frame([ITEM, { ...ITEM, type: 'url' }])]).items).toHaveLength(2);
});

test('says how much of the tab was checked, as the frame that was told last knows it', () => {
  const list = mergeFrames([
    frame([], { capped: { asked: 5, total: 7 } }),
    frame([], { capped: { asked: 5, total: 9 } }),
    frame([]),
  ]);
  expect(list.capped).toEqual({ asked: 5, total: 9 });
});

test('no frames, no items', () => {
  expect(mergeFrames([])).toEqual({ state: 'listed', items: [], mismatches: [] });
});

import { expect, test } from 'vitest';
import type { PageItem, Verdict } from '@/core/indicator.ts';
import { countByConfidence, countUncounted, groupItems } from '@/ui/page-groups.ts';

function item(value: string, verdict: Partial<Verdict> = {}, change: Partial<PageItem> = {}): PageItem {
  return {
    type: 'domain',
    value,
    verdict: {
      matchClass: 'exact',
      matched: value,
      confidence: 'high',
      level: 'high',
      faded: false,
      ...verdict,
    },
    count: 1,
    painted: 1,
    links: 0,
    quote: '',
    onlyInNavigation: false,
    ...change,
  };
}

const ITEMS = [
  item('low.example', { confidence: 'low', level: 'low' }),
  item('high.example'),
  item('child.high.example', { matchClass: 'child', level: 'medium' }),
  item('faded.example', { faded: true, level: 'medium' }),
  item('cve.example', { matchClass: 'reference' }),
  item('here.example', { onlyHere: true, level: 'low' }),
  item('https://host.example/other', { matchClass: 'same-host', level: 'medium', listedOnly: true }),
  item('192.0.2.7', { matchClass: 'range', level: 'low' }),
  item('a@mail.example', { matchClass: 'mail-domain', level: 'low', listedOnly: true }),
  item('old-child.example', { matchClass: 'child', faded: true, level: 'unrated' }),
  item('share.example', {}, { onlyInNavigation: true }),
  item('own.example', { quiet: { kind: 'allowed', reason: 'ours' } }),
  item('own-share.example', { quiet: { kind: 'allowed', reason: 'ours' } }, { onlyInNavigation: true }),
];

test('divides the list, what the badge counts first and loudest first', () => {
  const groups = groupItems(ITEMS);
  expect(groups.known.map(({ value }) => value)).toEqual(['high.example', 'low.example', 'here.example']);
  expect(groups.related.map(({ value }) => value)).toEqual([
    'child.high.example',
    'https://host.example/other',
    '192.0.2.7',
    'a@mail.example',
    'old-child.example',
  ]);
  expect(groups.old.map(({ value }) => value)).toEqual(['faded.example']);
  expect(groups.references.map(({ value }) => value)).toEqual(['cve.example']);
  expect(groups.navigation.map(({ value }) => value)).toEqual(['share.example']);
  expect(groups.suppressed.map(({ value }) => value)).toEqual(['own.example', 'own-share.example']);
});

test('counts what the badge counts', () => {
  expect(countByConfidence(ITEMS)).toEqual({ high: 1, medium: 0, low: 1, unrated: 0 });
  expect(countUncounted(groupItems(ITEMS).known)).toBe(1);
});

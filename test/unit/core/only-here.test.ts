import { expect, test } from 'vitest';
import { recogniseSource } from '@/core/only-here.ts';
import type { Indicator, PageIdentity } from '@/core/indicator.ts';
import { row } from './rows.ts';

const PAGE: PageIdentity = {
  url: 'https://blog.example/2026/evil-things?utm_source=mail#iocs',
  titles: ['Evil things: a “made-up” campaign | Example Blog', 'Evil things: a “made-up” campaign', 'Home'],
};

function recognises(
  article: Indicator['article'],
  pages: PageIdentity[] = [PAGE],
  more: Partial<Indicator> = {},
) {
  return recogniseSource(pages)(row('domain', 'evil.example', { ...(article && { article }), ...more }));
}

test.each([
  ['https://blog.example/2026/evil-things', true],
  ['http://www.blog.example/2026/Evil-Things/', true],
  ['https://blog.example/2026/evil-things?fbclid=1', true],
  ['https://blog.example/2026/evil-things?p=2', false],
  ['https://blog.example/2026/other-things', false],
  ['https://blog.example/', false],
  ['https://other.example/2026/evil-things', false],
  ['javascript:alert(1)', false],
])('an article at %s is this page: %s', (url, expected) => {
  expect(recognises({ url })).toBe(expected);
});

test.each([
  ['Evil things: a "made-up" campaign', true],
  ['EVIL THINGS:  a made-up\u00a0campaign', true],
  ['Evil things: a ‘made\u2010up’ campaign', true],
  ['Evil things: a "made-up" campaign – Example Blog', true],
  ['Evil things: a "made-up" campaign - Another site', true],
  ['Evil things: another campaign', false],
  ['Evil things', false],
  // A title that many pages have recognises none.
  ['Home', false],
])('an article called %j is this page: %s', (title, expected) => {
  expect(recognises({ title })).toBe(expected);
});

test('two titles that are equal only without what stands behind a dash are two', () => {
  const page = { titles: ['Evil things of May - first part'] };
  expect(recognises({ title: 'Evil things of May - second part' }, [page])).toBe(false);
});

test('the address of the tab counts, too: a mail stands in a frame without one', () => {
  const pages = [
    { url: 'about:srcdoc', titles: [] },
    { url: 'https://mail.example/1', titles: [] },
  ];
  expect(recognises({ url: 'https://mail.example/1' }, pages)).toBe(true);
});

test('a feed is a source of its own, whatever it refers to', () => {
  expect(recognises({ url: PAGE.url! }, [PAGE], { origin: 'feed', feed: 'Feed A' })).toBe(false);
});

test.each([
  ['a row without an article', undefined, [PAGE]],
  ['a page that nothing is known of', { url: 'https://blog.example/' }, [{ titles: [] }]],
  ['an article without words', {}, [PAGE]],
])('%s is not recognised', (_, article, pages) => {
  expect(recognises(article, pages)).toBe(false);
});

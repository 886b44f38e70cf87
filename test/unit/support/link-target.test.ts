import { expect, test } from 'vitest';
import { linkTarget } from '../../support/link-target.ts';

const encoded = encodeURIComponent;
const safeLink = (target: string) =>
  `https://eur01.safelinks.protection.outlook.com/?url=${encoded(target)}&data=x`;

test.each([
  ['https://evil.test/a?url=https://other.test/', 'https://evil.test/a?url=https://other.test/'],
  [safeLink('https://evil.test/a?b=1'), 'https://evil.test/a?b=1'],
  [safeLink(`https://www.google.com/url?q=${encoded('http://evil.test/')}`), 'http://evil.test/'],
  ['https://urldefense.com/v3/__https://evil.test/a__;!!abc!def$', 'https://evil.test/a'],
  ['mailto:a%40evil.test?subject=x', 'a@evil.test'],
  ['https://www.google.com/search?q=evil', 'https://www.google.com/search?q=evil'],
  ['', ''],
])('%s leads to %s', (href, target) => {
  expect(linkTarget(href)).toBe(target);
});

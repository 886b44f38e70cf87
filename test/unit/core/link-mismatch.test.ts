import { expect, test } from 'vitest';
import { destinationOf, mismatchOf } from '@/core/link.ts';
import { isMismatch } from '@/core/link-mismatch.ts';

function judge(text: string, href: string): boolean {
  const destination = destinationOf(href);
  const mismatch = destination && mismatchOf(text, destination);
  return mismatch !== undefined && isMismatch(mismatch);
}

const wrapped = (target: string) =>
  `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(target)}&data=x`;

test.each<[text: string, href: string, expected: boolean]>([
  // One owner, or so it looks.
  ['evil.example', 'https://login.evil.example/', false],
  ['a.evil.example', 'https://b.evil.example/', false],
  ['a.shop.co.uk', 'https://b.shop.co.uk/', false],
  ['bücher.example', 'https://xn--bcher-kva.example/', false],
  ['example.com', 'http://www.example.com:8080/a', false],
  ['https://example.com/a', wrapped('https://example.com/a'), false],
  // Two owners.
  ['example.com', 'https://example.com.evil.test/', true],
  ['example.com', 'https://example.net/', true],
  ['http://192.0.2.1', 'https://evil.test/', true],
  ['example.com', 'http://192.0.2.1/', true],
  ['192.0.2.1', 'http://192.0.2.2/', true],
  ['user@example.com', 'mailto:other@example.net', true],
  ['user@example.com', 'https://evil.test/', true],
  ['hxxps://example[.]com/', 'https://evil.test/', true],
  ['example.com', wrapped('https://evil.test/a'), true],
  ['bücher.example', 'https://bucher.example/', true],
  // Private suffixes count: everybody can have a name below hopto.org.
  ['one.hopto.org', 'https://two.hopto.org/', true],
  // Names of files, and of what no registry has.
  ['setup.zip', 'https://files.example/setup.zip', false],
  ['readme.md', 'https://code.example/readme.md', false],
  ['node.js', 'https://code.example/', false],
  ['https://setup.zip/', 'https://files.example/', true],
  // Only following it would tell.
  ['example.com', 'https://t.co/abc', false],
  ['example.com', 'https://bit.ly/abc', false],
  ['example.com', wrapped('https://t.co/abc'), false],
  ['example.com', 'https://u1.ct.sendgrid.net/ls/click?upn=x', false],
  ['example.com', 'https://eur01.safelinks.protection.outlook.com/GetUrlReputation', false],
  ['example.com', 'https://nott.co/abc', true],
])('%s to %s: %s', (text, href, expected) => {
  expect(judge(text, href)).toBe(expected);
});

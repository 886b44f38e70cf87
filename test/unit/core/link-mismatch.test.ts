import { expect, test } from 'vitest';
import { destinationOf, suspectIn } from '@/core/link.ts';
import { mismatchesIn } from '@/core/link-mismatch.ts';

/** As a page tells of it, and without the page's first look: both must agree. */
function judge(text: string, href: string): boolean {
  const suspect = suspectIn(text, href, destinationOf(href)?.host ?? '');
  const told = mismatchesIn(suspect ? [suspect] : []).length > 0;
  expect(mismatchesIn([{ text, href }]).length > 0).toBe(told);
  return told;
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
  ['google.com', 'https://www.google.com/url?q=https%3A%2F%2Fevil.test%2F', true],
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
  ['example.com', 'https://x.us1.list-manage.com/track/click?u=1', false],
  ['example.com', wrapped('https://u1.ct.sendgrid.net/ls/click?upn=x'), false],
  ['example.com', 'https://url.avanan.click/v2/r02/___myyux://x___.Yz', false],
  ['example.com', 'https://clicks.mailer.example/abc', true],
  ['example.com', 'https://list-manage.com.evil.test/track/click?u=1', true],
  // A click counter that tells its target.
  ['example.com', 'https://a.r.eu-west-1.awstrack.me/L0/https:%2F%2Fexample.com%2F/1/id/sig', false],
  ['example.com', 'https://a.r.eu-west-1.awstrack.me/L0/https:%2F%2Fevil.test%2F/1/id/sig', true],
  // The text is a short link itself: it names nobody.
  ['bit.ly/made-up', 'https://shop.example/', false],
  // One owner under several names.
  ['youtu.be/made-up', 'https://www.youtube.com/watch?v=made-up', false],
  ['twitter.com/made_up', 'https://x.com/made_up', false],
  ['youtube.com/made-up', 'https://www.facebook.com/made-up', true],
  // A page about a name is written as the name; a name in the path of any other is the oldest trick.
  ['evil.example', 'https://www.virustotal.com/gui/domain/evil.example', false],
  ['192.0.2.1', 'https://www.abuseipdb.com/check/192.0.2.1', false],
  ['https://evil.example/a', 'https://web.archive.org/web/2026/https://evil.example/a', false],
  ['evil.example', 'https://archive.org/download/a/evil.example.html', true],
  ['evil.example', 'https://www.virustotal.com/gui/home/url', true],
  ['bank.example', 'https://evil.test/bank.example/login', true],
])('%s to %s: %s', (text, href, expected) => {
  expect(judge(text, href)).toBe(expected);
});

test('names both hosts, the target and what was taken off', () => {
  expect(
    mismatchesIn([{ text: 'https://bank.example/ login', href: wrapped('http://evil.test/a') }]),
  ).toEqual([]);
  expect(mismatchesIn([{ text: 'https://bank.example/login', href: wrapped('http://evil.test/a') }])).toEqual(
    [
      {
        text: 'https://bank.example/login',
        shown: 'bank.example',
        leadsTo: 'evil.test',
        target: 'http://evil.test/a',
        unwrapped: ['Microsoft Safe Links'],
      },
    ],
  );
  expect(mismatchesIn([{ text: 'bank.example', href: 'mailto:x@evil.test' }])).toEqual([
    { text: 'bank.example', shown: 'bank.example', leadsTo: 'evil.test', target: 'x@evil.test' },
  ]);
});

test('a rewriter that tells the host alone', () => {
  const href = 'https://protect-eu.mimecast.com/s/AbC?domain=evil.test';
  expect(mismatchesIn([{ text: 'bank.example', href }])).toMatchObject([
    { leadsTo: 'evil.test', target: 'evil.test', unwrapped: ['Mimecast'] },
  ]);
});

test.each([
  'https://x.com/intent/post?url=a',
  wrapped('https://x.com/intent/post?url=a'),
  'javascript:alert(1)',
])('a link that shares, or leads nowhere, is none: %s', (href) => {
  expect(mismatchesIn([{ text: 'share.example', href }])).toEqual([]);
});

test('a link that was cut in the middle of its target still tells the host', () => {
  const href = wrapped(`https://evil.test/${'a/'.repeat(2000)}`).slice(0, 2048);
  expect(mismatchesIn([{ text: 'bank.example', href }])).toMatchObject([{ leadsTo: 'evil.test' }]);
});

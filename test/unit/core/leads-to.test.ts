import { expect, test } from 'vitest';
import { leadsTo } from '@/core/leads-to.ts';

const encoded = encodeURIComponent;
const safeLink = (target: string) =>
  `https://eur01.safelinks.protection.outlook.com/?url=${encoded(target)}&data=x`;

test.each<[name: string, url: string, expected: ReturnType<typeof leadsTo>]>([
  ['a plain link', 'https://evil.example/a', undefined],
  [
    'a target that is not canonical',
    safeLink('HTTP://EVIL.example:80'),
    { observable: { type: 'url', value: 'http://evil.example' }, unwrapped: ['Microsoft Safe Links'] },
  ],
  [
    'nested rewriters, outermost first',
    safeLink(`https://www.google.com/url?q=${encoded('http://evil.example/a')}`),
    {
      observable: { type: 'url', value: 'http://evil.example/a' },
      unwrapped: ['Microsoft Safe Links', 'Google'],
    },
  ],
  [
    'a rewriter that tells the host alone',
    'https://protect-eu.mimecast.com/s/AbC?domain=evil.example',
    { observable: { type: 'domain', value: 'evil.example' }, unwrapped: ['Mimecast'] },
  ],
  [
    'an address alone',
    'https://protect-eu.mimecast.com/s/AbC?domain=192.0.2.1',
    { observable: { type: 'ipv4', value: '192.0.2.1' }, unwrapped: ['Mimecast'] },
  ],
  [
    'a target too long to be a value: its host',
    safeLink(`https://evil.example/${'a'.repeat(5000)}`),
    { observable: { type: 'domain', value: 'evil.example' }, unwrapped: ['Microsoft Safe Links'] },
  ],
  ['a target that no name can have', safeLink('http://localhost/'), undefined],
])('%s', (_, url, expected) => {
  expect(leadsTo(url)).toEqual(expected);
});

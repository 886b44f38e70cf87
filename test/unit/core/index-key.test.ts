import { expect, test } from 'vitest';
import { dissect } from '@/core/dissect.ts';
import type { IndicatorType } from '@/core/indicator.ts';
import { indexKey, storageKeys } from '@/core/index-key.ts';
import { lookupKeys } from '@/core/lookup-keys.ts';

test.each<[IndicatorType, string, string[]]>([
  ['domain', 'www.evil.example', ['h:evil.example']],
  // Nothing but a suffix would be left of it.
  ['domain', 'www.example', ['h:www.example']],
  ['ipv4', '198.51.100.7', ['h:198.51.100.7']],
  ['ipv6', '::ffff:198.51.100.7', ['h:198.51.100.7']],
  ['url', 'https://www.evil.example', ['h:evil.example']],
  ['url', 'http://evil.example:8080', ['h:evil.example']],
  ['url', 'http://www.evil.example/A/?b#c', ['u:evil.example/a?b', 'p:evil.example']],
  ['url', 'http://evil.example:8080/a', ['u:evil.example:8080/a', 'p:evil.example']],
  ['url', 'http://evil.example/#a', ['u:evil.example', 'p:evil.example']],
  ['ipv4', '198.51.100.0/24', ['n:198.51']],
  ['ipv4', '198.48.0.0/12', ['n:198']],
  ['ipv6', '2001:db8:1::/48', ['n:2001:db8:']],
  ['ipv6', '2001:d00::/24', ['n:2001:']],
  ['email', 'a@evil.example', ['e:a@evil.example']],
  ['md5', 'a'.repeat(32), [`x:${'a'.repeat(32)}`]],
  ['cve', 'CVE-2024-1234', ['r:CVE-2024-1234']],
])('%s %s is stored under %j', (type, value, keys) => {
  expect(storageKeys({ type, value })).toEqual(keys);
  expect(indexKey({ type, value })).toBe(keys[0]);
});

test.each<[IndicatorType, string, string[]]>([
  [
    'domain',
    'a.b.evil.example',
    ['h:a.b.evil.example', 'h:b.evil.example', 'h:evil.example', 'p:a.b.evil.example'],
  ],
  ['domain', 'www.evil.example', ['h:evil.example', 'p:evil.example']],
  // A real suffix of two labels, and real services that everybody shares; the names below them are made up.
  ['domain', 'a.evil.co.uk', ['h:a.evil.co.uk', 'h:evil.co.uk', 'p:a.evil.co.uk']],
  ['domain', 'a.hopto.org', ['h:a.hopto.org', 'p:a.hopto.org']],
  ['domain', 'hopto.org', ['h:hopto.org']],
  ['domain', 'www.hopto.org', ['h:hopto.org']],
  ['domain', 'made-up.telegra.ph', ['h:made-up.telegra.ph', 'p:made-up.telegra.ph']],
  ['url', 'http://telegra.ph/x', ['u:telegra.ph/x', 'h:telegra.ph']],
  [
    'url',
    'http://evil.example/a?b',
    ['u:evil.example/a?b', 'u:evil.example/a', 'h:evil.example', 'p:evil.example'],
  ],
  ['url', 'http://evil.example', ['h:evil.example', 'p:evil.example']],
  ['ipv4', '198.51.100.7', ['h:198.51.100.7', 'p:198.51.100.7', 'n:198.51', 'n:198']],
  ['ipv4', '8.8.8.8', ['h:8.8.8.8', 'n:8.8', 'n:8']],
  ['ipv6', '2001:db8::1', ['h:2001:db8::1', 'p:2001:db8::1', 'n:2001:db8:', 'n:2001:']],
  ['ipv6', '::ffff:198.51.100.7', ['h:198.51.100.7', 'p:198.51.100.7', 'n:198.51', 'n:198']],
  ['ipv4', '198.51.100.0/24', ['n:198.51', 'n:198']],
  [
    'url',
    'http://[2001:db8::1]/x',
    ['u:2001:db8::1/x', 'h:2001:db8::1', 'p:2001:db8::1', 'n:2001:db8:', 'n:2001:'],
  ],
  ['email', 'a@evil.example', ['e:a@evil.example', 'h:evil.example']],
  ['email', 'a@gmail.com', ['e:a@gmail.com']],
  ['sha1', 'a'.repeat(40), [`x:${'a'.repeat(40)}`]],
])('%s %s is looked up under %j', (type, value, keys) => {
  expect(lookupKeys(dissect({ type, value }))).toEqual(keys);
});

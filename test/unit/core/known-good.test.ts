import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { impossibleReason, isDocumentation, TRIVIAL_CONTENTS } from '@/core/known-good.ts';
import type { IndicatorType } from '@/core/indicator.ts';
import { seen } from './rows.ts';
import { english, inEnglish } from '../../words/speech.ts';

test.each(TRIVIAL_CONTENTS.map((each) => [each.name, each] as const))(
  'the hashes of %s',
  (name, { content, hashes }) => {
    const algorithms = ['md5', 'sha1', 'sha256', 'sha512'] as const;
    expect(hashes).toEqual(
      algorithms.map((algorithm) => createHash(algorithm).update(content).digest('hex')),
    );
    const types: IndicatorType[] = [...algorithms];
    for (const [index, type] of types.entries())
      expect(inEnglish(impossibleReason({ type, value: hashes[index]! }))).toContain(
        `The hash of ${english.say(name)}:`,
      );
  },
);

test('the hash of anything else may mean something', () => {
  const value = createHash('sha256').update('made up').digest('hex');
  expect(impossibleReason({ type: 'sha256', value })).toBeUndefined();
});

test.each<[IndicatorType, string, string | undefined]>([
  ['ipv4', '10.1.2.3', 'private use (RFC 1918)'],
  ['url', 'http://10.1.2.3:8080/x', 'private use (RFC 1918)'],
  ['ipv4', '0.0.0.0', '"this network" (RFC 791)'],
  ['ipv4', '255.255.255.255', 'reserved (RFC 1112)'],
  ['ipv4', '192.88.99.1', '6to4 relays, withdrawn (RFC 7526)'],
  ['ipv6', '::', 'unspecified or loopback (RFC 4291)'],
  ['ipv6', '::ffff:127.0.0.1', 'loopback (RFC 1122)'],
  ['ipv6', 'fec0::1', 'site-local, withdrawn (RFC 3879)'],
  ['domain', 'wpad.local', 'A local name'],
  ['url', 'http://router.home.arpa/x', 'A local name'],
  ['domain', 'evil.example', undefined],
  ['domain', 'local.example', undefined],
  ['email', 'a@mail.local', undefined],
  // Reachable by definition: name servers of AS112, relays of AMT.
  ['ipv4', '192.31.196.1', undefined],
  ['ipv4', '192.52.193.1', undefined],
  ['ipv6', '2001:4:112::1', undefined],
  ['ipv6', '2002:c633:6407::1', undefined],
])('%s %s: %s', (type, raw, use) => {
  const reason = impossibleReason(seen(type, raw));
  if (use === undefined) expect(reason).toBeUndefined();
  else expect(inEnglish(reason)).toContain(use);
});

test.each<[IndicatorType, string, boolean]>([
  ['ipv4', '192.0.2.1', true],
  ['ipv4', '203.0.114.1', false],
  ['ipv6', '3fff:fff::1', true],
  ['ipv6', '2001:db9::1', false],
  ['domain', 'a.example.com', true],
  ['domain', 'myexample.com', false],
  ['email', 'a@b.test', true],
  ['url', 'http://[2001:db8::1]/x', true],
  ['cve', 'CVE-2024-1234', false],
])('%s %s is set aside for documentation: %s', (type, raw, expected) => {
  expect(isDocumentation(seen(type, raw))).toBe(expected);
});

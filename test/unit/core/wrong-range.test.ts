import { expect, test } from 'vitest';
import { wrongRangesIn } from '@/core/wrong-range.ts';
import { inEnglish } from '../../words/speech.ts';

test.each([
  ['192.0.2.0/33', ['192.0.2.0/33'], '"/33" is no prefix length of an IPv4 range'],
  ['192[.]0[.]2[.]0/33', ['192[.]0[.]2[.]0/33'], '"/33" is no prefix length of an IPv4 range'],
  ['192.0.2.0/4096', ['192.0.2.0/4096'], '"/4096" is no prefix length of an IPv4 range'],
  ['2001:db8::/129', ['2001:db8::/129'], '"/129" is no prefix length of an IPv6 range'],
  ['0.0.0.0/0', ['0.0.0.0/0'], 'a range wider than /8 says nothing of its addresses'],
  ['evil.example\n 198.51.100.0/40 \r\n', ['198.51.100.0/40'], '"/40" is no prefix length of an IPv4 range'],
])('%j is said to be no range', (text, asWritten, reason) => {
  const found = wrongRangesIn(text);
  expect(found.map((range) => range.asWritten)).toEqual(asWritten);
  expect(inEnglish(found[0]?.reason)).toBe(reason);
});

test.each([
  '192.0.2.0/24',
  '192.0.2.7/32',
  '2001:db8::/32',
  'Built outbound connection for outside:203.0.113.5/443 to inside:10.0.0.1/50000',
  '300.0.2.0/33',
  'http://192.0.2.1/33',
  '2026/11/29',
  'dead/12',
  '',
])('%j is a range, or not meant as one', (text) => {
  expect(wrongRangesIn(text)).toEqual([]);
});

test('of a thousand of them twenty are told, and a long text is read quickly', () => {
  const lines = Array.from({ length: 1000 }, (_, n) => `192.0.2.${n % 256}/${33 + n}`);
  expect(wrongRangesIn(lines.join('\n'))).toHaveLength(20);
  expect(wrongRangesIn(`${'1.'.repeat(2_000_000)}/33`)).toEqual([]);
});

import { expect, test } from 'vitest';
import { readValue } from '@/ui/options-allowlist.tsx';
import { inEnglish } from '../../words/speech.ts';

test.each<[text: string, type: string, value: string, isRange: boolean]>([
  [' Intranet[.]Example[.]com ', 'domain', 'intranet.example.com', false],
  ['192.0.2.10', 'ipv4', '192.0.2.10', false],
  ['192.0.2.0/24', 'ipv4', '192.0.2.0/24', true],
  ['192.0.2.77/24', 'ipv4', '192.0.2.0/24', true],
  ['198.51.100[.]0/25', 'ipv4', '198.51.100.0/25', true],
  ['192.0.2.10/32', 'ipv4', '192.0.2.10', false],
  ['2001:DB8::/32', 'ipv6', '2001:db8::/32', true],
])('reads %s', (text, type, value, isRange) => {
  expect(readValue(text)).toEqual({ ok: true, observable: { type, value }, isRange });
});

test.each([
  ['not a value', /no value/],
  ['192.0.2.0/33', /range cannot be allowed/],
  ['10.0.0.0/4', /range cannot be allowed/],
  ['2001::/8', /range cannot be allowed/],
])('says why it refuses %s', (text, reason) => {
  expect(inEnglish(readValue(text))).toEqual({ ok: false, reason: expect.stringMatching(reason) as string });
});

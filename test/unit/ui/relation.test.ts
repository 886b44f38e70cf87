import { expect, test } from 'vitest';
import type { Verdict } from '@/core/indicator.ts';
import { flagWords, observableOf, relationTo } from '@/ui/relation.ts';
import { VERDICT } from '../core/rows.ts';

test.each<[matchClass: Verdict['matchClass'], matched: string, text: string | undefined]>([
  ['exact', 'evil.example', undefined],
  ['same', 'evil.example', undefined],
  ['reference', 'CVE-2099-1234', undefined],
  ['child', 'evil.example', 'below evil[.]example'],
  ['same-host', 'http://evil.example/a', 'on the host of hxxp://evil[.]example/a'],
  ['range', '192.0.2.0/24', 'inside 192.0.2[.]0/24'],
  ['mail-domain', 'evil.example', 'mail of evil[.]example'],
])('%s of %s: %s', (matchClass, matched, text) => {
  expect(relationTo({ ...VERDICT, matchClass, matched })).toBe(text);
});

test.each([
  ['https://a.example/b@c', 'url'],
  ['a@b.example', 'email'],
  ['2001:db8::/64', 'ipv6'],
  ['192.0.2.0/24', 'ipv4'],
  ['a.example', 'domain'],
])('%s is shown as %s', (value, type) => {
  expect(observableOf(value)).toEqual({ type, value });
});

test('says first what changes how a value is read', () => {
  expect(flagWords({ ...VERDICT, sinkhole: true, onlyHere: true })).toEqual([
    'sinkhole',
    'only reported here',
  ]);
  expect(flagWords(VERDICT)).toEqual([]);
});

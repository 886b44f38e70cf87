import { expect, test } from 'vitest';
import { isInRange, isNarrow, parseRange, rangeKey, rangeKeys } from '@/core/range.ts';

test.each([
  ['198.51.100.7', '198.51.100.0/24', true],
  ['198.51.101.7', '198.51.100.0/24', false],
  ['198.51.100.127', '198.51.100.0/25', true],
  ['198.51.100.128', '198.51.100.0/25', false],
  ['198.51.100.2', '198.51.100.2/31', true],
  ['198.51.100.1', '198.51.100.2/31', false],
  ['198.63.255.255', '198.48.0.0/12', true],
  ['198.64.0.0', '198.48.0.0/12', false],
  ['255.255.255.255', '224.0.0.0/3', true],
  ['1.2.3.4', '0.0.0.0/0', true],
  ['2001:db8::ffff', '2001:db8::/64', true],
  ['2001:db8:0:1::', '2001:db8::/64', false],
  ['2001:db9::', '2001:db8::/31', true],
  ['::1', '::/127', true],
  ['::2', '::/127', false],
  ['fdff::1', 'fc00::/7', true],
  ['fe00::1', 'fc00::/7', false],
  ['::ffff:198.51.100.7', '198.51.100.0/24', true],
  // Another family, not an address at all, a block around it.
  ['198.51.100.7', '::/0', false],
  ['evil.example', '0.0.0.0/0', false],
  ['198.51.100.0/25', '198.51.100.0/24', true],
  ['198.51.100.0/23', '198.51.100.0/24', false],
])('%s in %s: %s', (value, block, expected) => {
  expect(isInRange(value, parseRange(block)!)).toBe(expected);
});

test.each([
  '198.51.100.7',
  '198.51.100.0/33',
  '198.51.100/24',
  '198.51.100.0/',
  '198.51.100.0/-1',
  '2001:db8::/129',
  'evil.example/24',
])('%s is no block', (text) => {
  expect(parseRange(text)).toBeUndefined();
});

test.each([
  ['198.51.100.0/24', true],
  ['198.51.100.0/23', false],
  ['2001:db8::/64', true],
  ['2001:db8::/63', false],
])('%s is narrow: %s', (block, expected) => {
  expect(isNarrow(parseRange(block)!)).toBe(expected);
});

test.each([
  ['198.51.100.7', 8, 31],
  ['2001:db8:1:2::3', 16, 127],
])('%s is found in every block around it by its two keys', (address, widest, narrowest) => {
  for (let bits = widest; bits <= narrowest; bits++)
    expect(rangeKeys(address)).toContain(rangeKey(parseRange(`${address}/${bits}`)!));
});

test('blocks of the two families never share a key', () => {
  expect(rangeKeys('25.1.2.3')).not.toContain(rangeKey(parseRange('25::/16')!));
});

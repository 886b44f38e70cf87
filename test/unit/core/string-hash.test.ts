import { expect, test } from 'vitest';
import { hash52 } from '@/core/string-hash.ts';

const COUNT = 200_000;

test('is a safe whole number of 52 bits, the same for the same string', () => {
  for (const text of ['', 'a', 'h:evil.example', '\ud800', 'x'.repeat(5000)]) {
    const hash = hash52(text);
    expect(Number.isSafeInteger(hash)).toBe(true);
    expect(hash).toBeGreaterThanOrEqual(0);
    expect(hash).toBeLessThan(2 ** 52);
    expect(hash52(text)).toBe(hash);
  }
});

test('gives another number for another seed', () => {
  expect(hash52('h:evil.example', 1)).not.toBe(hash52('h:evil.example', 2));
});

test.each([
  ['counted names', (n: number) => `h:host-${n}.example`],
  ['addresses', (n: number) => `h:203.${n >>> 16}.${(n >>> 8) & 255}.${n & 255}`],
  ['one character repeated', (n: number) => String.fromCharCode(n & 0xffff) + (n >>> 16)],
])('tells %s apart and spreads them evenly over high, middle and low bits', (_, name) => {
  const hashes = Array.from({ length: COUNT }, (_unused, n) => hash52(name(n)));
  expect(new Set(hashes).size).toBe(COUNT);
  for (const shift of [0, 13, 26, 42]) {
    const buckets = Array.from({ length: 1024 }, () => 0);
    for (const hash of hashes) {
      const bucket = Math.floor(hash / 2 ** shift) % 1024;
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    // Chi-square with 1,023 degrees of freedom: mean 1,023, deviation 45. Six deviations are no accident.
    const expected = COUNT / 1024;
    const chiSquare = buckets.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(Math.abs(chiSquare - 1023)).toBeLessThan(6 * 45);
  }
});

test('half of the bits change with one bit of the text', () => {
  let flips = 0;
  for (let n = 0; n < 2000; n++) {
    const text = `h:host-${n}.example`;
    const other = text.slice(0, 7) + String.fromCharCode(text.charCodeAt(7) ^ 1) + text.slice(8);
    flips += bitsOf(BigInt(hash52(text)) ^ BigInt(hash52(other)));
  }
  expect(flips / 2000).toBeGreaterThan(25);
  expect(flips / 2000).toBeLessThan(27);
});

function bitsOf(value: bigint): number {
  return value.toString(2).replaceAll('0', '').length;
}

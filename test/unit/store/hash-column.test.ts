import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packHashes, unpackHashes } from '@/store/hash-column.ts';

/** Sorted, evenly spread, made by a seeded generator. */
function spread(count: number): Uint32Array<ArrayBuffer> {
  let seed = 7;
  return Uint32Array.from(
    { length: count },
    () => (seed = Math.imul(seed, 1_664_525) + 1_013_904_223),
  ).sort();
}

describe('a column of hashes', () => {
  test.each([0, 1, 1000, 2 ** 17 - 1, 2 ** 17, 300_000])('of %i is read as it was written', (count) => {
    const hashes = spread(count);
    expect(unpackHashes(packHashes(hashes), count)).toEqual(hashes);
  });

  test('that is long takes little more than two bytes an entry', () => {
    expect(packHashes(spread(1_000_000)).byteLength / 1_000_000).toBeLessThan(2.05);
  });

  test('keeps equal hashes, wide gaps and both ends', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 ** 32 - 1), { maxLength: 50 }), (some) => {
        const hashes = Uint32Array.from([...spread(2 ** 17), ...some, 0, 0, 2 ** 32 - 1]).sort();
        const gap = hashes.filter((hash) => hash < 1000 || hash > 2 ** 31);
        const long = new Uint32Array([...gap, ...new Uint32Array(2 ** 17).fill(2 ** 32 - 1)]);
        for (const each of [hashes, long]) expect(unpackHashes(packHashes(each), each.length)).toEqual(each);
      }),
      { seed: 3, numRuns: 10 },
    );
  });

  test('of another length than it says is damage', () => {
    const hashes = spread(2 ** 17);
    const packed = packHashes(hashes);
    expect(() => unpackHashes(packed.slice(0, -1), hashes.length)).toThrow('as long as it says');
    expect(() => unpackHashes('none' as never, 3)).toThrow('wrong form');
  });
});

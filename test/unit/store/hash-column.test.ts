import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkColumn, packHashes, placesOf, unpackHashes } from '@/store/hash-column.ts';

const LONG = 2 ** 17;
const TOP = 2 ** 32 - 1;

/** Sorted, evenly spread, made by a seeded generator. */
function spread(count: number): Uint32Array<ArrayBuffer> {
  let seed = 7;
  return Uint32Array.from(
    { length: count },
    () => (seed = Math.imul(seed, 1_664_525) + 1_013_904_223),
  ).sort();
}

describe('a column of hashes', () => {
  test.each([0, 1, 1000, LONG - 1, LONG, 300_000])('of %i is read as it was written', (count) => {
    const hashes = spread(count);
    expect(unpackHashes(packHashes(hashes))).toEqual(hashes);
    expect(checkColumn(packHashes(hashes))).toEqual(packHashes(hashes));
  });

  test('finds each hash where it stands, and others nowhere, however many are equal', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: TOP }), { maxLength: 30 }),
        fc.boolean(),
        (some, isLong) => {
          const many = [...some, ...some, 0, 0, TOP, TOP, 65_535, 65_536];
          const hashes = Uint32Array.from([...(isLong ? spread(LONG) : []), ...many]).sort();
          const column = packHashes(hashes);
          expect(column instanceof Uint32Array).toBe(!isLong);
          for (const hash of [...many, ...hashes.slice(0, 50)]) {
            const [from, to] = placesOf(column, hash);
            expect([from, to]).toEqual([hashes.indexOf(hash), hashes.lastIndexOf(hash) + 1]);
          }
          for (const hash of [1, 12_345, TOP - 1, 2 ** 31].filter((each) => !hashes.includes(each))) {
            const [from, to] = placesOf(column, hash);
            expect(from).toBe(to);
          }
        },
      ),
      { seed: 3, numRuns: 20 },
    );
  });

  test('that is long takes little more than two bytes an entry', () => {
    const column = packHashes(spread(1_000_000));
    const { starts, lows } = column as Exclude<typeof column, Uint32Array>;
    const bytes = starts.byteLength + lows.byteLength;
    expect(bytes / 1_000_000).toBeLessThan(2.3);
  });

  test.each([
    ['none'],
    [undefined],
    [{ starts: new Uint32Array(65_537), lows: new Uint16Array(3) }],
    [{ lows: [] }],
  ])('of another form is damage: %j', (column) => {
    expect(() => checkColumn(column)).toThrow('wrong form');
  });
});

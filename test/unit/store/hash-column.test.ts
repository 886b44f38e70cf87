import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  findAll,
  packHashes,
  readColumn,
  storedColumn,
  unpackHashes,
  type HashColumn,
} from '@/store/hash-column.ts';

const LONG = 3 * 2 ** 14;
const TOP = 2 ** 32 - 1;

/** Sorted, evenly spread, made by a seeded generator. */
function spread(count: number): Uint32Array<ArrayBuffer> {
  let seed = 7;
  return Uint32Array.from(
    { length: count },
    () => (seed = Math.imul(seed, 1_664_525) + 1_013_904_223),
  ).sort();
}

/** Hash -> from which place on it stands in the column, up to which. */
function found(column: HashColumn, wanted: readonly number[]): Map<number, [from: number, to: number]> {
  const sorted = Uint32Array.from(wanted).sort();
  const places = new Map<number, [number, number]>();
  findAll(column, sorted, (which, from, to) => places.set(sorted[which]!, [from, to]));
  return places;
}

/** As long columns were stored before they were files. */
function older(hashes: Uint32Array): { starts: Uint32Array; lows: Uint16Array } {
  const starts = new Uint32Array(2 ** 16 + 1);
  for (let bucket = 0, at = 0; bucket <= 2 ** 16; bucket++) {
    while (at < hashes.length && hashes[at]! >>> 16 < bucket) at++;
    starts[bucket] = at;
  }
  return { starts, lows: Uint16Array.from(hashes) };
}

describe('a column of hashes', () => {
  const many = (hash: number) => Uint32Array.from([...spread(LONG), ...Array<number>(300).fill(hash)]).sort();

  test.each([
    ['nothing', spread(0)],
    ['one', spread(1)],
    ['a thousand', spread(1000)],
    ['as many as are short', spread(LONG - 1)],
    ['as many as are long', spread(LONG)],
    ['many', spread(300_000)],
    ['the lowest very often', many(0)],
    ['the highest very often', many(TOP)],
    ['one in the middle very often', many(2 ** 31 + 77)],
  ])('that holds %s is read as it was written', async (_, hashes) => {
    const column = packHashes(hashes);
    expect(unpackHashes(column)).toEqual(hashes);
    expect(await readColumn(storedColumn(column), hashes.length)).toEqual(column);
  });

  test.each([0, 1, 1000, 200_000])('of %i that an older version stored is read', async (count) => {
    const hashes = spread(count);
    expect(unpackHashes(await readColumn(older(hashes), count))).toEqual(hashes);
    expect(unpackHashes(await readColumn(hashes, count))).toEqual(hashes);
  });

  test('finds each hash where it stands, and others nowhere, however many are equal', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: TOP }), { maxLength: 30 }),
        fc.boolean(),
        (some, isLong) => {
          const often = [...some, ...some, 0, 0, TOP, TOP, 65_535, 65_536];
          const hashes = Uint32Array.from([...(isLong ? spread(LONG) : []), ...often]).sort();
          const column = packHashes(hashes);
          expect(column instanceof Uint32Array).toBe(!isLong);
          const present = [...often, ...hashes.slice(0, 50), ...hashes.slice(-50)];
          const near = present.flatMap((hash) => [hash - 1, hash + 1]);
          const absent = [...near, 1, 12_345, TOP - 1, 2 ** 31].filter(
            (hash) => hash >= 0 && hash <= TOP && !hashes.includes(hash),
          );
          const places = found(column, [...present, ...absent]);
          for (const hash of present)
            expect(places.get(hash)).toEqual([hashes.indexOf(hash), hashes.lastIndexOf(hash) + 1]);
          expect(places.size).toBe(new Set(present).size);
        },
      ),
      { seed: 3, numRuns: 20 },
    );
  });

  test('that is long takes little more than two bytes an entry', () => {
    expect((storedColumn(packHashes(spread(1_000_000))) as Blob).size / 1_000_000).toBeLessThan(2.15);
  });

  const damaged = packHashes(spread(LONG)) as Exclude<HashColumn, Uint32Array>;
  test.each([
    ['text', 'none'],
    ['nothing', undefined],
    ['an older one that is too short', { starts: new Uint32Array(65_537), lows: new Uint16Array(3) }],
    ['an older one in lists', { lows: [] }],
    ['a file cut short', (storedColumn(damaged) as Blob).slice(0, -2)],
    ['an empty file', new Blob([])],
    ['a file of zeroes', new Blob([new Uint8Array((storedColumn(damaged) as Blob).size)])],
  ])('of another form is damage: %s', async (_, column) => {
    await expect(readColumn(column, LONG)).rejects.toThrow('wrong form');
  });
});

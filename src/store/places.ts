import { PAGE_ENTRIES, type IndexKind, type IndicatorsDb, type PageRecord } from './db.ts';
import { unpackOrdinals } from './ordinal-page.ts';
import { findAll, type HashColumn } from './hash-column.ts';
import type { SegmentHead } from './shelves.ts';

/** What the look at an index led to is not there (any more): the source was changed since, or is damaged. */
export class OutdatedViewError extends Error {
  override name = 'OutdatedViewError';
}

/** An index of one source. */
export interface IndexName {
  kind: IndexKind;
  shelf: number;
}

/** Finds where rows stand: the hashes are in memory, the pages with the places are read when they are needed. */
export interface Places {
  /**
   * Which of the hashes -> the ordinals of the rows that may have it, at most `most(which)` of them. Most of what is asked
   * stands nowhere: such hashes are left out.
   * @throws OutdatedViewError
   */
  find(
    db: IndicatorsDb,
    index: IndexName & { heads: readonly SegmentHead[] },
    hashes: readonly number[],
    most?: (which: number) => number,
  ): Promise<Map<number, number[]>>;
  clear(): void;
}

/** A stretch of entries within one page of a segment. */
interface Stretch {
  name: string;
  key: [IndexKind, number, number, number];
  from: number;
  to: number;
}

/** @param capacity pages of 4 KB to remember: the hashes of a page that shows a hundred known values lie in about as many */
export function createPlaces(capacity = 256): Places {
  // The first entry is the one not used for longest.
  const remembered = new Map<string, Uint32Array>();

  return { find, clear: () => remembered.clear() };

  async function find(
    db: IndicatorsDb,
    { heads, ...index }: Parameters<Places['find']>[1],
    hashes: readonly number[],
    most: (which: number) => number = () => Infinity,
  ): Promise<Map<number, number[]>> {
    const stretches = await stretchesOf(heads, index, hashes, most);
    const pages = await readPages(db, [...stretches.values()].flat());
    const ordinals = new Map<number, number[]>();
    for (const [which, found] of stretches)
      ordinals.set(
        which,
        // All of them were read.
        found.flatMap(({ name, from, to }) => [...(pages.get(name) as Uint32Array).subarray(from, to)]),
      );
    return ordinals;
  }

  async function readPages(
    db: IndicatorsDb,
    stretches: readonly Stretch[],
  ): Promise<Map<string, Uint32Array>> {
    const needed = new Map(stretches.map(({ name, key }) => [name, key]));
    const pages = new Map<string, Uint32Array>();
    for (const name of needed.keys()) {
      const page = remembered.get(name);
      if (page) pages.set(name, page);
    }
    const missing = [...needed].filter(([name]) => !pages.has(name));
    if (missing.length > 0) {
      const store = db.transaction('pages').store;
      const records = await Promise.all(
        missing.map(async ([name, key]) => ({ name, record: await store.get(key) })),
      );
      for (const { name, record } of records) pages.set(name, ordinalsOf(record));
    }
    remember(pages);
    return pages;
  }

  function remember(pages: ReadonlyMap<string, Uint32Array>): void {
    for (const [name, page] of pages) {
      remembered.delete(name);
      remembered.set(name, page);
    }
    for (const oldest of remembered.keys()) {
      if (remembered.size <= capacity) break;
      remembered.delete(oldest);
    }
  }
}

function ordinalsOf(record: PageRecord | undefined): Uint32Array {
  if (!record) throw new OutdatedViewError('a page of the index is missing');
  return unpackOrdinals(record.ordinals);
}

/** Which of the hashes -> where its entries stand, at most `most(which)` of them; those that stand nowhere are left out. */
async function stretchesOf(
  heads: readonly SegmentHead[],
  { kind, shelf }: IndexName,
  hashes: readonly number[],
  most: (which: number) => number,
): Promise<Map<number, Stretch[]>> {
  const { sorted, order } = inOrder(hashes);
  const runs = await Promise.all(heads.map(async (head) => runsIn(await head.hashes, sorted)));
  const stretches = new Map<number, Stretch[]>();
  for (const [i, { number }] of heads.entries())
    // Parallel to heads, as order is to sorted.
    for (const { at, from, to } of runs[i]!) {
      const which = order[at]!;
      const some = stretches.get(which) ?? [];
      const seen = some.reduce((sum, stretch) => sum + stretch.to - stretch.from, 0);
      const end = Math.min(to, from + most(which) - seen);
      stretches.set(which, [...some, ...inPages([kind, shelf, number], from, end)]);
    }
  // In the order in which they were asked.
  return new Map([...stretches].sort(([a], [b]) => a - b));
}

/** The entries of a segment that have one of the hashes: the one at `at`. */
interface Run {
  at: number;
  from: number;
  to: number;
}

function runsIn(column: HashColumn, sorted: Uint32Array): Run[] {
  const runs: Run[] = [];
  findAll(column, sorted, (at, from, to) => runs.push({ at, from, to }));
  return runs;
}

/** Numbers are sorted ten times as fast as records: hash before place, in the 53 bits that a number holds. */
function inOrder(hashes: readonly number[]): { sorted: Uint32Array; order: Uint32Array } {
  const size = hashes.length;
  const both = new Float64Array(size);
  for (let which = 0; which < size; which++) both[which] = hashes[which]! * PLACES + which; // within
  both.sort();
  const [sorted, order] = [new Uint32Array(size), new Uint32Array(size)];
  for (let at = 0; at < size; at++) {
    sorted[at] = Math.floor(both[at]! / PLACES);
    order[at] = both[at]! % PLACES;
  }
  return { sorted, order };
}

/** More than are asked for at once. */
const PLACES = 2 ** 21;

/** The entries of a segment from one place up to another, page by page. */
function inPages(
  [kind, shelf, number]: [IndexKind, number, number],
  first: number,
  behind: number,
): Stretch[] {
  const stretches: Stretch[] = [];
  for (let from = first; from < behind;) {
    const page = Math.floor(from / PAGE_ENTRIES);
    const start = page * PAGE_ENTRIES;
    const to = Math.min(behind, start + PAGE_ENTRIES);
    const key: Stretch['key'] = [kind, shelf, number, page];
    stretches.push({ name: key.join(), key, from: from - start, to: to - start });
    from = to;
  }
  return stretches;
}

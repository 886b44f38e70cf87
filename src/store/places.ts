import { PAGE_ENTRIES, type IndexKind, type IndicatorsDb, type PageRecord } from './db.ts';
import { unpackOrdinals } from './ordinal-page.ts';
import { placesOf } from './hash-column.ts';
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

/** @param capacity pages of 16 KB to remember */
export function createPlaces(capacity = 32): Places {
  // The first entry is the one not used for longest.
  const remembered = new Map<string, Uint32Array>();

  return { find, clear: () => remembered.clear() };

  async function find(
    db: IndicatorsDb,
    { heads, ...index }: Parameters<Places['find']>[1],
    hashes: readonly number[],
    most: (which: number) => number = () => Infinity,
  ): Promise<Map<number, number[]>> {
    const stretches = new Map<number, Stretch[]>();
    for (const [which, hash] of hashes.entries()) {
      const found = stretchesOf(heads, index, hash, () => most(which));
      if (found) stretches.set(which, found);
    }
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

/** Where the entries of this hash stand, at most `most()` of them; undefined: nowhere. */
function stretchesOf(
  heads: readonly SegmentHead[],
  { kind, shelf }: IndexName,
  hash: number,
  most: () => number,
): Stretch[] | undefined {
  let found: Stretch[] | undefined;
  let left: number | undefined;
  for (const { number, hashes } of heads) {
    const [first, behind] = placesOf(hashes, hash);
    if (first === behind) continue;
    found ??= [];
    left ??= most();
    for (let from = first; from < behind && left > 0;) {
      const page = Math.floor(from / PAGE_ENTRIES);
      const start = page * PAGE_ENTRIES;
      const to = Math.min(behind, start + PAGE_ENTRIES, from + left);
      const key: Stretch['key'] = [kind, shelf, number, page];
      found.push({ name: key.join(), key, from: from - start, to: to - start });
      left -= to - from;
      from = to;
    }
  }
  return found;
}

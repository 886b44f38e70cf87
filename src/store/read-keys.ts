import type { Indicator } from '@/core/indicator.ts';
import { mostRows, storageKeys } from '@/core/index-key.ts';
import { blockOf, positionOf, type Block } from './blocks.ts';
import type { Memory } from './commit.ts';
import type { IndicatorsDb } from './db.ts';
import { hash32 } from './segments.ts';

/** What is looked for: each key once, and its hash. */
export interface Question {
  keys: readonly string[];
  /** Parallel to the keys. */
  hashes: readonly number[];
}

export function questionOf(keys: readonly string[]): Question {
  const each = [...new Set(keys)];
  return { keys: each, hashes: each.map(hash32) };
}

/** A block that may hold rows of these keys. */
interface Wanted {
  source: string;
  shelf: number;
  number: number;
  /** Where in it which key may stand. */
  at: { position: number; key: string }[];
}

/**
 * Keys -> the rows under each, of the sources that are searched; at most `mostRows` of a key.
 * @throws OutdatedViewError where a commit moved what was just being read
 */
export async function readKeys(
  db: IndicatorsDb,
  question: Question,
  memory: Memory,
  isSearched: (source: string) => boolean = () => true,
): Promise<Map<string, Indicator[]>> {
  const found = new Map<string, Indicator[]>();
  const blocks = await blocksOf(db, question, memory, isSearched);
  for (let i = 0; i < blocks.length; i += READ_AT_ONCE) {
    const wave = blocks.slice(i, i + READ_AT_ONCE);
    const read = await Promise.all(memory.cache.read(db, wave));
    for (const [j, block] of read.entries()) take(block, (wave[j] as Wanted).at, found); // parallel
  }
  return found;
}

function take(block: Block, at: Wanted['at'], found: Map<string, Indicator[]>): void {
  for (const { position, key } of at) {
    const row = block.row(position);
    // Several keys share a hash, and a row may have had another key before.
    if (!row || !storageKeys(row).includes(key)) continue;
    const rows = found.get(key) ?? [];
    if (rows.length < mostRows(key)) found.set(key, [...rows, row]);
  }
}

/** Bounds the memory that unpacked blocks take at a time. */
const READ_AT_ONCE = 64;

async function blocksOf(
  db: IndicatorsDb,
  { keys, hashes }: Question,
  { shelves, places }: Memory,
  isSearched: (source: string) => boolean,
): Promise<Wanted[]> {
  const searched = [...(await shelves.all(db))].filter(([source]) => isSearched(source));
  const most = (which: number) => mostRows(keys[which] as string); // parallel to hashes
  const found = await Promise.all(
    searched.map(async ([source, { shelf, keys: heads }]) => {
      return { source, shelf, places: await places.find(db, { kind: 'keys', shelf, heads }, hashes, most) };
    }),
  );
  return inBlocks(found, keys);
}

/** What stands in one block is read together. */
function inBlocks(
  found: readonly { source: string; shelf: number; places: ReadonlyMap<number, number[]> }[],
  keys: readonly string[],
): Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const { source, shelf, places } of found)
    for (const [which, ordinals] of places) {
      const key = keys[which] as string; // the one that was looked for
      for (const ordinal of ordinals) {
        const number = blockOf(ordinal);
        const block = wanted.get(`${shelf},${number}`) ?? { source, shelf, number, at: [] };
        block.at.push({ position: positionOf(ordinal), key });
        wanted.set(`${shelf},${number}`, block);
      }
    }
  return [...wanted.values()];
}

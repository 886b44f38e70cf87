import type { IndicatorType } from '@/core/indicator.ts';
import { unpackBlock } from './blocks.ts';
import type { IndicatorsDb } from './db.ts';
import type { PackedValue } from './row-codec.ts';

export interface ValueVisit {
  /** A value once for each of its rows; a hash comes as its bytes. */
  visit(type: IndicatorType, value: PackedValue): void;
  isSearched(source: string): boolean;
  /** Asked from time to time: whether it is enough. */
  isEnough(): boolean;
}

/**
 * Passes over the values of all rows, for questions that no index answers. Says whether it saw them all. A commit meanwhile may
 * hide a few or show them twice.
 */
export async function visitValues(
  db: IndicatorsDb,
  { visit, isSearched, isEnough }: ValueVisit,
): Promise<boolean> {
  for (const { source, shelf, blocks } of await db.getAll('sources')) {
    if (!isSearched(source)) continue;
    for (let first = 0; first < blocks; first += READ_AT_ONCE) {
      if (isEnough()) return false;
      const range = IDBKeyRange.bound([shelf, first], [shelf, first + READ_AT_ONCE], false, true);
      const stored = await db.getAll('blocks', range);
      for (const block of await Promise.all(stored.map(({ rows }) => unpackBlock(rows, source))))
        for (const [type, value] of block.values()) visit(type, value);
    }
  }
  return true;
}

/** Bounds the memory that unpacked blocks take at a time. */
const READ_AT_ONCE = 64;

import { unpackBlock, type Block } from './blocks.ts';
import type { BlockRecord, IndicatorsDb } from './db.ts';
import { OutdatedViewError } from './places.ts';

/**
 * The blocks that were read last, unpacked. A block is put in as a promise before it is read, so that `drop` after a
 * commit also drops one whose old content is still on its way.
 */
export interface BlockCache {
  /** In the order asked, read in one transaction. Each rejects with OutdatedViewError where there is no such block. */
  read(db: IndicatorsDb, places: readonly BlockPlace[]): Promise<Block>[];
  drop(shelf: number, numbers: Iterable<number>): void;
  clear(): void;
}
interface BlockPlace {
  source: string;
  shelf: number;
  number: number;
}

export function blockCache(capacity = 32): BlockCache {
  // A Map keeps the order of insertion: the first entry is the one not used for longest.
  const blocks = new Map<string, Promise<Block>>();

  return { read, drop, clear: () => blocks.clear() };

  function read(db: IndicatorsDb, places: readonly BlockPlace[]): Promise<Block>[] {
    let store: BlockReader | undefined;
    return places.map((place) => {
      const key = keyOf(place.shelf, place.number);
      const block = blocks.get(key) ?? readBlock((store ??= db.transaction('blocks').store), place);
      remember(key, block);
      return block;
    });
  }

  function remember(key: string, block: Promise<Block>): void {
    blocks.delete(key);
    blocks.set(key, block);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= capacity) break;
      blocks.delete(oldest);
    }
    // What could not be read is read anew next time; the failure itself reaches the caller.
    block.catch(() => blocks.get(key) === block && blocks.delete(key));
  }

  function drop(shelf: number, numbers: Iterable<number>): void {
    for (const number of numbers) blocks.delete(keyOf(shelf, number));
  }
}

function keyOf(shelf: number, number: number): string {
  return `${shelf},${number}`;
}

interface BlockReader {
  get(key: [number, number]): Promise<BlockRecord | undefined>;
}

async function readBlock(store: BlockReader, { source, shelf, number }: BlockPlace): Promise<Block> {
  const record = await store.get([shelf, number]);
  if (!record) throw new OutdatedViewError('a block of rows is missing');
  return unpackBlock(record.rows, source);
}

import type { Block } from './blocks.ts';

/**
 * The blocks that were read last, unpacked. A block is put in as a promise before it is read, so that `drop` after a
 * commit also drops one whose old content is still on its way.
 */
export interface BlockCache {
  get(source: string, number: number, read: () => Promise<Block>): Promise<Block>;
  drop(source: string, numbers: Iterable<number>): void;
  clear(): void;
}

export function blockCache(capacity = 64): BlockCache {
  // A Map keeps the order of insertion: the first entry is the one not used for longest.
  const blocks = new Map<string, Promise<Block>>();

  return { get, drop, clear: () => blocks.clear() };

  function get(source: string, number: number, read: () => Promise<Block>): Promise<Block> {
    const key = keyOf(source, number);
    const block = blocks.get(key) ?? read();
    blocks.delete(key);
    blocks.set(key, block);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= capacity) break;
      blocks.delete(oldest);
    }
    // What could not be read is read anew next time; the failure itself reaches the caller.
    block.catch(() => blocks.get(key) === block && blocks.delete(key));
    return block;
  }

  function drop(source: string, numbers: Iterable<number>): void {
    for (const number of numbers) blocks.delete(keyOf(source, number));
  }
}

function keyOf(source: string, number: number): string {
  return `${number}:${source}`;
}

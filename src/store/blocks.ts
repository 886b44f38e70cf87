import { indexKey } from '@/core/index-key.ts';
import type { Indicator } from '@/core/indicator.ts';
import { DamagedError } from './damage.ts';

/**
 * Rows in a block. Small enough that one known value on a page costs about a millisecond to read, large enough that
 * IndexedDB is not the bottleneck; the compression gains nothing above this size.
 */
export const BLOCK_ROWS = 500;

/** A block as it is read: its rows, and the same rows by index key. */
export interface Block {
  rows: readonly Indicator[];
  byKey: ReadonlyMap<string, Indicator[]>;
}

/** Rows -> gzip of JSON. The source is left out: it is the block's own key. */
export async function packRows(rows: readonly Indicator[]): Promise<Uint8Array<ArrayBuffer>> {
  const json = JSON.stringify(rows.map(({ source: _, ...row }) => row));
  return pipe(new Blob([json]), new CompressionStream('gzip'));
}

/** @throws DamagedError where the bytes are not what `packRows` made */
export async function unpackRows(bytes: Uint8Array<ArrayBuffer>, source: string): Promise<Indicator[]> {
  try {
    const json = new TextDecoder().decode(await pipe(new Blob([bytes]), new DecompressionStream('gzip')));
    return (JSON.parse(json) as Omit<Indicator, 'source'>[]).map((row) => ({ ...row, source }));
  } catch (cause) {
    throw new DamagedError('a block of rows cannot be unpacked', { cause });
  }
}

async function pipe(
  blob: Blob,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(blob.stream().pipeThrough(transform)).arrayBuffer());
}

export function readableBlock(rows: readonly Indicator[]): Block {
  const byKey = new Map<string, Indicator[]>();
  for (const row of rows) {
    const key = indexKey(row);
    const same = byKey.get(key);
    if (same) same.push(row);
    else byKey.set(key, [row]);
  }
  return { rows, byKey };
}

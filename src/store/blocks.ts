import { storageKeys } from '@/core/index-key.ts';
import type { Indicator } from '@/core/indicator.ts';
import { DamagedError } from './damage.ts';

/**
 * Rows in a block. Small enough that one known value on a page costs about a millisecond to read, large enough that
 * IndexedDB is not the bottleneck; the compression gains nothing above this size.
 */
export const BLOCK_ROWS = 500;

/** A block as it is read: its rows, and the same rows by each of their keys. */
export interface Block {
  rows: readonly Indicator[];
  byKey: ReadonlyMap<string, Indicator[]>;
}

/** Rows -> gzip of JSON: what is the same in every row costs next to nothing in it. */
export async function packRows(rows: readonly Indicator[]): Promise<Uint8Array<ArrayBuffer>> {
  const json = new TextEncoder().encode(JSON.stringify(rows));
  return new Uint8Array(await pipe(json, new CompressionStream('gzip')).arrayBuffer());
}

/** @throws DamagedError where the bytes are not what `packRows` made */
export async function unpackRows(bytes: Uint8Array<ArrayBuffer>): Promise<Indicator[]> {
  try {
    const json = await pipe(bytes, new DecompressionStream('gzip')).text();
    return JSON.parse(json) as Indicator[]; // written by packRows: gzip's checksum has held
  } catch (cause) {
    throw new DamagedError('a block of rows cannot be unpacked', { cause });
  }
}

function pipe(bytes: Uint8Array<ArrayBuffer>, transform: CompressionStream | DecompressionStream): Response {
  const writer = transform.writable.getWriter();
  // A failure also shows at the readable end, where it is awaited.
  void Promise.allSettled([writer.write(bytes), writer.close()]);
  return new Response(transform.readable);
}

export function readableBlock(rows: readonly Indicator[]): Block {
  const byKey = new Map<string, Indicator[]>();
  for (const row of rows)
    for (const key of storageKeys(row)) {
      const same = byKey.get(key);
      if (same) same.push(row);
      else byKey.set(key, [row]);
    }
  return { rows, byKey };
}

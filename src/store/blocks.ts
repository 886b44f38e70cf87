import type { Indicator } from '@/core/indicator.ts';
import { DamagedError } from './damage.ts';
import { readRow } from './row-codec.ts';

/**
 * Rows in a block. Small enough that one known value on a page costs a tenth of a millisecond to unpack; blocks of four
 * times as many rows are smaller by less than a tenth.
 */
export const BLOCK_ROWS = 256;

/** Where a row stands in its source: in which block, and where in it. */
export function ordinalOf(block: number, position: number): number {
  return block * BLOCK_ROWS + position;
}
export function blockOf(ordinal: number): number {
  return Math.floor(ordinal / BLOCK_ROWS);
}
export function positionOf(ordinal: number): number {
  return ordinal % BLOCK_ROWS;
}

/** A block, unpacked: a line for each row; "" is the place of one that was deleted, kept so that the others stay where they are. */
export class Block {
  readonly lines: readonly string[];
  readonly source: string;

  constructor(lines: readonly string[], source: string) {
    this.lines = lines;
    this.source = source;
  }

  /** The row that stands there, if there is one. */
  row(position: number): Indicator | undefined {
    const line = this.lines[position];
    return line ? readRow(line, this.source) : undefined;
  }

  /** The same with other lines in these places. */
  with(changes: ReadonlyMap<number, string>): Block {
    const lines = [...this.lines];
    for (const [position, line] of changes) lines[position] = line;
    return new Block(lines, this.source);
  }

  *rows(): Generator<[position: number, row: Indicator]> {
    for (const [position, line] of this.lines.entries())
      if (line) yield [position, readRow(line, this.source)];
  }
}

/** Lines -> gzip: what is the same in every row costs next to nothing in it. */
export async function packBlock({ lines }: Block): Promise<Uint8Array<ArrayBuffer>> {
  const text = new TextEncoder().encode(lines.join('\n'));
  return new Uint8Array(await pipe(text, new CompressionStream('gzip')).arrayBuffer());
}

/** @throws DamagedError where the bytes are not what `packBlock` made */
export async function unpackBlock(bytes: Uint8Array<ArrayBuffer>, source: string): Promise<Block> {
  try {
    return new Block((await gunzip(bytes)).split('\n'), source);
  } catch (cause) {
    throw new DamagedError('a block of rows cannot be unpacked', { cause });
  }
}

export function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return pipe(bytes, new DecompressionStream('gzip')).text();
}

function pipe(bytes: Uint8Array<ArrayBuffer>, transform: CompressionStream | DecompressionStream): Response {
  const writer = transform.writable.getWriter();
  // A failure also shows at the readable end, where it is awaited.
  void Promise.allSettled([writer.write(bytes), writer.close()]);
  return new Response(transform.readable);
}

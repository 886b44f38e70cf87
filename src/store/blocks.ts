import { INDICATOR_TYPES, type Indicator, type IndicatorType } from '@/core/indicator.ts';
import { packColumns, unpackColumns } from './column-codec.ts';
import { DamagedError } from './damage.ts';
import { isOldBlock, unpackOldBlock } from './old-blocks.ts';
import {
  DELETED,
  NONE,
  placeOf,
  unpackRow,
  type Column,
  type PackedRow,
  type PackedValue,
  type Place,
} from './row-codec.ts';

/** Rows in a block. Small enough that one known value on a page costs a tenth of a millisecond to unpack. */
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

/** A block, unpacked: a list for each place of a row, each as long as there are rows. */
export class Block {
  /** How many rows it has, deleted ones included. */
  readonly size: number;
  readonly source: string;
  readonly #columns: readonly Column[];

  constructor(columns: readonly Column[], source: string) {
    this.#columns = columns;
    this.size = columns[0]?.length ?? 0;
    this.source = source;
  }

  /** The row that stands there, if there is one. */
  row(position: number): Indicator | undefined {
    const packed = this.packed(position);
    return packed && unpackRow(packed, this.source);
  }

  packed(position: number): PackedRow | undefined {
    const row = this.#columns.map((column) => column[position] as Place); // below the size, as all are equally long
    return position < this.size && row[0] !== DELETED[0] ? row : undefined;
  }

  *rows(): Generator<[position: number, row: Indicator]> {
    for (let position = 0; position < this.size; position++) {
      const row = this.row(position);
      if (row) yield [position, row];
    }
  }

  /** Type and value of each row, packed: where but a few of many are looked for, the rest of a row need not be put together. */
  *values(): Generator<[type: IndicatorType, value: PackedValue]> {
    const [types = [], values = []] = this.#columns;
    for (let position = 0; position < this.size; position++) {
      const type = INDICATOR_TYPES[types[position] as number];
      if (type) yield [type, values[position] as PackedValue]; // of a deleted row there is no type
    }
  }

  /** The same with other rows in these positions; those from its size on are new, and follow each other. */
  with(changes: ReadonlyMap<number, PackedRow>): Block {
    const width = Math.max(this.#columns.length, ...Array.from(changes.values(), (row) => row.length));
    const changed = [...changes];
    const columns = Array.from({ length: width }, (_, place) => {
      const column = [...(this.#columns[place] ?? Array<Place>(this.size).fill(NONE))];
      for (const [position, row] of changed) column[position] = placeOf(row, place);
      return column;
    });
    return new Block(columns, this.source);
  }

  pack(): Promise<Uint8Array<ArrayBuffer>> {
    return packColumns(this.#columns);
  }
}

/** @throws DamagedError where the bytes are no block */
export async function unpackBlock(bytes: Uint8Array<ArrayBuffer>, source: string): Promise<Block> {
  try {
    return new Block(await (isOldBlock(bytes) ? unpackOldBlock(bytes) : unpackColumns(bytes)), source);
  } catch (cause) {
    throw new DamagedError('a block of rows cannot be unpacked', { cause });
  }
}

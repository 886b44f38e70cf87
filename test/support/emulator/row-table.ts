/** Rows as a feed holds them; index 0 to size - 1. What is asked for filtering must be cheap, `row` may be built on demand. */
export interface RowSource {
  readonly size: number;
  /** `industry` is absent where the feed does not say. */
  facts(index: number): RowFacts;
  /** When the API took the row in: what `since` and `until` bound. Ms since the epoch. */
  extractedAt(index: number): number;
  /** The row as it goes out, before the wire's own spelling. */
  row(index: number): unknown;
}
/** What the filters look at. Lists: a row matches if one of its values is asked for. */
export interface RowFacts {
  type: string | undefined;
  category: string | undefined;
  confidence: string | undefined;
  industry: readonly string[];
}

/**
 * The rows in their stored order: a list of places in a source, so that 1.43 million rows cost four bytes each here and
 * can still be inserted, deleted and reordered while a client walks over them.
 */
export class RowTable {
  /** Grows with every change: cached views of an older version are void. */
  version = 0;
  #base: RowSource;
  #added: RowSource[] = [];
  #sequence: Uint32Array;
  #toSource: (rows: readonly unknown[]) => RowSource;

  /** `toSource` turns rows that are inserted later into a source. */
  constructor(base: RowSource, toSource: (rows: readonly unknown[]) => RowSource) {
    this.#base = base;
    this.#toSource = toSource;
    this.#sequence = Uint32Array.from({ length: base.size }, (_, place) => place);
  }

  get length(): number {
    return this.#sequence.length;
  }
  /** Places in stored order, to be looked up with `facts`, `extractedAt` and `row`. Not to be changed. */
  get sequence(): Uint32Array {
    return this.#sequence;
  }

  facts(place: number): RowFacts {
    const [source, index] = this.#locate(place);
    return source.facts(index);
  }
  extractedAt(place: number): number {
    const [source, index] = this.#locate(place);
    return source.extractedAt(index);
  }
  row(place: number): unknown {
    const [source, index] = this.#locate(place);
    return source.row(index);
  }

  /** All rows in stored order. */
  list(): unknown[] {
    return Array.from(this.#sequence, (place) => this.row(place));
  }

  /** Rows need not be well formed. Those without `extracted_at` count as taken in now. */
  insert(rows: readonly unknown[], at = 0): void {
    const first = this.#places();
    this.#added.push(this.#toSource(rows));
    const places = Uint32Array.from(rows, (_, index) => first + index);
    this.#replace(concat(this.#sequence.subarray(0, at), places, this.#sequence.subarray(at)));
  }

  /** Answers how many went. */
  delete(isGone: (row: unknown) => boolean): number {
    const before = this.length;
    this.#replace(this.#sequence.filter((place) => !isGone(this.row(place))));
    return before - this.length;
  }

  /** `compare` as for `Array.sort`. */
  reorder(compare: (a: unknown, b: unknown) => number): void {
    const rows = Array.from(this.#sequence, (place) => ({ place, row: this.row(place) }));
    rows.sort((a, b) => compare(a.row, b.row));
    this.#replace(Uint32Array.from(rows, ({ place }) => place));
  }

  replace(rows: readonly unknown[]): void {
    this.#replace(new Uint32Array());
    this.insert(rows);
  }

  #replace(sequence: Uint32Array): void {
    this.#sequence = sequence;
    this.version++;
  }

  #places(): number {
    return this.#added.reduce((sum, { size }) => sum + size, this.#base.size);
  }

  #locate(place: number): [RowSource, number] {
    if (place < this.#base.size) return [this.#base, place];
    let index = place - this.#base.size;
    for (const source of this.#added) {
      if (index < source.size) return [source, index];
      index -= source.size;
    }
    throw new RangeError(`No row at place ${place}`);
  }
}

function concat(...parts: Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

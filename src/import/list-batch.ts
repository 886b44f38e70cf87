import type { Indicator } from '@/core/indicator.ts';
import type { BadLine } from '@/core/list-state.ts';
import type { ColumnMap } from '@/core/source.ts';
import type { Value } from '@/core/words.ts';

export type { BadLine };

export interface ListOptions {
  /** Id of the local source that the rows are of. */
  source: string;
  /** When they reach this machine; milliseconds since the epoch. */
  added: number;
  /** CSV: which column holds what; absent: as guessed. */
  columns?: ColumnMap;
}

export interface ListBatch {
  rows: Indicator[];
  /** Every bad one of this batch. */
  bad: BadLine[];
  /** Well-formed records that speak of nothing we look for: file names, deleted attributes, malware as such. */
  ignored?: number;
}

export const MOST_ROWS = 5000;

/** Takes what the readers find, and hands it out in batches of at most 5,000. */
export interface Batches {
  row(row: Indicator): void;
  /** `written`: the line, or the record as it was parsed. */
  bad(line: number, reason: Value, written: unknown): void;
  ignore(): void;
  /** The batches that are full. To be asked for after every few records, so that no more than those are held. */
  full(): ListBatch[];
  /** What is left. */
  rest(): ListBatch[];
}

export function createBatches(): Batches {
  let batches: ListBatch[] = [];
  let open = emptyBatch();
  let size = 0;

  function grow(): void {
    size += 1;
    if (size < MOST_ROWS) return;
    batches.push(open);
    open = emptyBatch();
    size = 0;
  }

  return {
    row(row) {
      open.rows.push(row);
      grow();
    },
    bad(line, reason, written) {
      open.bad.push({ line, reason, text: clip(typeof written === 'string' ? written : shown(written)) });
      grow();
    },
    ignore() {
      open.ignored = (open.ignored ?? 0) + 1;
    },
    full() {
      const done = batches;
      batches = [];
      return done;
    },
    rest() {
      const left = open.rows.length > 0 || open.bad.length > 0 || open.ignored ? [open] : [];
      open = emptyBatch();
      size = 0;
      return [...this.full(), ...left];
    },
  };
}

function emptyBatch(): ListBatch {
  return { rows: [], bad: [] };
}

/** Cut between characters, and in one line: it is shown as one. */
function clip(text: string): string {
  return text
    .slice(0, 200)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/[\r\n\t]+/g, ' ')
    .trim();
}

/** A record in short: what is nested in it is not what tells the user which one it is. */
function shown(record: unknown): string {
  if (typeof record !== 'object' || record === null) return JSON.stringify(record) ?? '';
  if (Array.isArray(record)) return '[…]';
  const plain = Object.entries(record).filter(([, value]) => value !== null && typeof value !== 'object');
  return JSON.stringify(Object.fromEntries(plain.slice(0, 10)));
}

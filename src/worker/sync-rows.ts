import { parseRow, type RowProblem } from '@/api/wire.ts';
import type { Indicator } from '@/core/indicator.ts';
import { isWanted } from '@/core/sync-filter.ts';
import type { Want } from '@/core/sync-plan.ts';
import { hash52 } from '@/core/string-hash.ts';

/** A page's rows, read. */
export interface ReadRows {
  rows: Indicator[];
  /** A hash of each row that came, in order: the same row has the same one whenever it comes. */
  ids: number[];
  /** Rows that cannot be used, and why. */
  bad: { id: number; reason: RowProblem; text: string }[];
  /** How many the filters left out. */
  leftOut: number;
}

/** `place` tells apart rows that name no id of their own and read the same. */
export function readRows(
  raw: readonly unknown[],
  { source, now, want, place }: { source: string; now: number; want: Want; place: string },
): ReadRows {
  const read: ReadRows = { rows: [], ids: [], bad: [], leftOut: 0 };
  raw.forEach((row, index) => {
    const parsed = parseRow(row, source, now);
    const id = hash52(parsed.ok ? parsed.indicator.id : badId(row, `${place} ${index}`));
    read.ids.push(id);
    if (!parsed.ok) read.bad.push({ id, reason: parsed.reason, text: describeRow(row) });
    else if (isWanted(parsed.indicator, want.filters)) read.rows.push(asWanted(parsed.indicator, want));
    else read.leftOut++;
  });
  return read;
}

/** An API that does not know the parameter sends the context all the same. */
function asWanted(row: Indicator, { context }: Want): Indicator {
  if (context || row.context === undefined) return row;
  const { context: _, ...rest } = row;
  return rest;
}

function badId(row: unknown, place: string): string {
  const id = isRecord(row) ? row['id'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id).slice(0, LONGEST) : `~ ${place}`;
}

const LONGEST = 128;

/** What was wrong, as far as it can be shown: type, value and id as they came, short. */
function describeRow(row: unknown): string {
  if (!isRecord(row)) return show(row);
  const id = row['id'] === undefined ? '' : ` (id ${show(row['id'])})`;
  return `${show(row['type'])}: ${show(row['value'])}${id}`;
}

function show(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '(empty)' : value.slice(0, LONGEST);
  if (value === undefined) return '(none)';
  if (Array.isArray(value)) return '(a list)';
  return isRecord(value) ? '(an object)' : JSON.stringify(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

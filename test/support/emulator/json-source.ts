import { resolveDate } from './relative-date.ts';
import type { RowFacts, RowSource } from './row-table.ts';

const HOUR = 3_600_000;
const DATES = ['first_seen', 'last_seen', 'extracted_at'] as const;

/**
 * Rows from a list. `extracted_at` and `industry` (a word or a list) are the emulator's own fields: they are filtered on
 * and never sent. A row without `extracted_at` counts as taken in an hour before `now`. Rows may be any JSON value.
 */
export function jsonSource(rows: readonly unknown[], now: number, takenIn = now - HOUR): RowSource {
  const resolved = rows.map((row) => (isRecord(row) ? resolveDates(row, now) : row));
  return {
    size: rows.length,
    facts: (index) => factsOf(resolved[index]),
    extractedAt: (index) => extractedAtOf(resolved[index]) ?? takenIn,
    row: (index) => withoutInternals(resolved[index]),
  };
}

/** A copy, so that the caller's rows stay as they are. A rest pattern also copies an own key called `__proto__`. */
function resolveDates(row: Record<string, unknown>, now: number): Record<string, unknown> {
  const { ...copy } = row;
  for (const name of DATES) {
    const value = copy[name];
    if (typeof value === 'string') copy[name] = resolveDate(value, now);
  }
  return copy;
}

function factsOf(row: unknown): RowFacts {
  const { type, confidence, source, industry } = isRecord(row) ? row : {};
  const category = isRecord(source) ? source['category'] : undefined;
  return {
    type: textOrNothing(type)?.replace('mitre-attack', 'mitre_attack'),
    category: textOrNothing(category),
    confidence: textOrNothing(confidence),
    industry: Array.isArray(industry) ? industry.map(String) : typeof industry === 'string' ? [industry] : [],
  };
}

function extractedAtOf(row: unknown): number | undefined {
  const time = isRecord(row) ? Date.parse(String(row['extracted_at'])) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

function withoutInternals(row: unknown): unknown {
  if (!isRecord(row)) return row;
  const { extracted_at: _extractedAt, industry: _industry, ...rest } = row;
  return rest;
}

function textOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { ExportRow } from './export-row.ts';

/** One value a line and nothing else, for a block-list. */
export function writeTxt(rows: readonly ExportRow[]): string {
  return rows.map(({ value }) => `${value}\n`).join('');
}

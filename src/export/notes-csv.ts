import type { Note } from '@/core/notes.ts';
import { cell } from './csv.ts';

/** All notes for a spreadsheet: RFC 4180, the latest first as they come. */
export function writeNotes(notes: readonly Note[]): string {
  const lines = notes.map(({ type, value, text, changed }) =>
    [type, value, text, changed].map(cell).join(','),
  );
  return `${['type,value,note,changed', ...lines].join('\r\n')}\r\n`;
}

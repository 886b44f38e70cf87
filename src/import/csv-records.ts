import { message, type Message } from '@/core/words.ts';
/** What is written between two line ends that no quotes enclose. */
export interface CsvRecord {
  /** The line it begins on, from 1. */
  line: number;
  /** As written, without its line end; shown to the user where it cannot be read. */
  text: string;
  fields: string[];
  /** Why it cannot be read. */
  problem?: Message;
}

/** A record is read again line by line where its quotes do not close within this: then one of them is a slip of the pen. */
const LONGEST_RECORD = 64 * 1024;

/**
 * The records of CSV as RFC 4180 has it, of any separator, ended by LF, CRLF or CR; also with spaces around quoted
 * fields, as ThreatFox writes them. Empty lines and comments (`#`) are passed over; `comment` is told of them.
 * A quote that is never closed costs its own line, not the rest of the file.
 */
export async function* csvRecords(
  text: AsyncIterable<string>,
  separator: string,
  comment: (text: string) => void = () => undefined,
): AsyncGenerator<CsvRecord[]> {
  const reader: Reader = { separator, comment, line: 1, isSkipping: false };
  let held = '';
  for await (const piece of text) {
    held += piece;
    const records: CsvRecord[] = [];
    held = held.slice(takeRecords(held, reader, false, records));
    if (records.length > 0) yield records;
  }
  const records: CsvRecord[] = [];
  takeRecords(held, reader, true, records);
  if (records.length > 0) yield records;
}

/** The records that stand whole in the beginning of a file; `isWhole`: it is all of it. */
export function csvRecordsOf(
  beginning: string,
  separator: string,
  isWhole: boolean,
  comment?: (text: string) => void,
): CsvRecord[] {
  const records: CsvRecord[] = [];
  const reader = { separator, comment: comment ?? (() => undefined), line: 1, isSkipping: false };
  takeRecords(beginning, reader, isWhole, records);
  return records;
}

interface Reader {
  separator: string;
  comment: (text: string) => void;
  /** Of the next record. */
  line: number;
  /** Within a line that is too long: the rest of it is passed over. */
  isSkipping: boolean;
}

/** Takes every whole record, and says where the first one begins that may go on in the next piece. */
function takeRecords(text: string, reader: Reader, isLast: boolean, records: CsvRecord[]): number {
  let at = 0;
  while (at < text.length) {
    const end = takeRecord(text, at, reader, isLast, records);
    if (end === undefined) return at;
    at = end;
  }
  return at;
}

/** Reads one line or record from `at` on, and says where it ends; undefined: more of the text is needed to do so. */
function takeRecord(
  text: string,
  at: number,
  reader: Reader,
  isLast: boolean,
  records: CsvRecord[],
): number | undefined {
  const line = lineAt(text, at, isLast);
  if (reader.isSkipping) return skipLine(text, line, reader);
  // What may be missing of a line that is not too long is its end.
  if (!line && text.length - at <= LONGEST_RECORD + 1) return undefined;
  if (!line || line.end - at > LONGEST_RECORD) {
    records.push(badRecord(reader, text.slice(at, at + 200), 'long'));
    reader.isSkipping = true;
    return skipLine(text, line, reader);
  }
  const first = text.slice(at, line.end);
  if (/^\s*(?:#|$)/.test(first)) {
    if (first.trim() !== '') reader.comment(first);
    reader.line += 1;
    return line.next;
  }
  if (!first.includes('"')) {
    records.push({ line: reader.line, text: first, fields: trimmed(first.split(reader.separator)) });
    reader.line += 1;
    return line.next;
  }
  return takeQuoted(text, at, line.next, reader, isLast, records);
}

/** The same for a record with quotes, which may go on over several lines. `next`: where its first line ends. */
function takeQuoted(
  text: string,
  at: number,
  next: number,
  reader: Reader,
  isLast: boolean,
  records: CsvRecord[],
): number | undefined {
  const scan = scanFields(text, at, reader.separator);
  // What stands behind a closing quote says whether it is one.
  if (scan === 'open' && !isLast && text.length - at <= LONGEST_RECORD + 2) return undefined;
  if (typeof scan === 'string') {
    records.push(badRecord(reader, text.slice(at, next), scan));
    reader.line += 1;
    return next;
  }
  const end = lineAt(text, scan.end, isLast);
  if (!end) return undefined;
  const written = text.slice(at, scan.end);
  records.push({ line: reader.line, text: written, fields: trimmed(scan.fields) });
  reader.line += 1 + (end.next === next ? 0 : (written.match(/\r\n?|\n/g)?.length ?? 0));
  return end.next;
}

function trimmed(fields: readonly string[]): string[] {
  return fields.map((field) => field.trim());
}

function badRecord({ line }: Reader, text: string, problem: keyof typeof PROBLEMS): CsvRecord {
  return { line, text, fields: [], problem: PROBLEMS[problem] };
}

const PROBLEMS = {
  open: message('csvOpen'),
  garbled: message('csvGarbled'),
  long: message('csvLong', { most: LONGEST_RECORD }),
} as const;

function skipLine(text: string, line: { next: number } | undefined, reader: Reader): number {
  if (!line) return text.length;
  reader.isSkipping = false;
  reader.line += 1;
  return line.next;
}

/** Where the line ends and the next one begins; undefined where that lies beyond the text. */
function lineAt(text: string, at: number, isLast: boolean): { end: number; next: number } | undefined {
  LINE_END.lastIndex = at;
  const found = LINE_END.exec(text);
  if (!found) return isLast ? { end: text.length, next: text.length } : undefined;
  // A CR at the very end may be half of a CRLF.
  if (found[0] === '\r' && found.index + 1 === text.length && !isLast) return undefined;
  return { end: found.index, next: found.index + found[0].length };
}

const LINE_END = /\r\n?|\n/g;

type Scan<T> = T | 'open' | 'garbled';

/** The fields of the record that begins at `at`, and where it ends: at a line end, or at the end of the text. */
function scanFields(text: string, at: number, separator: string): Scan<{ fields: string[]; end: number }> {
  const fields: string[] = [];
  for (let from = at; ;) {
    const start = skipSpaces(text, from, separator);
    const field =
      text[start] === '"' ? quotedField(text, start, separator) : plainField(text, from, separator);
    if (typeof field === 'string') return field;
    if (field.end - at > LONGEST_RECORD) return 'open';
    fields.push(field.value);
    if (text[field.end] !== separator) return { fields, end: field.end };
    from = field.end + 1;
  }
}

function plainField(text: string, at: number, separator: string): { value: string; end: number } {
  let end = at;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { value: text.slice(at, end), end };
}

/** From the opening quote on; a quote within is written twice. */
function quotedField(text: string, at: number, separator: string): Scan<{ value: string; end: number }> {
  let close = text.indexOf('"', at + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) return 'open';
  const end = skipSpaces(text, close + 1, separator);
  const next = text[end];
  if (next !== undefined && next !== separator && next !== '\n' && next !== '\r') {
    return close - at > LONGEST_RECORD ? 'open' : 'garbled';
  }
  return { value: text.slice(at + 1, close).replaceAll('""', '"'), end };
}

function skipSpaces(text: string, at: number, separator: string): number {
  const spaces = separator === '\t' ? ' ' : ' \t';
  let end = at;
  while (end < text.length && spaces.includes(text.charAt(end))) end += 1;
  return end;
}

import type { ColumnMap } from '@/core/source.ts';
import { guessColumns, isColumnName } from './csv-columns.ts';
import { csvRecordsOf } from './csv-records.ts';
import { readValue } from './read-value.ts';
import { BEGINNING } from './text-pieces.ts';

/** What the beginning of a CSV file shows of it. */
export interface CsvLayout {
  separator: string;
  /** One name a column, "column 1" where the file gives none. */
  header: string[];
  /** Line of the header where it is no comment. */
  headerLine?: number;
  /** What the columns seem to hold; undefined where no column seems to hold values. */
  columns: ColumnMap | undefined;
  /** The first records behind the header. */
  sample: string[][];
}

/**
 * What the columns of a CSV file seem to hold, for the user to correct: by their names, else by what stands in them.
 * A header may also be a comment (`# id,dateadded,url`), or not be there.
 */
export function readHeader(
  beginning: string,
): Pick<CsvLayout, 'header' | 'separator' | 'columns' | 'sample'> {
  const { header, separator, columns, sample } = readLayout(beginning);
  return { header, separator, columns, sample };
}

export function readLayout(beginning: string): CsvLayout {
  const { records, comments, separator } = sampleOf(beginning);
  const first = records[0];
  const named = first && (isHeader(first.fields) || isForeignHeader(records)) ? first : undefined;
  const body = named ? records.slice(1) : records;
  const width = Math.max(0, ...records.map(({ fields }) => fields.length));
  const commented = named ? undefined : commentedHeader(comments, separator, width);
  const names = named?.fields ?? commented;
  const sample = body.slice(0, SAMPLE).map(({ fields }) => fields);
  return {
    separator,
    header: Array.from(
      { length: Math.max(width, names?.length ?? 0) },
      (_, at) => names?.[at] || `column ${at + 1}`,
    ),
    ...(named && { headerLine: named.line }),
    columns: guessColumns(names ?? [], sample),
    sample,
  };
}

const SAMPLE = 20;

interface Sampled {
  records: { line: number; fields: string[] }[];
  comments: string[];
  separator: string;
}

/** The separator is the one that parts the most lines into the same number of fields. */
function sampleOf(beginning: string): Sampled {
  const samples = SEPARATORS.map((separator) => ({ separator, ...recordsIn(beginning, separator) }));
  const best = samples.toSorted((a, b) => evenness(b.records) - evenness(a.records))[0];
  return best && evenness(best.records) > 0
    ? best
    : (samples[0] ?? { separator: ',', records: [], comments: [] });
}

const SEPARATORS = [',', '\t', ';', '|'] as const;

function evenness(records: Sampled['records']): number {
  const widths = new Map<number, number>();
  for (const { fields } of records)
    if (fields.length > 1) widths.set(fields.length, (widths.get(fields.length) ?? 0) + 1);
  return Math.max(0, ...[...widths].map(([width, count]) => count + width / 1000));
}

function recordsIn(beginning: string, separator: string): Omit<Sampled, 'separator'> {
  const comments: string[] = [];
  const isWhole = beginning.length < BEGINNING;
  const records = csvRecordsOf(beginning, separator, isWhole, (text) => comments.push(text));
  return { records: records.filter(({ problem }) => problem === undefined).slice(0, SAMPLE + 1), comments };
}

/** At least one of its names is one that we know, and nothing in it is a value that no column is named after. */
function isHeader(fields: readonly string[]): boolean {
  return fields.some(isColumnName) && !fields.some((field) => !isColumnName(field) && isPlainlyValue(field));
}

/** In a language we do not know: words where all that follows has values. */
function isForeignHeader([first, ...body]: Sampled['records']): boolean {
  const fields = first?.fields ?? [];
  const value = guessColumns(
    [],
    body.map((record) => record.fields),
  )?.value;
  return (
    fields.length > 1 &&
    body.length > 1 &&
    value !== undefined &&
    !readValue(fields[value] ?? '').ok &&
    new Set(fields).size === fields.length &&
    fields.every((field) => /^[\p{L}][\p{L}\p{M} _./()-]{0,60}$/u.test(field)) &&
    body.every((record) => readValue(record.fields[value] ?? '').ok)
  );
}

/** Not a domain: "host.name" is one. */
function isPlainlyValue(field: string): boolean {
  const read = readValue(field);
  return read.ok && read.type !== 'domain';
}

/** The last comment that has a known name and as many fields as the records have. */
function commentedHeader(
  comments: readonly string[],
  separator: string,
  width: number,
): string[] | undefined {
  return comments
    .map((comment) => csvRecordsOf(comment.replace(/^\s*#+\s*/, ''), separator, true)[0]?.fields ?? [])
    .findLast((fields) => (width === 0 ? fields.length > 1 : fields.length === width) && isHeader(fields));
}

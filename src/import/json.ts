import type { Batches, ListBatch, ListOptions } from './list-batch.ts';
import { ListError } from './list-error.ts';
import { addRow, type Draft } from './list-row.ts';
import { jsonRecords, withoutCut } from './json-records.ts';
import { readTypeWord } from './read-value.ts';
import { isRecord, recordIn, stringsIn, type Fields } from './row-fields.ts';
import { linesOf } from './text-lines.ts';
import { message, type Message } from '@/core/words.ts';

/** The API's envelope, a bare array of its rows (or of values), or a row a line (JSON Lines). */
export async function* readJson(
  text: AsyncIterable<string>,
  beginning: string,
  batches: Batches,
  options: ListOptions,
): AsyncGenerator<ListBatch> {
  if (isJsonLines(beginning)) yield* readJsonLines(text, batches, options);
  else yield* readDocument(text, beginning, batches, options);
}

async function* readDocument(
  text: AsyncIterable<string>,
  beginning: string,
  batches: Batches,
  options: ListOptions,
): AsyncGenerator<ListBatch> {
  const isArray = /^\s*\[/.test(beginning);
  if (!isArray && !/^\s*\{/.test(beginning)) throw new ListError(message('jsonNone'));
  let count = 0;
  for await (const records of jsonRecords(text, [isArray ? '$.*' : '$.data.*'])) {
    for (const { position, value, isCut } of records)
      if (isCut) batches.bad(position, message('jsonField'), withoutCut(value));
      else addJsonRow(batches, value, options, position);
    count += records.length;
    yield* batches.full();
  }
  if (count === 0 && !isArray && !/"data"\s*:\s*\[/.test(beginning))
    throw new ListError(message('jsonNoData'));
}

/** Every line begins a record, and most of the first ones are whole; or there is one line, and it looks like a row. */
function isJsonLines(beginning: string): boolean {
  const lines = beginning.split(/\r?\n/, 20).filter((line) => line.trim() !== '');
  const records = lines.map(parse).filter(isRecord);
  if (lines.length === 1) return records.some((record) => 'value' in record && !('data' in record));
  return records.length >= lines.length / 2 && lines.every((line) => /^\s*\{/.test(line));
}

async function* readJsonLines(
  text: AsyncIterable<string>,
  batches: Batches,
  options: ListOptions,
): AsyncGenerator<ListBatch> {
  for await (const lines of linesOf(text)) {
    for (const { number, text: line, isCut } of lines) {
      if (line.trim() === '') continue;
      const record = isCut ? undefined : parse(line);
      if (record === undefined) batches.bad(number, message('jsonLine'), line);
      else addJsonRow(batches, record, options, number);
    }
    yield* batches.full();
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

function addJsonRow(batches: Batches, raw: unknown, options: ListOptions, position: number): void {
  const draft =
    typeof raw === 'string' ? { value: raw } : isRecord(raw) ? draftOf(raw) : message('rowNotRecord');
  if ('key' in draft) batches.bad(position, draft, raw);
  else addRow(batches, draft, options, position, raw);
}

/** A row as the API writes it; of another list's rows whatever has the same names. A problem is told in words. */
function draftOf(row: Fields): Draft | Message {
  const { value, type: written } = row;
  if (typeof value !== 'string' || value.trim() === '') return message('rowNoValue');
  const type = typeof written === 'string' && written !== '' ? readTypeWord(written) : 'any';
  if (type === undefined) return message('typeNotSought', { type: String(written).slice(0, 40) });
  const source = recordIn(row, 'source');
  return {
    value,
    type,
    id: row['id'],
    confidence: row['confidence'],
    firstSeen: row['first_seen'],
    lastSeen: row['last_seen'],
    article: {
      id: source['article_id'],
      title: source['article_title'],
      url: source['article_url'] ?? source['reference_url'] ?? row['reference_url'],
    },
    feed: source['feed_name'],
    category: source['category'],
    origin: source['origin'],
    context: row['context'],
    port: row['port'],
    tags: row['tags'],
    techniques: stringsIn(row, 'mitre_techniques'),
    tlp: row['tlp'],
    validUntil: row['valid_until'],
    revoked: row['revoked'] === true,
    toIds: row['to_ids'] === false ? false : undefined,
  };
}

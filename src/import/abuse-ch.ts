import type { Product } from './abuse-ch-rows.ts';
import { readLayout, type CsvLayout } from './csv-layout.ts';
import { csvRecords, type CsvRecord } from './csv-records.ts';
import { jsonRecords, withoutCut } from './json-records.ts';
import { looksLikeJson } from './guess-format.ts';
import type { Batches, ListBatch, ListOptions } from './list-batch.ts';
import { ListError } from './list-error.ts';
import { addRow } from './list-row.ts';
import { isRecord, type Fields } from './row-fields.ts';
import { readTxt } from './txt.ts';
import { message } from '@/core/words.ts';

/** What abuse.ch publishes of one of its products, as CSV, JSON, or one value a line. */
export async function* readAbuseCh(
  text: AsyncIterable<string>,
  beginning: string,
  batches: Batches,
  options: ListOptions,
  product: Product,
): AsyncGenerator<ListBatch> {
  if (looksLikeJson(beginning)) yield* readProductJson(text, beginning, batches, options, product);
  else yield* readProductText(text, beginning, batches, options, product);
}

async function* readProductText(
  text: AsyncIterable<string>,
  beginning: string,
  batches: Batches,
  options: ListOptions,
  product: Product,
): AsyncGenerator<ListBatch> {
  const layout = readLayout(beginning);
  const names = columnNames(layout, product);
  if (names) yield* readProductCsv(text, layout, names, batches, options, product);
  else
    yield* readTxt(text, batches, options, { feed: product.name, origin: 'feed', category: 'threat-intel' });
}

/** As the file names them, else by their number; undefined where it is no CSV of the product. */
function columnNames(
  { header, sample }: CsvLayout,
  { columns, keys }: Product,
): readonly string[] | undefined {
  const names = header.map((name) => name.toLowerCase());
  if (names.length > 1 && keys.some((key) => names.includes(key))) return names;
  const width = sample[0]?.length ?? 0;
  return columns.find((known) => known.length === width);
}

async function* readProductCsv(
  text: AsyncIterable<string>,
  { separator, headerLine }: CsvLayout,
  names: readonly string[],
  batches: Batches,
  options: ListOptions,
  product: Product,
): AsyncGenerator<ListBatch> {
  for await (const records of csvRecords(text, separator)) {
    for (const record of records)
      if (record.line !== headerLine) addCsvRecord(batches, record, names, options, product);
    yield* batches.full();
  }
}

function addCsvRecord(
  batches: Batches,
  { line, text, fields, problem }: CsvRecord,
  names: readonly string[],
  options: ListOptions,
  product: Product,
): void {
  if (problem !== undefined) return batches.bad(line, problem, text);
  if (fields.length !== names.length)
    return batches.bad(line, message('csvFieldCount', { number: fields.length, wanted: names.length }), text);
  addRecord(
    batches,
    Object.fromEntries(names.map((name, at) => [name, fields[at]])),
    options,
    product,
    line,
    text,
  );
}

/**
 * A list of records, or the API's `{"query_status", "urls" | "data": […]}`, or, in dumps, `{"<id>": [{…}]}`.
 * @throws ListError where it is an answer that says why there is no list
 */
async function* readProductJson(
  text: AsyncIterable<string>,
  beginning: string,
  batches: Batches,
  options: ListOptions,
  product: Product,
): AsyncGenerator<ListBatch> {
  const refusal = /"(?:query_status|error)"\s*:\s*"(?!ok")([^"]{1,100})"/.exec(beginning.slice(0, 2000))?.[1];
  if (refusal !== undefined)
    throw new ListError(message('productRefused', { product: product.name, answer: refusal }));
  const isArray = /^\s*\[/.test(beginning);
  let count = 0;
  for await (const records of jsonRecords(text, [isArray ? '$.*' : '$.*.*'])) {
    for (const { path, value, position, isCut } of records)
      if (isCut) batches.bad(position, message('jsonField'), withoutCut(value));
      else addJsonRecord(batches, path[0], value, options, product, position);
    count += records.length;
    yield* batches.full();
  }
  if (count === 0 && !isArray && !/^\s*\{\s*\}|:\s*\[/.test(beginning))
    throw new ListError(message('productJson', { product: product.name }));
}

function addJsonRecord(
  batches: Batches,
  key: string | number | undefined,
  value: unknown,
  options: ListOptions,
  product: Product,
  position: number,
): void {
  if (!isRecord(value)) return batches.bad(position, message('rowNotRecord'), value);
  const id = typeof key === 'string' && /^\d+$/.test(key) ? { id: key } : {};
  addRecord(batches, { ...id, ...value }, options, product, position, value);
}

function addRecord(
  batches: Batches,
  record: Fields,
  options: ListOptions,
  product: Product,
  line: number,
  written: unknown,
): void {
  const drafts = product.keys.some((key) => key in record)
    ? product.drafts(record)
    : message('productRecord', { product: product.name });
  if (!Array.isArray(drafts)) return batches.bad(line, drafts, written);
  if (drafts.length === 0) return batches.bad(line, message('rowNoValue'), written);
  for (const draft of drafts) addRow(batches, draft, options, line, written);
}

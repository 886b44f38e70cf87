import type { ColumnMap } from '@/core/source.ts';
import { readLayout, type CsvLayout } from './csv-layout.ts';
import { csvRecords, type CsvRecord } from './csv-records.ts';
import type { Batches, ListBatch, ListOptions } from './list-batch.ts';
import { ListError } from './list-error.ts';
import { addRow, type Draft } from './list-row.ts';
import { readTypeWord } from './read-value.ts';
import { readUrl } from './row-fields.ts';
import { message, type Message } from '@/core/words.ts';

/**
 * CSV and TSV, with a header, with a commented one, or without. A type that we do not look for makes a bad line, since
 * nobody but its writer knows whether that was meant.
 * @throws ListError where no column holds values
 */
export async function* readCsv(
  text: AsyncIterable<string>,
  beginning: string,
  batches: Batches,
  options: ListOptions,
): AsyncGenerator<ListBatch> {
  const layout = readLayout(beginning);
  const columns = options.columns ?? layout.columns;
  if (!columns) {
    if (layout.sample.length === 0) return;
    throw new ListError(message('csvNoColumn'));
  }
  const plan = { ...columns, ...special(layout, columns) };
  for await (const records of csvRecords(text, layout.separator)) {
    for (const record of records)
      if (record.line !== layout.headerLine) addRecord(batches, record, plan, options);
    yield* batches.full();
  }
}

interface Plan extends ColumnMap {
  /** Title or address of the article, which only the API's own files tell. */
  article?: number;
  /** Its ids are of one row each. */
  hasRowIds: boolean;
}

/** What only the API's own file tells, known by its header. */
function special({ header }: CsvLayout, columns: ColumnMap): Omit<Plan, 'value'> {
  const article = header.indexOf('source_article');
  const isApi = article >= 0 && header.includes('source_feed') && header.includes('first_seen');
  return isApi && !Object.values(columns).includes(article)
    ? { article, hasRowIds: true }
    : { hasRowIds: false };
}

function addRecord(batches: Batches, record: CsvRecord, plan: Plan, options: ListOptions): void {
  const { line, text, fields, problem } = record;
  if (problem !== undefined) return batches.bad(line, problem, text);
  if (fields.length <= plan.value)
    return batches.bad(line, message('csvShort', { number: fields.length, place: plan.value + 1 }), text);
  const draft = draftOf(fields, plan);
  if ('key' in draft) return batches.bad(line, draft, text);
  addRow(batches, draft, options, line, text);
}

/** A problem is told in words. */
function draftOf(fields: readonly string[], plan: Plan): Draft | Message {
  const cell = (at: number | undefined): string | undefined => (at === undefined ? undefined : fields[at]);
  const written = cell(plan.type) ?? '';
  const type = written === '' ? 'any' : readTypeWord(written);
  if (type === undefined) return message('typeNotSought', { type: written.slice(0, 40) });
  const article = cell(plan.article);
  const url = cell(plan.url) ?? (article && readUrl(article) ? article : undefined);
  return {
    value: cell(plan.value) ?? '',
    type,
    id: cell(plan.id),
    idIsShared: !plan.hasRowIds,
    port: cell(plan.port),
    confidence: cell(plan.confidence),
    firstSeen: cell(plan.firstSeen),
    lastSeen: cell(plan.lastSeen),
    article: { url, title: article === url ? undefined : article },
    feed: cell(plan.feed),
    category: cell(plan.category),
    context: cell(plan.context),
    tags: cell(plan.tags),
  };
}

import type { Answer } from './answer.ts';
import type { Behaviour, Format } from './behaviour.ts';
import type { Query } from './query.ts';
import { isoSeconds } from './relative-date.ts';

/** One page of a selection, ready to be written. */
export interface Page {
  rows: unknown[];
  /** Rows in the whole selection, as told in `meta.total`. */
  total: number;
  query: Query;
  generatedAt: number;
  /** URL of the endpoint, for `links`. */
  endpoint: string;
}

export function formatPage(page: Page, behaviour: Behaviour): Answer {
  return {
    status: 200,
    headers: { 'Content-Type': CONTENT_TYPES[page.query.format] },
    body: BODIES[page.query.format](page, behaviour),
  };
}

const CONTENT_TYPES: Record<Format, string> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};
const BODIES: Record<Format, (page: Page, behaviour: Behaviour) => string> = { json, csv, txt };

function json({ rows, total, query, generatedAt, endpoint }: Page, behaviour: Behaviour): string {
  const { toldLimit, offset, filters, since, until } = query;
  return JSON.stringify({
    meta: {
      total,
      limit: toldLimit,
      offset,
      generated_at: isoSeconds(generatedAt),
      feed_version: '1.0',
      source: 'API emulator',
      filters: {
        type: 'all',
        category: 'all',
        confidence: 'all',
        ...filters,
        since: isoSeconds(since),
        until: isoSeconds(until),
      },
    },
    data: rows,
    links: links(endpoint, query, offset + rows.length < total, behaviour.lastNext),
  });
}

/** Like the API's own links, these carry limit and offset and nothing else: whoever follows them loses the filters. */
function links(
  endpoint: string,
  { toldLimit, limit, offset }: Query,
  hasNext: boolean,
  lastNext: Behaviour['lastNext'],
) {
  const link = (at: number) => `${endpoint}?limit=${toldLimit}&offset=${at}`;
  const self = link(offset);
  if (hasNext || lastNext === 'present') return { self, next: link(offset + limit) };
  return lastNext === 'null' ? { self, next: null } : { self };
}

const CSV_COLUMNS = 'id,type,value,confidence,first_seen,last_seen,source_article,source_feed,category,tags';

function csv({ rows }: Page, { csvTagSeparator }: Behaviour): string {
  const lines = rows.map((row) => csvCells(asRecord(row), csvTagSeparator).map(csvQuote).join(','));
  return [CSV_COLUMNS, ...lines, ''].join('\r\n');
}

function csvCells(row: Record<string, unknown>, tagSeparator: string): unknown[] {
  const source = asRecord(row['source']);
  const tags = Array.isArray(row['tags']) ? row['tags'].join(tagSeparator) : '';
  const { id, type, value, confidence, first_seen: first, last_seen: last } = row;
  const { article_title: article, feed_name: feed, category } = source;
  return [id, type, value, confidence, first, last, article, feed, category, tags];
}

/** RFC 4180: a cell that holds a comma, a quote or a line end stands in quotes, its own quotes doubled. */
function csvQuote(cell: unknown): string {
  const text = typeof cell === 'string' ? cell : cell === undefined ? '' : JSON.stringify(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function txt({ rows }: Page): string {
  return rows.map((row) => `${String(asRecord(row)['value'])}\n`).join('');
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

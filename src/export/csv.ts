import { wordsOf, type ExportRow } from './export-row.ts';
import { nameUuid, TELLTALE_NAMESPACE } from './name-uuid.ts';

const COLUMNS =
  'id,type,value,confidence,first_seen,last_seen,source_article,source_feed,category,tags' as const;

/**
 * The ten columns of the API's own CSV, so that whatever reads that reads this. What has no column is lost: context,
 * techniques, markings, further sources. Lines end as RFC 4180 wants them.
 */
export async function writeCsv(rows: readonly ExportRow[]): Promise<string> {
  const lines = await Promise.all(rows.map(line));
  return `${[COLUMNS, ...lines].join('\r\n')}\r\n`;
}

async function line(row: ExportRow): Promise<string> {
  const { level, first, last, article, sources, category, tags } = wordsOf(row);
  const cells = [
    await nameUuid(`${row.type}:${row.value}`, TELLTALE_NAMESPACE),
    row.type,
    row.value,
    level === 'unrated' ? '' : level,
    first,
    last,
    article?.title,
    sources.find((label) => label !== article?.title),
    category,
    tags.join(';'),
  ];
  return cells.map((text) => cell(text ?? '')).join(',');
}

/**
 * A cell that begins like a formula is run by spreadsheets; an apostrophe before it makes it text (OWASP, CSV injection), and
 * our own import takes that off again.
 */
export function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

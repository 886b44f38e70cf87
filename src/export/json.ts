import { tlpOf, wordsOf, type ExportRow, type Provenance } from './export-row.ts';
import { nameUuid, TELLTALE_NAMESPACE } from './name-uuid.ts';

/** The API's envelope, one row a value, with every source beside it; our own import reads it back. */
export async function writeJson(rows: readonly ExportRow[], provenance: Provenance): Promise<string> {
  const { at, version, ...page } = provenance;
  const tlp = tlpOf(rows);
  const meta = {
    total: rows.length,
    limit: rows.length,
    offset: 0,
    generated_at: at,
    feed_version: '1.0',
    source: `Telltale ${version}`,
    ...(Object.keys(page).length > 0 && { page }),
    ...(tlp && { tlp }),
  };
  return `${JSON.stringify({ meta, data: await Promise.all(rows.map(record)) }, undefined, 2)}\n`;
}

async function record(row: ExportRow): Promise<object> {
  const { level, first, last, article, sources, category, context, tags, techniques, tlp } = wordsOf(row);
  const reports = row.explanation?.sources ?? [];
  const port = reports.find((report) => report.port !== undefined)?.port;
  return {
    id: await nameUuid(`${row.type}:${row.value}`, TELLTALE_NAMESPACE),
    type: row.type,
    value: row.value,
    known: row.explanation !== undefined,
    ...(level && level !== 'unrated' && { confidence: level }),
    ...(first && { first_seen: first }),
    ...(last && { last_seen: last }),
    ...(reports.length > 0 && {
      source: {
        ...(article && { article_title: article.title, article_url: article.url }),
        ...(sources[0] && { feed_name: sources[0] }),
        ...(category && { category }),
      },
      sources: reports,
    }),
    ...(context && { context }),
    ...(port !== undefined && { port }),
    tags,
    mitre_techniques: techniques,
    ...(tlp && { tlp }),
    ...(row.asWritten && { as_written: row.asWritten }),
    ...(row.sentences?.length && { sentences: row.sentences }),
    ...(row.note && { note: row.note }),
    ...(row.seen && { seen: row.seen }),
  };
}

import { access, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { expectedRows } from './expected-rows.ts';
import { jsonSource } from './json-source.ts';
import type { RowSource } from './row-table.ts';
import { tsvSource } from './tsv-source.ts';

export const SAMPLE_FEED = fileURLToPath(new URL('../../fixtures/sample/feed.json', import.meta.url));

/**
 * Opens a feed file, gzipped or not: a JSON envelope `{ "data": [...] }` or plain list of rows, a report's
 * `{ "origin", "expected" }`, or TSV (type, value, family, category, number of the reference). `now` is what dates in it
 * are relative to, `spreadDays` how far back the invented dates of a TSV feed reach.
 */
export async function openFeed(
  file: string,
  { now, spreadDays }: { now: number; spreadDays: number },
): Promise<RowSource> {
  const content = await readMaybeGzipped(file);
  const firstByte = String.fromCharCode(content[content.findIndex((byte) => byte > 0x20)] ?? 0);
  if (firstByte === '{' || firstByte === '[')
    return jsonSource(rowsOf(JSON.parse(content.toString('utf8')), file), now);
  return tsvSource(content, {
    name: basename(file).replace(/\.(tsv|txt)?(\.gz)?$/, ''),
    references: await readReferences(file),
    now,
    spreadDays,
  });
}

async function readMaybeGzipped(file: string): Promise<Buffer> {
  const content = await readFile(file);
  const isGzip = content[0] === 0x1f && content[1] === 0x8b;
  return isGzip ? promisify(gunzip)(content) : content;
}

function rowsOf(json: unknown, file: string): unknown[] {
  if (Array.isArray(json)) return json;
  const { data, expected, origin } = json as { data?: unknown; expected?: unknown; origin?: unknown };
  if (Array.isArray(data)) return data;
  if (Array.isArray(expected))
    return expectedRows(expected, typeof origin === 'string' ? origin : basename(file));
  throw new Error(`${file}: neither a list of rows nor an object with "data"`);
}

/** "maltrail.tsv.gz" has its references in "maltrail-references.txt.gz" or "maltrail-references.txt", line N being number N. */
async function readReferences(file: string): Promise<string[]> {
  const stem = file.replace(/\.tsv(\.gz)?$/, '');
  for (const candidate of [`${stem}-references.txt.gz`, `${stem}-references.txt`]) {
    const exists = await access(candidate).then(
      () => true,
      () => false,
    );
    if (exists) return (await readMaybeGzipped(candidate)).toString('utf8').split('\n');
  }
  return [];
}

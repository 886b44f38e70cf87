import { byHunted, type Hunted } from './by-type.ts';
import type { ExportRow } from './export-row.ts';

/** One query string for all values, on the field names of the Elastic Common Schema. */
export function writeLucene(rows: readonly ExportRow[]): string {
  const conditions = [...byHunted(rows)].flatMap(([kind, values]) => {
    const list = `(${values.map(quoteLucene).join(' OR ')})`;
    return FIELDS[kind].map((field) => `${field}:${list}`);
  });
  return conditions.length === 0 ? '' : `${conditions.join('\n  OR ')}\n`;
}

const FIELDS: Record<Hunted, readonly string[]> = {
  ip: ['source.ip', 'destination.ip'],
  domain: ['dns.question.name', 'url.domain', 'destination.domain'],
  url: ['url.full', 'url.original'],
  md5: ['file.hash.md5', 'process.hash.md5'],
  sha1: ['file.hash.sha1', 'process.hash.sha1'],
  sha256: ['file.hash.sha256', 'process.hash.sha256'],
  sha512: ['file.hash.sha512', 'process.hash.sha512'],
  email: ['email.from.address', 'email.to.address'],
};

/** A phrase: inside its quotes only the quote and the backslash mean anything. */
function quoteLucene(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/[\r\n\t]/g, ' ')}"`;
}

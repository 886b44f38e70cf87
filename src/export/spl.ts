import { byHunted, type Hunted } from './by-type.ts';
import type { ExportRow } from './export-row.ts';

/** One Splunk search for all values, on the field names of the Common Information Model. */
export function writeSpl(rows: readonly ExportRow[]): string {
  const conditions = [...byHunted(rows)].flatMap(([kind, values]) => {
    const list = `(${values.map(quoteSpl).join(', ')})`;
    return FIELDS[kind].map((field) => `${field} IN ${list}`);
  });
  return conditions.length === 0 ? '' : `index=* (${conditions.join('\n  OR ')})\n`;
}

const FIELDS: Record<Hunted, readonly string[]> = {
  ip: ['src_ip', 'dest_ip'],
  domain: ['query', 'url_domain', 'dest_host'],
  url: ['url'],
  md5: ['file_hash', 'process_hash'],
  sha1: ['file_hash', 'process_hash'],
  sha256: ['file_hash', 'process_hash'],
  sha512: ['file_hash', 'process_hash'],
  email: ['src_user', 'recipient'],
};

/** A quoted string of SPL. A star would match anything even inside quotes, and cannot be escaped: it is left as it is. */
export function quoteSpl(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/[\r\n\t]/g, ' ')}"`;
}

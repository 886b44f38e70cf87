import { byHunted, type Hunted } from './by-type.ts';
import type { ExportRow } from './export-row.ts';

/** Queries for Microsoft's hunting tables (Defender XDR, Sentinel), one a kind of value. */
export function writeKql(rows: readonly ExportRow[]): string {
  return [...byHunted(rows)].map(([kind, values]) => query(kind, values)).join('\n');
}

function query(kind: Hunted, values: readonly string[]): string {
  const { title, table, where } = QUERIES[kind];
  const list = values.map((value) => `  ${quoteKql(value)}`).join(',\n');
  return `// ${title}\nlet values = dynamic([\n${list}\n]);\n${table}\n| where ${where}\n`;
}

const QUERIES: Record<Hunted, { title: string; table: string; where: string }> = {
  ip: {
    title: 'IP addresses',
    table: 'DeviceNetworkEvents',
    where: 'RemoteIP in (values) or LocalIP in (values)',
  },
  domain: { title: 'Domains', table: 'DeviceNetworkEvents', where: 'RemoteUrl has_any (values)' },
  url: { title: 'URLs', table: 'UrlClickEvents', where: 'Url has_any (values)' },
  md5: {
    title: 'MD5',
    table: 'DeviceFileEvents',
    where: 'MD5 in~ (values) or InitiatingProcessMD5 in~ (values)',
  },
  sha1: {
    title: 'SHA-1',
    table: 'DeviceFileEvents',
    where: 'SHA1 in~ (values) or InitiatingProcessSHA1 in~ (values)',
  },
  sha256: {
    title: 'SHA-256',
    table: 'DeviceFileEvents',
    where: 'SHA256 in~ (values) or InitiatingProcessSHA256 in~ (values)',
  },
  sha512: { title: 'SHA-512', table: 'SecurityEvent', where: 'FileHash has_any (values)' },
  email: {
    title: 'E-mail addresses',
    table: 'EmailEvents',
    where:
      'SenderFromAddress in~ (values) or SenderMailFromAddress in~ (values) or RecipientEmailAddress in~ (values)',
  },
};

/** A string literal of the Kusto Query Language. */
export function quoteKql(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/[\r\n\t]/g, ' ')}"`;
}

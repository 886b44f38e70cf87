import { byHunted, type Hunted } from './by-type.ts';
import { describePlace, type ExportRow, type Provenance } from './export-row.ts';
import { nameUuid, TELLTALE_NAMESPACE } from './name-uuid.ts';

/** Sigma rules (specification 2.0), one a kind of value, as documents of one YAML file. */
export async function writeSigma(rows: readonly ExportRow[], provenance: Provenance): Promise<string> {
  const rules = [...byHunted(rows)].map(([kind, values]) => rule(kind, values, provenance));
  return (await Promise.all(rules)).join('---\n');
}

async function rule(kind: Hunted, values: readonly string[], provenance: Provenance): Promise<string> {
  const { title, category, field, modifier = '' } = RULES[kind];
  const place = describePlace(provenance);
  const id = await nameUuid(`sigma ${kind} ${values.join(' ')}`, TELLTALE_NAMESPACE);
  return [
    `title: Known ${title} from ${place ? 'a report' : 'a list'}`,
    `id: ${id}`,
    'status: experimental',
    `description: ${quote(place ? `Values from ${place}` : 'Values that were looked up')}`,
    'references:',
    `  - ${quote(provenance.url ?? 'none')}`,
    `author: ${quote(`Telltale ${provenance.version}`)}`,
    `date: ${provenance.at.slice(0, 10)}`,
    'logsource:',
    `  category: ${category}`,
    'detection:',
    '  selection:',
    `    ${field}${modifier}:`,
    ...values.map((value) => `      - ${quote(wildcardFree(`${PREFIXES[kind] ?? ''}${value}`))}`),
    '  condition: selection',
    'falsepositives:',
    '  - Values that changed hands since they were reported',
    'level: medium',
    '',
  ].join('\n');
}

const RULES: Record<Hunted, { title: string; category: string; field: string; modifier?: string }> = {
  ip: { title: 'IP addresses', category: 'network_connection', field: 'DestinationIp' },
  domain: { title: 'domains', category: 'dns_query', field: 'QueryName' },
  url: { title: 'URLs', category: 'proxy', field: 'c-uri' },
  md5: { title: 'MD5 hashes', category: 'process_creation', field: 'Hashes', modifier: '|contains' },
  sha1: { title: 'SHA-1 hashes', category: 'process_creation', field: 'Hashes', modifier: '|contains' },
  sha256: { title: 'SHA-256 hashes', category: 'process_creation', field: 'Hashes', modifier: '|contains' },
  sha512: { title: 'SHA-512 hashes', category: 'process_creation', field: 'Hashes', modifier: '|contains' },
  email: { title: 'e-mail addresses', category: 'email', field: 'sender' },
};

/** As Sysmon writes them. */
const PREFIXES: Partial<Record<Hunted, string>> = {
  md5: 'MD5=',
  sha1: 'SHA1=',
  sha256: 'SHA256=',
  sha512: 'SHA512=',
};

/** In values of Sigma a star and a question mark stand for others, unless a backslash is before them. */
function wildcardFree(value: string): string {
  return value.replace(/\\(?=[*?\\])/g, '\\\\').replace(/[*?]/g, '\\$&');
}

/** A plain scalar of YAML could be read as anything; in single quotes only the quote itself is doubled. */
function quote(text: string): string {
  return `'${text.replace(/\s+/g, ' ').replaceAll("'", "''")}'`;
}

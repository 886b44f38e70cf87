import type { IndicatorType } from '@/core/indicator.ts';
import { describePlace, tlpOf, wordsOf, type ExportRow, type Provenance } from './export-row.ts';
import { nameUuid, TELLTALE_NAMESPACE } from './name-uuid.ts';

/**
 * A MISP event (core format) of the values, for nobody but one's own organisation until it is published there. Only what a
 * source rates is marked for detection: `to_ids` of what nobody knows, or of a mere reference, would raise alarms.
 */
export async function writeMisp(rows: readonly ExportRow[], provenance: Provenance): Promise<string> {
  const tlp = tlpOf(rows);
  const values = rows.filter(({ type }) => type !== 'mitre_attack');
  const techniques = [
    ...new Set(rows.flatMap((row) => (row.type === 'mitre_attack' ? [row.value] : wordsOf(row).techniques))),
  ];
  const place = describePlace(provenance);
  const event = {
    uuid: await nameUuid(`misp ${place} ${provenance.at}`, TELLTALE_NAMESPACE),
    info: place || 'Values that were looked up',
    date: provenance.at.slice(0, 10),
    timestamp: seconds(provenance.at),
    threat_level_id: '4',
    analysis: '0',
    distribution: '0',
    published: false,
    Tag: [
      ...(tlp ? [{ name: `tlp:${tlp}` }] : []),
      ...techniques.map((id) => ({ name: `misp-galaxy:mitre-attack-pattern="${id}"` })),
    ],
    Attribute: [
      ...(await Promise.all(values.map((row) => attribute(row, provenance)))),
      ...(await Promise.all([...pagesOf(rows, provenance)].map((url) => link(url, provenance)))),
    ],
  };
  return `${JSON.stringify({ Event: event }, undefined, 2)}\n`;
}

async function attribute(row: ExportRow, { at }: Provenance): Promise<object> {
  const { level, first, last, sources, tags, tlp, context } = wordsOf(row);
  const comment = [sources.join('; '), context, row.note].filter(Boolean).join(' · ');
  return {
    uuid: await nameUuid(`misp ${row.type}:${row.value}`, TELLTALE_NAMESPACE),
    ...KINDS[row.type],
    value: row.value,
    to_ids: row.type !== 'cve' && (level === 'high' || level === 'medium'),
    timestamp: seconds(last ?? at),
    ...(first && { first_seen: first }),
    ...(last && { last_seen: last }),
    ...(comment && { comment }),
    Tag: [...tags, ...(tlp ? [`tlp:${tlp}`] : [])].map((name) => ({ name })),
  };
}

function pagesOf(rows: readonly ExportRow[], { url }: Provenance): Set<string> {
  const pages = rows.flatMap(({ seen = [] }) => seen.flatMap((each) => each.url ?? []));
  return new Set(url === undefined ? pages : [url, ...pages]);
}

async function link(url: string, { at }: Provenance): Promise<object> {
  return {
    uuid: await nameUuid(`misp link ${url}`, TELLTALE_NAMESPACE),
    type: 'link',
    category: 'External analysis',
    value: url,
    to_ids: false,
    timestamp: seconds(at),
    comment: 'Where the values were seen',
  };
}

function seconds(iso: string): string {
  return String(Math.floor(Date.parse(iso) / 1000));
}

const NETWORK = 'Network activity';
const PAYLOAD = 'Payload delivery';
const KINDS: Record<IndicatorType, { type: string; category: string }> = {
  ipv4: { type: 'ip-dst', category: NETWORK },
  ipv6: { type: 'ip-dst', category: NETWORK },
  domain: { type: 'domain', category: NETWORK },
  url: { type: 'url', category: NETWORK },
  email: { type: 'email', category: PAYLOAD },
  md5: { type: 'md5', category: PAYLOAD },
  sha1: { type: 'sha1', category: PAYLOAD },
  sha256: { type: 'sha256', category: PAYLOAD },
  sha512: { type: 'sha512', category: PAYLOAD },
  cve: { type: 'vulnerability', category: 'External analysis' },
  mitre_attack: { type: 'text', category: 'Other' },
};

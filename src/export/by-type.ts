import type { IndicatorType } from '@/core/indicator.ts';
import type { ExportRow } from './export-row.ts';

/** What hunting languages have fields for; addresses of both families are asked for together. */
const HUNTED = ['ip', 'domain', 'url', 'md5', 'sha1', 'sha256', 'sha512', 'email'] as const;
export type Hunted = (typeof HUNTED)[number];

/** Values by what they are hunted as, each once. CVE and ATT&CK ids stand in no log, and ranges are no single value. */
export function byHunted(rows: readonly ExportRow[]): Map<Hunted, string[]> {
  const groups = new Map<Hunted, Set<string>>();
  for (const { type, value } of rows) {
    const kind = huntedAs(type);
    if (!kind || (kind === 'ip' && value.includes('/'))) continue;
    groups.set(kind, (groups.get(kind) ?? new Set()).add(value));
  }
  return new Map(HUNTED.flatMap((kind) => (groups.has(kind) ? [[kind, [...(groups.get(kind) ?? [])]]] : [])));
}

function huntedAs(type: IndicatorType): Hunted | undefined {
  if (type === 'ipv4' || type === 'ipv6') return 'ip';
  return type === 'cve' || type === 'mitre_attack' ? undefined : type;
}

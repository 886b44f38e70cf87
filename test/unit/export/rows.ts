import type { Explanation, IndicatorType, Level, SourceReport, Tlp } from '@/core/indicator.ts';
import type { ExportRow, Provenance } from '@/export/export-row.ts';

/** All names, addresses and reports are made up. */
export const PAGE: Provenance = {
  title: 'A made-up report, with "quotes" | bars',
  url: 'https://report.example/post?a=1',
  at: '2026-06-01T12:00:00.000Z',
  version: '1.2.3',
};

export function source(change: Partial<SourceReport> = {}): SourceReport {
  return {
    label: 'A made-up feed',
    via: 'SOC Defenders',
    value: 'evil.example',
    confidence: 'high',
    added: '2026-05-20T00:00:00.000Z',
    ...change,
  };
}

export function known(
  type: IndicatorType,
  value: string,
  change: { level?: Level; tlp?: Tlp; explanation?: Partial<Explanation>; sources?: SourceReport[] } = {},
): ExportRow {
  const level = change.level ?? 'high';
  const tlp = change.tlp;
  return {
    type,
    value,
    explanation: {
      type,
      value,
      verdict: { matchClass: 'exact', matched: value, confidence: level, level, faded: false },
      why: 'Exact match: this very value is listed.',
      confidenceFrom: [],
      firstReported: '2026-05-01T10:00:00.000Z',
      lastReported: '2026-05-16T08:15:00.000Z',
      added: '2026-05-20T00:00:00.000Z',
      sources: change.sources ?? [source({ value, confidence: level, ...(tlp && { tlp }) })],
      tags: ['loader'],
      techniques: ['T1071'],
      notes: [],
      ...change.explanation,
    },
  };
}

export function unknown(type: IndicatorType, value: string): ExportRow {
  return { type, value, asWritten: value.replace('.', '[.]') };
}

const MD5 = '0123456789abcdef0123456789abcdef';

/** One of every type, the awkward ones among them. */
export const EVERY_TYPE: ExportRow[] = [
  known('ipv4', '192.0.2.1', { level: 'high', tlp: 'amber' }),
  known('ipv4', '198.51.100.0/24', { level: 'low' }),
  known('ipv6', '2001:db8::1', { level: 'medium' }),
  known('domain', 'xn--bcher-kva.example', { level: 'unrated' }),
  known('url', "https://evil.example:8443/a'b(c)?q=1,2&r=*#x", { level: 'medium', tlp: 'green' }),
  known('md5', MD5),
  known('sha1', `${MD5}01234567`),
  known('sha256', MD5 + MD5),
  known('sha512', MD5 + MD5 + MD5 + MD5),
  known('email', '+bad@evil.example', { level: 'low' }),
  known('cve', 'CVE-2026-12345'),
  known('mitre_attack', 'T1059.001'),
  unknown('domain', 'new.example'),
];

import { formatUtc } from '@/core/dates.ts';
import { defang } from '@/core/defang.ts';
import type { Observable } from '@/core/indicator.ts';
import type { Key } from '@/core/words.ts';
import { wordsOf, type ExportRow } from './export-row.ts';
import { quoteKql } from './kql.ts';
import { quoteSpl } from './spl.ts';

export const COPY_FORMS = ['defanged', 'raw', 'written', 'comma', 'kql', 'spl', 'ticket'] as const;
export type CopyForm = (typeof COPY_FORMS)[number];

export const COPY_LABELS: Record<CopyForm, Key> = {
  defanged: 'copyFormDefanged',
  raw: 'copyFormRaw',
  written: 'copyFormWritten',
  comma: 'copyFormComma',
  kql: 'copyFormKql',
  spl: 'copyFormSpl',
  ticket: 'copyFormTicket',
};

/** How far a value is defanged: every dot of a host, or the last one only. */
export type DotStyle = 'all' | 'last';

/** Whether the form defangs, so that the style of it matters. */
export function isDefanging(form: CopyForm): boolean {
  return form === 'defanged' || form === 'ticket';
}

/** The values as text for the clipboard, without an end of line. */
export function copyAs(form: CopyForm, rows: readonly ExportRow[], dots: DotStyle = 'all'): string {
  switch (form) {
    case 'defanged':
      return rows.map((row) => defangWith(row, dots)).join('\n');
    case 'raw':
      return rows.map(({ value }) => value).join('\n');
    case 'written':
      return rows.map(({ asWritten, value }) => asWritten ?? value).join('\n');
    case 'comma':
      return rows.map(({ value }) => value).join(', ');
    case 'kql':
      return `dynamic([${rows.map(({ value }) => quoteKql(value)).join(', ')}])`;
    case 'spl':
      return `(${rows.map(({ value }) => quoteSpl(value)).join(', ')})`;
    case 'ticket':
      return rows.map((row) => ticketLine(row, dots)).join('\n');
  }
}

/** value | type | confidence | source | last reported UTC */
function ticketLine(row: ExportRow, dots: DotStyle): string {
  const { level, sources, last } = wordsOf(row);
  const words = [
    defangWith(row, dots),
    row.type,
    level ?? 'not known',
    sources.join('; ') || '-',
    last ? formatUtc(last) : '-',
  ];
  return words.map((word) => word.replace(/[\s|]+/g, ' ').trim()).join(' | ');
}

function defangWith(observable: Observable, dots: DotStyle): string {
  const defanged = defang(observable);
  if (dots === 'all' || observable.type === 'ipv4' || observable.type === 'ipv6') return defanged;
  const end =
    observable.type === 'url' ? (/^[a-z]+:\/\/[^/?#]*/.exec(defanged)?.[0].length ?? 0) : defanged.length;
  const host = defanged.slice(0, end);
  const last = host.lastIndexOf('[.]');
  return last < 0 ? defanged : host.slice(0, last).replaceAll('[.]', '.') + defanged.slice(last);
}

import { formatUtc } from '@/core/dates.ts';
import { defang } from '@/core/defang.ts';
import { describePlace, tlpLabel, tlpOf, wordsOf, type ExportRow, type Provenance } from './export-row.ts';

/** A table for a ticket or a wiki; values are defanged, since such pages make links of them. */
export function writeMarkdown(rows: readonly ExportRow[], provenance: Provenance): string {
  const tlp = tlpOf(rows);
  const place = describePlace(provenance);
  const note = provenance.case?.note;
  const withNotes = rows.some((row) => row.note !== undefined);
  const head = [
    tlp && `**${tlpLabel(tlp)}**`,
    place && `From: ${escape(place)}`,
    `Taken ${formatUtc(provenance.at)} with Telltale ${provenance.version}`,
  ].filter(Boolean);
  const table = [
    `| Value | Type | Confidence | Sources | First reported | Last reported |${withNotes ? ' Note |' : ''}`,
    `| --- | --- | --- | --- | --- | --- |${withNotes ? ' --- |' : ''}`,
    ...rows.map((row) => line(row, withNotes)),
  ];
  const said = note === undefined ? '' : `${escapeLines(note)}\n\n`;
  return `${head.join('  \n')}\n\n${said}${table.join('\n')}\n`;
}

function line(row: ExportRow, withNote: boolean): string {
  const { level, sources, first, last } = wordsOf(row);
  const cells = [
    code(defang(row)),
    row.type,
    level ?? 'not known',
    escape(sources.join('; ')),
    first ? formatUtc(first) : '',
    last ? formatUtc(last) : '',
    ...(withNote ? [escape(row.note ?? '')] : []),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** In a table a bar ends the cell even inside code (GitHub Flavored Markdown, 4.10). */
function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}

function escapeLines(text: string): string {
  return text.split('\n').map(escape).join('  \n');
}

function escape(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|~#]/g, '\\$&');
}

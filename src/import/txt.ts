import type { Batches, ListBatch, ListOptions } from './list-batch.ts';
import { addRow, type Draft } from './list-row.ts';
import { readValue } from './read-value.ts';
import { linesOf } from './text-lines.ts';
import { message } from '@/core/words.ts';

/**
 * One value a line, also defanged, with a note behind it (`value # note`, or behind a tab), and lines of a hosts file.
 * Comments begin with `#`, `;`, `//` or `!`. `common`: what holds for all rows.
 */
export async function* readTxt(
  text: AsyncIterable<string>,
  batches: Batches,
  options: ListOptions,
  common: Omit<Draft, 'value'> = {},
): AsyncGenerator<ListBatch> {
  for await (const lines of linesOf(text)) {
    for (const line of lines)
      if (line.isCut) batches.bad(line.number, message('lineLong'), line.text);
      else addLine(batches, line.number, line.text.trim(), options, common);
    yield* batches.full();
  }
}

export function isTxtComment(line: string): boolean {
  return line.trim() === '' || COMMENT.test(line.trim());
}

export function isHostsLine(line: string): boolean {
  return HOSTS_LINE.test(line.trim());
}

/** Whether a value stands on it, alone or with a note. */
export function isTxtLine(line: string): boolean {
  return readValue(partNote(line.trim()).value).ok;
}

function addLine(
  batches: Batches,
  number: number,
  line: string,
  options: ListOptions,
  common: Omit<Draft, 'value'>,
): void {
  if (line === '' || COMMENT.test(line)) return;
  const hosts = HOSTS_LINE.exec(line)?.[1];
  if (hosts !== undefined) return addHosts(batches, number, line, hosts, options, common);
  const { value, note } = partNote(line);
  addRow(batches, { ...common, value, ...(note && { context: note }) }, options, number, line);
}

const COMMENT = /^(?:#|;|\/\/|!)/;

/** The addresses that such files send their hosts to. */
const HOSTS_LINE = /^(?:0\.0\.0\.0|127\.0\.0\.1|255\.255\.255\.255|::1?|fe80::1%\w+)[ \t]+([^#\s][^#]*)/;

/** Names that hosts files hold for the machine itself. */
const OWN_NAMES = /^(?:0\.0\.0\.0|local(?:host)?(?:\.localdomain)?|broadcasthost|ip6-\w+)$/i;

function addHosts(
  batches: Batches,
  number: number,
  line: string,
  hosts: string,
  options: ListOptions,
  common: Omit<Draft, 'value'>,
): void {
  for (const value of hosts.trim().split(/\s+/))
    if (OWN_NAMES.test(value)) batches.ignore();
    else addRow(batches, { ...common, value, type: 'domain' }, options, number, line);
}

/** A comment sign begins a note only behind a space: it may be part of a URL. */
function partNote(line: string): { value: string; note?: string } {
  const mark = /\s(?:#|;|\/\/)|\t/.exec(line);
  // "hxxp : // evil [.] example" is one value.
  if (!mark || (mark[0] !== '\t' && readValue(line).ok)) return { value: withoutComma(line) };
  const value = withoutComma(line.slice(0, mark.index).trim());
  const note = line.slice(mark.index + mark[0].length).trim();
  return note === '' ? { value } : { value, note };
}

function withoutComma(value: string): string {
  return value.replace(/[,;]$/, '');
}

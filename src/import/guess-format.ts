import type { ListFormat } from '@/core/source.ts';
import { readLayout } from './csv-layout.ts';
import { isHostsLine, isTxtComment, isTxtLine } from './txt.ts';

/**
 * The format that a text seems to be in.
 * @param beginning its first 64 KB or less
 * @param name of its file, or its URL; asked where the text leaves it open
 */
export function guessFormat(beginning: string, name = ''): ListFormat {
  const text = beginning.replace(/^\uFEFF/, '').trimStart();
  if (looksLikeJson(text)) return jsonFormat(text, name);
  return textFormat(text, name) ?? (looksLikeCsv(text, name) ? 'csv' : 'txt');
}

/** `{`, or a list of something; not an IPv6 address in brackets. */
export function looksLikeJson(text: string): boolean {
  return /^\s*(?:\{\s*["}]|\[\s*[{"\]])/.test(text);
}

const PRODUCT_NAMES = [
  ['urlhaus', /urlhaus/i],
  ['threatfox', /threatfox/i],
  ['feodo', /feodo ?tracker/i],
] as const;
type Product = (typeof PRODUCT_NAMES)[number][0];

/** Names that their records have, and nobody else's. */
const KEYS: readonly (readonly [Product, readonly string[]])[] = [
  ['threatfox', ['"ioc_type"']],
  ['urlhaus', ['"urlhaus_link"']],
  ['urlhaus', ['"urlhaus_reference"']],
  ['feodo', ['"ip_address"', '"last_online"']],
];

function jsonFormat(text: string, name: string): ListFormat {
  if (/"type"\s*:\s*"bundle"|"id"\s*:\s*"(?:bundle|indicator)--|"spec_version"/.test(text)) return 'stix';
  if (/"(?:Event|Attribute|Orgc)"\s*:/.test(text)) return 'misp';
  return (
    KEYS.find(([, keys]) => keys.every((key) => text.includes(key)))?.[0] ?? namedIn(hostOf(name)) ?? 'json'
  );
}

/** Their dumps say what they are in their first comments, or by the names of their columns. */
function textFormat(text: string, name: string): Product | undefined {
  const comments = /^(?:\s*#.*(?:\r\n?|\n|$))*/.exec(text)?.[0] ?? '';
  if (/abuse\.ch|threatfox/i.test(comments)) return namedIn(comments) ?? namedIn(hostOf(name));
  if (/^[^\n]{0,200}"?ioc_value"?,"?ioc_type/m.test(text)) return 'threatfox';
  if (/"?dst_ip"?,"?dst_port"?/.test(text)) return 'feodo';
  return /urlhaus_link/.test(text) ? 'urlhaus' : namedIn(hostOf(name));
}

function namedIn(text: string): Product | undefined {
  return PRODUCT_NAMES.find(([, pattern]) => pattern.test(text))?.[0];
}

/** Of their own servers only. */
function hostOf(name: string): string {
  const host = URL.parse(name)?.hostname ?? '';
  return host.endsWith('.abuse.ch') ? host : '';
}

function looksLikeCsv(text: string, name: string): boolean {
  const { headerLine, header, sample, columns, separator } = readLayout(text);
  if (headerLine !== undefined || /\.[ct]sv$/i.test(name)) return true;
  if (!columns || header.length < 2 || sample.length === 0) return false;
  const lines = text.split(/\r\n?|\n/, 100).filter((line) => !isTxtComment(line));
  if (lines.some(isHostsLine)) return false;
  const isEven = sample.length > 1 && sample.every((fields) => fields.length === header.length);
  // A tab or a semicolon may begin a note; a URL may hold a comma or two, but not each the same number.
  if (isEven && (header.length > 2 || separator === ',' || separator === '|')) return true;
  return lines.filter(isTxtLine).length < lines.length / 2;
}

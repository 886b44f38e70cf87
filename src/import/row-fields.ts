import { TLPS, type Confidence, type Tlp } from '@/core/indicator.ts';

/** What a record's fields are cut at, the same as for rows of the API. */
export const LONGEST = {
  id: 128,
  value: 4096,
  context: 2000,
  name: 300,
  url: 2048,
  tag: 100,
  tags: 50,
} as const;

/** A record of whatever a list holds: any key may be missing, or of any kind. */
export type Fields = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that is a record, else an empty one. */
export function recordIn(fields: Fields, name: string): Fields {
  const value = fields[name];
  return isRecord(value) ? value : {};
}

/** The records of a field that is a list of them. */
export function recordsIn(fields: Fields, name: string): Fields[] {
  const value = fields[name];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The strings of a field that is a list of them. */
export function stringsIn(fields: Fields, name: string): string[] {
  const value = fields[name];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** A text on its own, at most `longest` units of it; what feeds write for "nothing" is nothing. */
export function readText(raw: unknown, longest: number): string | undefined {
  if (typeof raw !== 'string' && typeof raw !== 'number') return undefined;
  const text = String(raw).slice(0, longest).trim();
  return text === '' || NOTHING.test(text) ? undefined : text.replace(/[\uD800-\uDBFF]$/, '');
}

const NOTHING = /^(?:none|null|nil|n\/a|nan|undefined|-)$/i;

/** http(s) only: this becomes a link. */
export function readUrl(raw: unknown): string | undefined {
  if (typeof raw !== 'string' || raw.length > LONGEST.url) return undefined;
  const url = URL.parse(raw.trim());
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** "high", or a number from 0 to 100 by the scale of STIX (High, Med, Low; 0 says that nobody knows). */
export function readConfidence(raw: unknown): Confidence | undefined {
  if (typeof raw !== 'string' && typeof raw !== 'number') return undefined;
  const word = String(raw).trim().toLowerCase();
  if (word === 'high' || word === 'medium' || word === 'low') return word;
  if (word === 'med') return 'medium';
  if (!/^\d{1,3}(?:\.\d+)?%?$/.test(word)) return undefined;
  const number = parseFloat(word);
  if (number > 100 || number < 1) return undefined;
  if (number >= 70) return 'high';
  return number >= 30 ? 'medium' : 'low';
}

/**
 * "2024-12-08T14:30:00+02:00", "2024-12-08 12:30:00 UTC", "2024-12-08" or seconds since the epoch -> ISO 8601 UTC. A time
 * without a zone is taken as UTC; no date is read whose order of day and month has to be guessed.
 */
export function readDate(raw: unknown): string | undefined {
  if (typeof raw === 'number') return readDate(String(raw));
  if (typeof raw !== 'string') return undefined;
  const text = raw.trim();
  if (/^\d{10}(?:\.\d+)?$|^\d{13}$/.test(text))
    return isoOf(new Date(text.length === 13 ? Number(text) : Math.floor(Number(text)) * 1000));
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [, day = '', time = '00:00', zone = 'Z'] = match;
  return isoOf(new Date(`${day.replaceAll('/', '-')}T${time}${spellZone(zone)}`));
}

const DATE =
  /^(\d{4}-\d\d-\d\d|\d{4}\/\d\d\/\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|GMT|\(UTC\)|[+-]\d\d:?\d\d)?)?$/i;

function spellZone(zone: string): string {
  return /^[+-]/.test(zone) ? zone.replace(/^(.\d\d)(\d\d)$/, '$1:$2') : 'Z';
}

function isoOf(date: Date): string | undefined {
  // "0000-00-00", and years that ISO 8601 writes with a sign.
  if (Number.isNaN(date.getTime()) || date.getTime() < 0 || date.getUTCFullYear() > 9999) return undefined;
  return date.toISOString().replace('.000Z', 'Z');
}

/** A list of strings, or one string of several that are parted by commas, semicolons or bars. */
export function readTags(raw: unknown): string[] {
  const entries: unknown[] = typeof raw === 'string' ? splitTags(raw) : Array.isArray(raw) ? raw : [];
  const tags = new Set<string>();
  for (const entry of entries) {
    if (tags.size >= LONGEST.tags) break;
    const tag = readText(entry, LONGEST.tag);
    if (tag !== undefined) tags.add(tag);
  }
  return [...tags];
}

/** Also a list as JSON or Python write it into a cell: `["a", 'b']`. */
function splitTags(text: string): string[] {
  const inner = /^[[{(].*[\]})]$/s.test(text.trim()) ? text.trim().slice(1, -1) : text;
  return inner.split(/[,;|]/).map((tag) => tag.trim().replace(/^(["'])(.*)\1$/, '$2'));
}

/** "TLP:AMBER+STRICT", "tlp:white" (which TLP 2.0 calls clear), "amber". */
export function readTlp(raw: unknown): Tlp | undefined {
  if (typeof raw !== 'string' || raw.length > LONGEST.tag) return undefined;
  const word = raw
    .trim()
    .toLowerCase()
    .replace(/^tlp[\s:_-]+/, '')
    .replace(/[\s_-]+(?=strict)/, '+')
    .replace(/^white$/, 'clear');
  return TLPS.find((tlp) => tlp === word);
}

export function isTlpTag(tag: string): boolean {
  return /^tlp[\s:_-]/i.test(tag) && readTlp(tag) !== undefined;
}

/** Whoever must obey several markings obeys the strictest. */
export function strictest(markings: Iterable<Tlp | undefined>): Tlp | undefined {
  let found = -1;
  for (const tlp of markings) if (tlp !== undefined) found = Math.max(found, TLPS.indexOf(tlp));
  return TLPS[found];
}

/** Ids of techniques, sub-techniques and tactics of ATT&CK, as they are ("t1059.001") or within a name ("Phishing - T1566"). */
export function techniquesIn(texts: Iterable<string>): string[] {
  const ids = new Set<string>();
  for (const text of texts)
    for (const [id] of text.toUpperCase().matchAll(/\bT(?:\d{4}(?:\.\d{3})?|A\d{4})\b/g)) ids.add(id);
  return [...ids].slice(0, LONGEST.tags);
}

/** A whole number from 1 to 65,535. */
export function readPort(raw: unknown): number | undefined {
  const port =
    typeof raw === 'number' ? raw : typeof raw === 'string' && /^\s*\d{1,5}\s*$/.test(raw) ? Number(raw) : 0;
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

/** true, 1, "1" and "true"; the others for false; undefined where it says neither. */
export function readBoolean(raw: unknown): boolean | undefined {
  const word =
    typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean'
      ? String(raw).toLowerCase()
      : '';
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : undefined;
}

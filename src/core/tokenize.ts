import type { Observable } from './indicator.ts';
import { parseIpv4, parseIpv6 } from './ip.ts';
import { canonicalHost, formatUrl, HASH_LENGTHS, type HashType, parseUrl, URL_SCHEMES } from './normalize.ts';
import { refang } from './refang.ts';

/** A value read from text: canonical, and where it stands (`text.slice(start, end)` is how it was written). */
export interface Token extends Observable {
  start: number;
  end: number;
}

/**
 * Every value that stands in the text and could be an indicator, in order of reading. Tokens may overlap: a URL, its host
 * written without a scheme, and what stands in its path come out each, so that whichever is known can be marked.
 * Knows no top-level domains (they are too big for a content script): "readme.md" comes out as a domain, and it is the
 * store that knows better. One pass over the text; linear.
 */
export function tokenize(text: string): Token[] {
  const clear = refang(text);
  const found = new Tokens(clear.text);
  const hasNumber = readWords(found);
  if (hasNumber) readIds(found);
  const tokens = found.all;
  for (const token of tokens) {
    const start = clear.originalStart(token.start);
    token.end = clear.originalEnd(token.end);
    token.start = start;
  }
  return tokens;
}

const MAX_VALUE = 4096;
const MAX_NESTING = 5;

const SEPARATOR = 1;
const DIGIT = 2;
const HEX_LETTER = 4;
const LETTER = 8;
const JOINER = 16; // . _ -
const LOCAL = 32; // further characters of an e-mail address's local part
const HEX = DIGIT | HEX_LETTER;
const WORD = DIGIT | HEX_LETTER | LETTER;

const CLASSES = new Uint8Array(128);
for (let code = 0; code < 128; code++) CLASSES[code] = classOf(String.fromCharCode(code));

function classOf(character: string): number {
  if (character <= ' ' || '"<>`|^\\\x7f'.includes(character)) return SEPARATOR;
  if (character >= '0' && character <= '9') return DIGIT;
  if (/[a-f]/i.test(character)) return HEX_LETTER;
  if (/[a-z]/i.test(character)) return LETTER;
  if ('._-'.includes(character)) return JOINER;
  return "+!#$%&'*=?{}~".includes(character) ? LOCAL : 0;
}

/** Beyond ASCII everything is a letter of some script, except blanks, quotes, dashes and full-width punctuation. */
function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  // Past the end the code is NaN, which is below nothing: the end separates as a blank does.
  if (!(code >= 128)) return CLASSES[code] ?? SEPARATOR;
  if (code < 0xc0) return code === 0xaa || code === 0xb5 || code === 0xba ? LETTER : SEPARATOR;
  if (code >= 0x2000 && code <= 0x206f) return SEPARATOR;
  if (code >= 0x2190 && code <= 0x2bff) return SEPARATOR;
  if (code >= 0x3000 && code <= 0x303f) return SEPARATOR;
  if (code >= 0xff00 && code <= 0xff20 && !(code >= 0xff10 && code <= 0xff19)) return SEPARATOR;
  return LETTER;
}

class Tokens {
  readonly all: Token[] = [];
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  add(type: Token['type'], value: string, start: number, end: number): void {
    this.all.push({ type, value, start, end });
  }
}

/** Cuts the text at blanks and quotes and looks closer only at words that can hold a value. True if any holds a number of four digits. */
function readWords(found: Tokens): boolean {
  const { text } = found;
  let hasNumber = false;
  let at = 0;
  while (at < text.length) {
    const start = at;
    let dots = 0;
    let colons = 0;
    let isUrl = false;
    let hexRun = 0;
    let longestHex = 0;
    let digitRun = 0;
    for (; at < text.length; at++) {
      const kind = classAt(text, at);
      if (kind === SEPARATOR) break;
      if (kind & HEX) {
        hexRun++;
        if (hexRun > longestHex) longestHex = hexRun;
        if (kind === DIGIT) {
          if (++digitRun >= 4) hasNumber = true;
        } else digitRun = 0;
        continue;
      }
      hexRun = 0;
      digitRun = 0;
      if (kind === JOINER) {
        if (text.charCodeAt(at) === 46 && at > start && (classAt(text, at + 1) & WORD) !== 0) dots++;
      } else if (text.charCodeAt(at) === 58) {
        colons++;
        if (text.charCodeAt(at + 1) === 47) isUrl = true;
      }
    }
    if (dots > 0 || colons > 1 || isUrl || longestHex >= 32) readWord(found, start, at, 0);
    at++;
  }
  return hasNumber;
}

function readWord(found: Tokens, start: number, end: number, nesting: number): void {
  let at = start;
  for (;;) {
    const colon = indexOfWithin(found.text, '://', at, end);
    if (colon < 0) break;
    const schemeStart = startOfScheme(found.text, at, colon);
    readPieces(found, at, schemeStart, nesting);
    at = readUrl(found, schemeStart, colon + 3, end, nesting);
  }
  readPieces(found, at, end, nesting);
}

/** indexOf that does not run on to the end of the text where the word holds nothing (that would be quadratic). */
function indexOfWithin(text: string, wanted: string, from: number, end: number): number {
  const first = wanted.charCodeAt(0);
  for (let at = from; at + wanted.length <= end; at++)
    if (text.charCodeAt(at) === first && text.startsWith(wanted, at)) return at;
  return -1;
}

/** Where the known scheme before "://" begins: "xhttp" -> its "http". Without a known one, the colon itself. */
function startOfScheme(text: string, floor: number, colon: number): number {
  for (let length = 5; length >= 2; length--) {
    const start = colon - length;
    if (start >= floor && URL_SCHEMES.has(text.slice(start, colon).toLowerCase())) return start;
  }
  return colon;
}

/** Reads one URL whose authority begins at `authority`; returns where reading goes on. */
function readUrl(found: Tokens, start: number, authority: number, limit: number, nesting: number): number {
  const { text } = found;
  const end = endOfUrl(text, start, authority, limit);
  const path = endOfAuthority(text, authority, end);
  const hasScheme = start < authority - 3;
  const parts = hasScheme && end - start <= MAX_VALUE ? parseUrl(text.slice(start, end)) : undefined;
  if (!parts || isCut(text, end)) {
    readPieces(found, authority, end, nesting);
    return Math.max(end, authority);
  }
  found.add('url', formatUrl(parts), start, end);
  if (nesting < MAX_NESTING) readWord(found, path, end, nesting + 1);
  return Math.max(end, authority);
}

function endOfAuthority(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) if ('/?#'.includes(text.charAt(at))) return at;
  return end;
}

const CLOSES: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
const NEXT_IN_LIST = /[,;](?:[a-z]{2,5}:\/\/|$)/iy;

/**
 * Where a URL ends: at a closing bracket that was not opened inside it, at the quote that it stands in, before the next
 * URL of a list, and before the punctuation of the sentence around it.
 */
function endOfUrl(text: string, start: number, from: number, limit: number): number {
  const open: Record<string, number> = { '(': 0, '[': 0, '{': 0 };
  const quote = text.charAt(start - 1) === "'" ? "'" : '';
  let at = from;
  for (; at < limit; at++) {
    const character = text.charAt(at);
    if (character === quote) break;
    if (character in open) open[character] = (open[character] ?? 0) + 1;
    const opening = CLOSES[character];
    if (opening !== undefined) {
      if (!open[opening]) break;
      open[opening]--;
    }
    if (character === ',' || character === ';') {
      NEXT_IN_LIST.lastIndex = at;
      if (NEXT_IN_LIST.test(text)) break;
    }
  }
  return trimEnd(text, from, at);
}

function trimEnd(text: string, from: number, end: number): number {
  while (end > from && ".,;:!?'*([{".includes(text.charAt(end - 1))) end--;
  return end;
}

/** An ellipsis right after it: the value was shortened for display, what is left of it is not the value. */
function isCut(text: string, end: number): boolean {
  return text.charAt(end) === '\u2026' || text.startsWith('...', end);
}

/** Reads what is not a URL with a scheme: hosts, addresses, hashes, e-mail addresses. */
function readPieces(found: Tokens, start: number, end: number, nesting: number): void {
  readIpv6(found, start, end);
  const { text } = found;
  let at = start;
  while (at < end) {
    if (!isHostCharacter(text, at)) {
      at++;
      continue;
    }
    let stop = at + 1;
    while (stop < end && isHostCharacter(text, stop)) stop++;
    at = readRun(found, at, stop, start, end, nesting);
  }
}

function isHostCharacter(text: string, at: number): boolean {
  return (classAt(text, at) & (WORD | JOINER)) !== 0;
}

/** Reads one run of letters, digits, dots, hyphens and underscores; returns where reading goes on. */
function readRun(
  found: Tokens,
  start: number,
  stop: number,
  floor: number,
  end: number,
  nesting: number,
): number {
  const { text } = found;
  if (stop - start >= 32) readHashes(found, start, stop);
  if (text.charAt(stop) === '@' && stop < end) {
    const after = readEmail(found, start, stop, floor, end);
    if (after > stop) return after;
  }
  let first = start;
  while (first < stop && classAt(text, first) === JOINER && text.charAt(first) !== '_') first++;
  let last = stop;
  while (last > first && classAt(text, last - 1) === JOINER) last--;
  if (indexOfWithin(text, '.', first, last) < 0) return stop;
  return Math.max(stop, readHost(found, first, last, end, nesting));
}

function readHashes(found: Tokens, start: number, stop: number): void {
  const { text } = found;
  let at = start;
  while (at < stop) {
    let isHex = true;
    let end = at;
    for (; end < stop; end++) {
      const kind = classAt(text, end);
      if (!(kind & WORD)) break;
      if (!(kind & HEX)) isHex = false;
    }
    const type = isHex ? HASH_TYPES.get(end - at) : undefined;
    if (type) found.add(type, text.slice(at, end).toLowerCase(), at, end);
    at = end + 1;
  }
}

const HASH_TYPES = new Map<number, HashType>([
  [HASH_LENGTHS.md5, 'md5'],
  [HASH_LENGTHS.sha1, 'sha1'],
  [HASH_LENGTHS.sha256, 'sha256'],
  [HASH_LENGTHS.sha512, 'sha512'],
]);

function readEmail(found: Tokens, start: number, at: number, floor: number, end: number): number {
  const { text } = found;
  let first = start;
  while (first > floor && (classAt(text, first - 1) & (WORD | JOINER | LOCAL)) !== 0) first--;
  while (first < at && !(classAt(text, first) & WORD)) first++;
  let stop = at + 1;
  while (stop < end && isHostCharacter(text, stop)) stop++;
  let last = stop;
  while (last > at && classAt(text, last - 1) === JOINER) last--;
  if (last - first > MAX_VALUE || at - first > 64 || at === first) return at;
  const host = canonicalHost(text.slice(at + 1, last));
  if (!host) return at;
  found.add('email', `${text.slice(first, at).toLowerCase()}@${host}`, first, last);
  return stop;
}

/** Reads a dotted run as address or host, with the port and the path that may follow it. */
function readHost(found: Tokens, start: number, last: number, end: number, nesting: number): number {
  const { text } = found;
  const run = text.slice(start, last);
  if (run.length > 253) return last;
  const address = parseIpv4(run);
  const host = address ?? canonicalHost(run);
  if (!host) {
    readParts(found, start, last);
    return last;
  }
  if (address && isRange(text, last, end)) return skipRange(text, last);
  const port = endOfPort(text, last, end);
  found.add(address ? 'ipv4' : 'domain', host, start, address ? port : last);
  if (!address && GLUED.test(run)) readParts(found, start, last);
  return readPath(found, start, port, end, nesting);
}

/** "192.0.2.1/evil.sh", "evil.example:8080/a": a URL whose scheme was left out. */
function readPath(found: Tokens, start: number, at: number, limit: number, nesting: number): number {
  const { text } = found;
  if (text.charAt(at) !== '/' || at + 1 >= limit) return at;
  const end = endOfUrl(text, start, at + 1, limit);
  if (end <= at + 1) return at;
  const parts =
    end - start <= MAX_VALUE && !isCut(text, end) ? parseUrl(`http://${text.slice(start, end)}`) : undefined;
  if (parts) found.add('url', formatUrl(parts), start, end);
  if (nesting < MAX_NESTING) readWord(found, at, end, nesting + 1);
  return end;
}

function endOfPort(text: string, at: number, end: number): number {
  if (text.charAt(at) !== ':') return at;
  let stop = at + 1;
  while (stop < end && classAt(text, stop) === DIGIT) stop++;
  const digits = stop - at - 1;
  return digits > 0 && digits <= 5 && !(classAt(text, stop) & WORD) ? stop : at;
}

const RANGE = /\/\d{1,3}(?![\w./-])/y;

/** "192.0.2.0/24" names a range, not its first address. */
function isRange(text: string, at: number, end: number): boolean {
  RANGE.lastIndex = at;
  return at < end && RANGE.test(text);
}

function skipRange(text: string, at: number): number {
  RANGE.lastIndex = at;
  return at + (RANGE.exec(text)?.[0].length ?? 0);
}

/**
 * A run that is no host as a whole: "192.0.2.1-192.0.2.9" holds two addresses, and a host may be glued to letters of a script that is
 * written without blanks.
 */
function readParts(found: Tokens, start: number, last: number): void {
  const { text } = found;
  const run = text.slice(start, last);
  if (GLUED.test(run)) return readGlued(found, start, run);
  const parts = run.split(/[-_]/);
  if (parts.length > 4 || !parts.every((part) => parseIpv4(part))) return;
  let at = start;
  for (const part of parts) {
    found.add('ipv4', parseIpv4(part) ?? part, at, at + part.length);
    at += part.length + 1;
  }
}

/** Scripts written without blanks, and pictures: "访问evil.example下载" holds a host, "bücher.example" is one. */
const GLUED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Extended_Pictographic}]/u;
const ASCII_HOST =
  /(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}])[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?/giu;

function readGlued(found: Tokens, start: number, run: string): void {
  for (const part of run.matchAll(ASCII_HOST)) {
    const address = parseIpv4(part[0]);
    const host = address ?? canonicalHost(part[0]);
    const first = start + part.index;
    if (host) found.add(address ? 'ipv4' : 'domain', host, first, first + part[0].length);
  }
}

/** Maximal runs of hexadecimal digits, colons and dots with two colons or more, standing free. */
function readIpv6(found: Tokens, start: number, end: number): void {
  const { text } = found;
  let at = start;
  while (at < end) {
    let stop = at;
    let colons = 0;
    for (; stop < end; stop++) {
      const code = text.charCodeAt(stop);
      if (code === 58) colons++;
      else if (code !== 46 && !(classAt(text, stop) & HEX)) break;
    }
    if (colons >= 2 && isFree(text, at, stop)) addIpv6(found, at, stop);
    // Letters right after the run belong to it: "cafe" of "std::cafe" must not be read from its middle.
    while (stop < end && (classAt(text, stop) & WORD) !== 0) stop++;
    at = stop + 1;
  }
}

function isFree(text: string, start: number, stop: number): boolean {
  return (
    !(start > 0 && classAt(text, start - 1) & WORD) && !(stop < text.length && classAt(text, stop) & WORD)
  );
}

function addIpv6(found: Tokens, start: number, stop: number): void {
  const { text } = found;
  let last = stop;
  while (last > start && (text.charAt(last - 1) === '.' || /[^:]:$/.test(text.slice(start, last).slice(-2))))
    last--;
  const value = last - start > 2 ? parseIpv6(text.slice(start, last)) : undefined;
  if (value && !/^\/\d/.test(text.slice(stop, stop + 2))) found.add('ipv6', value, start, last);
}

const CVE = /(?<![\p{L}\p{N}])CVE[\s\p{Pd}_]?(\d{4})\p{Pd}(\d{4,19})(?![\p{L}\p{N}])/giu;
const TECHNIQUE = /(?<![\p{L}\p{N}_.-])(TA|DS|[TSGMC])(\d{4})(?:[./](\d{3}))?(?![\p{L}\p{N}_])/gu;

/** CVE ids with any dash, and ATT&CK ids; "T1059/001" is how links spell a sub-technique. */
function readIds(found: Tokens): void {
  for (const id of found.text.matchAll(CVE))
    found.add('cve', `CVE-${id[1]}-${id[2]}`, id.index, id.index + id[0].length);
  for (const id of found.text.matchAll(TECHNIQUE))
    found.add(
      'mitre_attack',
      `${id[1]}${id[2]}${id[3] ? `.${id[3]}` : ''}`,
      id.index,
      id.index + id[0].length,
    );
}

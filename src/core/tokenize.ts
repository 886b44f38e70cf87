import type { Observable } from './indicator.ts';
import { isIpv4Network, parseIpv4, parseIpv6 } from './ip.ts';
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
  if (code < 0x2000) return MARKS.has(code) ? SEPARATOR : LETTER;
  if (code <= 0x206f || code === 0x2212) return SEPARATOR;
  if (code >= 0x2190 && code <= 0x2bff) return SEPARATOR;
  if (code >= 0x3000 && code <= 0x303f) return SEPARATOR;
  if (code >= 0xff00 && code <= 0xff20 && !(code >= 0xff10 && code <= 0xff19)) return SEPARATOR;
  if (code >= 0xff5b && code <= 0xff65) return SEPARATOR;
  return LETTER;
}

/** Signs that end or part sentences and stand among the letters of their script. */
const MARKS = new Set(
  [
    '\u00d7\u00f7\u037e\u0387', // Latin and Greek
    '\u055a\u055d\u0589', // Armenian
    '\u05be\u05c0\u05c3', // Hebrew
    '\u060c\u061b\u061f\u066a\u066b\u066c\u06d4', // Arabic
    '\u0964\u0965\u104a\u104b', // Indic, Burmese
    '\u1362\u1363\u1364\u1365\u1366\u1367\u1368', // Ethiopic
    '\u17d4\u17d5', // Khmer
  ]
    .join('')
    .split('')
    .map((mark) => mark.charCodeAt(0)),
);

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
  readShorter(found, start, path, end);
  if (nesting < MAX_NESTING) readWord(found, path, end, nesting + 1);
  return Math.max(end, authority);
}

/** "http://evil.example/a,malware,high": nobody but the store knows whether the URL ends at the comma, so both are asked. */
function readShorter(found: Tokens, start: number, path: number, end: number, scheme = ''): void {
  const { text } = found;
  const cut = endOfShorter(text, start, path, end);
  if (cut === end || end - start > MAX_VALUE) return;
  const shorter = trimEnd(text, start, cut);
  const parts = isCut(text, shorter) ? undefined : parseUrl(scheme + text.slice(start, shorter));
  if (parts) found.add('url', formatUrl(parts), start, shorter);
}

/**
 * Before the first sign that a URL may hold, but that more often stands behind one: the next column of a table, a
 * footnote, or text of a script that is written without blanks.
 */
function endOfShorter(text: string, start: number, path: number, end: number): number {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (
      code > 127
        ? GLUED.test(String.fromCodePoint(text.codePointAt(at) ?? code))
        : at >= path && ',;['.includes(text.charAt(at))
    )
      return at;
  }
  return end;
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
    if ((classAt(text, at) & WORD) !== 0) continue;
    const character = text.charAt(at);
    if (character === quote || ('.[('.includes(character) && isCut(text, at))) break;
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

/** "…", "..." or "[...]" right after it: the value was shortened for display, what is left of it is not the value. */
function isCut(text: string, end: number): boolean {
  const at = '[('.includes(text.charAt(end)) ? end + 1 : end;
  return text.charAt(at) === '\u2026' || text.startsWith('...', at);
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
  from: number,
  stop: number,
  floor: number,
  end: number,
  nesting: number,
): number {
  const { text } = found;
  // "%2Fevil.example": these two digits belong to the percent-encoding.
  const start = isEscaped(text, from) ? from + 2 : from;
  if (stop - start >= 32) readHashes(found, start, stop);
  if (text.charAt(stop) === '@' && stop < end) {
    const after = readEmail(found, start, stop, floor, end);
    if (after > stop) return after;
  }
  let last = stop;
  while (last > start && classAt(text, last - 1) === JOINER) last--;
  // A name may begin with an underscore; "_evil.example_" is emphasis.
  const joiners = text.slice(last, stop).includes('_') ? '.-_' : '.-';
  let first = start;
  while (first < last && joiners.includes(text.charAt(first))) first++;
  if (indexOfWithin(text, '.', first, last) < 0) return stop;
  return Math.max(stop, readHost(found, first, last, end, nesting));
}

function isEscaped(text: string, at: number): boolean {
  return (
    text.charAt(at - 1) === '%' && (classAt(text, at) & HEX) !== 0 && (classAt(text, at + 1) & HEX) !== 0
  );
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
  const bare = startOfBareLocal(text, first, at);
  if (bare > first) found.add('email', `${text.slice(bare, at).toLowerCase()}@${host}`, bare, last);
  return stop;
}

/** "from=user@evil.example": a local part may hold a "=", a log more often means a field's name. */
function startOfBareLocal(text: string, first: number, at: number): number {
  let bare = at;
  while (bare > first && ((classAt(text, bare - 1) & (WORD | JOINER)) !== 0 || text.charAt(bare - 1) === '+'))
    bare--;
  while (bare < at && !(classAt(text, bare) & WORD)) bare++;
  return bare === at ? first : bare;
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
  const mask = address ? readMask(text, last, end) : undefined;
  if (address && mask) {
    if (!isIpv4Network(address, mask.bits)) found.add('ipv4', address, start, last);
    return mask.end;
  }
  const port = endOfPort(text, last, end);
  found.add(address ? 'ipv4' : 'domain', host, start, address ? port : last);
  if (!address && GLUED.test(run)) readParts(found, start, last);
  return readPath(found, start, port, end, nesting);
}

/** "192.0.2.1:443/tcp" */
const TRANSPORT = /\/(?:tcp|udp)(?![\w/?#.%-])/iy;

/** "192.0.2.1/evil.sh", "evil.example:8080/a": a URL whose scheme was left out. */
function readPath(found: Tokens, start: number, at: number, limit: number, nesting: number): number {
  const { text } = found;
  TRANSPORT.lastIndex = at;
  if (text.charAt(at) !== '/' || at + 1 >= limit || TRANSPORT.test(text)) return at;
  const end = endOfUrl(text, start, at + 1, limit);
  if (end <= at + 1) return at;
  const parts =
    end - start <= MAX_VALUE && !isCut(text, end) ? parseUrl(`http://${text.slice(start, end)}`) : undefined;
  if (parts) {
    found.add('url', formatUrl(parts), start, end);
    readShorter(found, start, at, end, 'http://');
  }
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

const MASK = /\/(3[0-2]|[12]?\d)(?![\w/-]|\.\w)/y;

/**
 * "192.0.2.0/24" names a range, not its first address; "192.0.2.1/32" is one address, and "192.0.2.1/22" one with its
 * network's mask, or with a port as firewalls log it.
 */
function readMask(text: string, at: number, end: number): { bits: number; end: number } | undefined {
  MASK.lastIndex = at;
  const mask = at < end ? MASK.exec(text) : undefined;
  return mask ? { bits: Number(mask[1]), end: at + mask[0].length } : undefined;
}

/**
 * A run that is no host as a whole: "192.0.2.1-192.0.2.9" holds two addresses, "192.0.2.1_443" one with its port, and a
 * host may be glued to letters of a script that is written without blanks.
 */
function readParts(found: Tokens, start: number, last: number): void {
  const { text } = found;
  const run = text.slice(start, last);
  if (GLUED.test(run)) return readGlued(found, start, run);
  const parts = run.split(/[-_]/);
  if (parts.length > 4 || !parts.every((part) => parseIpv4(part) ?? /^\d{1,5}$/.test(part))) return;
  let at = start;
  for (const part of parts) {
    const address = parseIpv4(part);
    if (address) found.add('ipv4', address, at, at + part.length);
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
  const mask = /^\/(\d{1,3})/.exec(text.slice(stop, stop + 4))?.[1];
  // A range, not its first address; "/128" is one address.
  if (value && (mask === undefined || mask === '128')) found.add('ipv6', value, start, last);
}

const CVE = /(?<![\p{L}\p{N}])CVE[\s\p{Pd}\u2212_:]?(\d{4})[\p{Pd}\u2212_](\d{4,19})(?![\p{L}\p{N}])/giu;
const TECHNIQUE = /(?<![\p{L}\p{N}_.-])(TA|DS|[TSGMC])(\d{4})(?:[./](\d{3}))?(?![\p{L}\p{N}_])/gu;
/** How Sigma rules tag a technique: "attack.t1059.001". In lower case and alone it could be anything. */
const TECHNIQUE_TAG = /(?<=\battack\.)(t)(\d{4})(?:\.(\d{3}))?(?![\p{L}\p{N}_])/giu;

/** CVE ids with any dash, and ATT&CK ids; "T1059/001" is how links spell a sub-technique. */
function readIds(found: Tokens): void {
  for (const id of found.text.matchAll(CVE))
    found.add('cve', `CVE-${id[1]}-${id[2]}`, id.index, id.index + id[0].length);
  for (const pattern of [TECHNIQUE, TECHNIQUE_TAG])
    for (const id of found.text.matchAll(pattern)) {
      const value = `${id[1]?.toUpperCase()}${id[2]}${id[3] ? `.${id[3]}` : ''}`;
      found.add('mitre_attack', value, id.index, id.index + id[0].length);
    }
}

import { inAnyScript, isAnyLetterAt } from './any-script.ts';
import { classAt, codeAt, EDGE, HEX, HOST, JOINER, LOCAL, SEPARATOR, WORD, DIGIT } from './characters.ts';
import { hasFileEnding } from './file-endings.ts';
import { createFinder, createFinderOfAny } from './finder.ts';
import type { Observable } from './indicator.ts';
import { isIpv4Network, isIpv6Network, parseIpv4, parseIpv6 } from './ip.ts';
import { mayHoldValue } from './may-hold.ts';
import { canonicalHost, canonicalUrl, isLocalPart, URL_SCHEMES } from './normalize.ts';
import { readPlainWord } from './plain-words.ts';
import { readHashesAndIds } from './read-ids.ts';
import { refang } from './refang.ts';

/** A value read from text: canonical, and where it stands (`text.slice(start, end)` is how it was written). */
export interface Token extends Observable {
  start: number;
  end: number;
  /** Written behind an address or a host: "192.0.2.1:8080". */
  port?: number;
  /** Brackets, changed letters or spelled-out signs stood inside: somebody wanted it to be no link. */
  defanged?: true;
}

/**
 * Every value that stands in the text and could be an indicator, in order of reading. Tokens may overlap: a URL, its host
 * written without a scheme, and what stands in its path come out each, so that whichever is known can be marked.
 * Knows no top-level domains: "readme.md" comes out as a domain, and it is the
 * store that knows better. Linear in the text: it jumps from sign to sign (a dot inside a word, a colon before a slash)
 * and looks closer only at the words around them.
 *
 * @param isUnusual what `holdsUnusual` says of the text, where the caller knows
 * @param readPlain a quick reader of words that need no closer look; without one the same is read the long way
 */
export function tokenize(text: string, isUnusual?: boolean, readPlain: PlainReader = readPlainWord): Token[] {
  if (!mayHoldValue(text)) return [];
  const clear = refang(text, isUnusual);
  const found = new Tokens(clear.text, (start, end) => SPELLED_AT.test(written(start, end)));
  readWords(found, readPlain);
  readEncodedUrls(found);
  readHashesAndIds(found);
  const tokens = found.inOrder();
  for (const token of tokens) clear.moveBack(token);
  return tokens;

  function written(start: number, end: number): string {
    return text.slice(clear.originalStart(start), clear.originalEnd(end));
  }
}

const SPELLED_AT = /^(?:\s+@\s*|@\s+|\s*at\s*|\/at\/)$/i;

/** Answers with the end of the word that begins here, if it could read it whole, or else with -1. */
type PlainReader = (found: Tokens, start: number) => number;

export class Tokens {
  readonly text: string;
  /** Whether the sign here was written apart, or as a word, without brackets. */
  readonly wasApart: (start: number, end: number) => boolean;
  readonly nextScheme: (from: number) => number;
  readonly nextDot: (from: number) => number;
  readonly nextColon: (from: number) => number;
  #all: Token[] = [];
  #isInOrder = true;

  constructor(text: string, wasApart: Tokens['wasApart']) {
    this.text = text;
    this.wasApart = wasApart;
    this.nextScheme = createFinder(text, '://');
    this.nextDot = createFinder(text, '.');
    this.nextColon = createFinder(text, ':');
  }

  add(type: Token['type'], value: string, start: number, end: number): Token {
    const token: Token = { type, value, start, end };
    const last = this.#all.at(-1);
    if (last && last.start > start) this.#isInOrder = false;
    this.#all.push(token);
    return token;
  }

  inOrder(): Token[] {
    return this.#isInOrder ? this.#all : this.#all.sort((a, b) => a.start - b.start);
  }
}

const MAX_VALUE = 4096;
const MAX_HOST = 253;
const MAX_NESTING = 5;

const SIGNS = ['.', ':'];

/** Cuts a word out of the text around every sign that values are made with. */
function readWords(found: Tokens, readPlain: PlainReader): void {
  const { text } = found;
  const nextSign = createFinderOfAny(text, SIGNS);
  let floor = 0;
  for (let sign = nextSign(0); sign < text.length;) {
    let end = sign + 1;
    if (isTelling(text, sign)) {
      let start = sign;
      while (start > floor && classAt(text, start - 1) !== SEPARATOR) start--;
      end = readPlain(found, start);
      if (end < 0) {
        for (end = sign + 1; classAt(text, end) !== SEPARATOR;) end++;
        readWord(found, start, end, 0);
      }
      floor = end;
    }
    sign = nextSign(end);
  }
}

function isTelling(text: string, sign: number): boolean {
  const next = classAt(text, sign + 1);
  if (text.charCodeAt(sign) === 46) return (next & WORD) !== 0 && classAt(text, sign - 1) !== SEPARATOR;
  if (next === SEPARATOR) return false;
  return codeAt(text, sign + 1) === 47 || isOfIpv6(text, sign);
}

/** "::", or the first of seven colons with groups between them: "12:34:56" is a time. Where an address ends in octets, their dots tell. */
function isOfIpv6(text: string, colon: number): boolean {
  for (let groups = 0; groups < 6; groups++) {
    const start = ++colon;
    while (colon < start + 4 && classAt(text, colon) & HEX) colon++;
    if (codeAt(text, colon) !== 58) return false;
    if (colon === start) return true;
  }
  return true;
}

/** Reads the URLs of a word, and what stands between them. */
function readWord(found: Tokens, start: number, end: number, nesting: number): void {
  let at = start;
  for (let colon = found.nextScheme(at); colon < end; colon = found.nextScheme(at)) {
    const schemeStart = startOfScheme(found.text, at, colon);
    readPieces(found, at, schemeStart, nesting);
    at = readUrl(found, schemeStart, colon + 3, end, nesting);
  }
  readPieces(found, at, end, nesting);
}

/** Where the known scheme before "://" begins: "xhttp" -> its "http", but "news" -> no "ws". Without a known one, the colon itself. */
function startOfScheme(text: string, floor: number, colon: number): number {
  for (let length = 6; length >= 2; length--) {
    const start = colon - length;
    if (start < floor) continue;
    const scheme = text.slice(start, colon).toLowerCase();
    if (URL_SCHEMES.has(scheme) && (scheme.startsWith('http') || !(classAt(text, start - 1) & WORD)))
      return start;
  }
  return colon;
}

// --- URLs -----------------------------------------------------------------------------------------------------------

/** Reads one URL whose authority begins at `authority`; returns where reading goes on. */
function readUrl(found: Tokens, start: number, authority: number, limit: number, nesting: number): number {
  const { text } = found;
  const end = endOfUrl(text, start, authority, limit);
  const hasScheme = start < authority - 3;
  const value = hasScheme && end - start <= MAX_VALUE ? canonicalUrl(text.slice(start, end)) : undefined;
  if (value === undefined || isCut(text, end)) {
    readPieces(found, hasScheme ? authority : behindPassword(text, authority, end), end, nesting);
    return Math.max(end, authority);
  }
  found.add('url', value, start, end);
  const path = endOfAuthority(text, authority, end);
  readShorter(found, start, path, end);
  readNested(found, path, end, nesting);
  return Math.max(end, authority);
}

const PASSWORD = /[^\s/?#@:]*:[^\s/?#@]*@/y;

/** "postgres://user:password@evil.example": not of the web, but no mailbox either. */
function behindPassword(text: string, authority: number, end: number): number {
  PASSWORD.lastIndex = authority;
  return PASSWORD.test(text) && PASSWORD.lastIndex < end ? PASSWORD.lastIndex : authority;
}

/** What stands in a path or a query: another URL, an address, a host. */
function readNested(found: Tokens, from: number, end: number, nesting: number): void {
  if (nesting >= MAX_NESTING) return;
  if (found.nextDot(from) < end || found.nextScheme(from) < end) readWord(found, from, end, nesting + 1);
}

/** "http://evil.example/a,malware,high": nobody but the store knows whether the URL ends at the comma, so both are asked. */
function readShorter(found: Tokens, start: number, path: number, end: number, scheme = ''): void {
  const { text } = found;
  const cut = endOfShorter(text, start, path, end);
  if (cut === end || end - start > MAX_VALUE) return;
  const shorter = trimEnd(text, start, cut);
  const value = isCut(text, shorter) ? undefined : canonicalUrl(scheme + text.slice(start, shorter));
  if (value !== undefined) found.add('url', value, start, shorter);
}

/**
 * Before the first sign that a URL may hold, but that more often stands behind one: the next column of a table, a
 * footnote, or text of a script that is written without blanks.
 */
function endOfShorter(text: string, start: number, path: number, end: number): number {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) {
      if (GLUED.test(text.charAt(at))) return at;
    } else if ((code === 44 || code === 59 || code === 91) && at >= path) return at;
  }
  return end;
}

function endOfAuthority(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 47 || code === 63 || code === 35) return at;
  }
  return end;
}

const OPENS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
const NEXT_IN_LIST = /[,;](?:[a-z]{2,5}:\/\/|$)/iy;

/**
 * Where a URL ends: at a closing bracket that was opened before it, at the quote that it stands in, before the next
 * URL of a list, and before the punctuation of the sentence around it.
 */
function endOfUrl(text: string, start: number, from: number, limit: number): number {
  const open: Record<string, number> = {};
  const quote = text.charAt(start - 1) === "'" ? "'" : '';
  let at = from;
  for (; at < limit; at++) {
    if (classAt(text, at) & WORD) continue;
    const character = text.charAt(at);
    if ('/-'.includes(character)) continue;
    if (character === quote) break;
    if ('.[('.includes(character) && text.charCodeAt(at - 1) !== 46 && isCut(text, at)) break;
    if ('([{'.includes(character)) open[character] = (open[character] ?? 0) + 1;
    const opening = OPENS[character];
    if (opening !== undefined) {
      if (open[opening]) open[opening]--;
      else if (endsAtBracket(text, start, at, opening)) break;
    }
    if (character === ',' || character === ';') {
      NEXT_IN_LIST.lastIndex = at;
      if (NEXT_IN_LIST.test(text)) break;
    }
  }
  return trimEnd(text, from, at);
}

const BRACKET_REACH = 80;

/** A closing bracket in the middle of a URL is part of it, unless its partner stands before the URL. */
function endsAtBracket(text: string, start: number, at: number, opening: string): boolean {
  if (!(classAt(text, at + 1) & WORD)) return true;
  const before = text.slice(Math.max(0, start - BRACKET_REACH), start);
  return before.includes(opening, before.lastIndexOf(EDGE) + 1);
}

function trimEnd(text: string, from: number, end: number): number {
  while (end > from && ".,;:!?'*([{".includes(text.charAt(end - 1))) end--;
  return end;
}

/** "…", "..." or "[...]" right after it: the value was shortened for display, what is left of it is not the value. */
function isCut(text: string, end: number): boolean {
  const at = '[('.includes(text.charAt(end)) && end < text.length ? end + 1 : end;
  let dots = text.charAt(at) === '\u2026' ? 1 : text.startsWith('...', at) ? 3 : 0;
  if (dots === 3) while (text.charCodeAt(at + dots) === 46) dots++;
  // In the middle of a URL they are part of it.
  return dots > 0 && !(classAt(text, at + dots) & WORD);
}

/** Up to a sign that no URL holds, or the "&" before the next parameter. */
const ENCODED_URL =
  /h(?:tt|xx)ps?(?:%3A|:)(?:%2F){2}(?:[\w.~+-]|%(?!2[0267]|3[CE]|0[0-9A-F]|5C)[0-9A-F]{2})+/gi;

/** "?u=http%3A%2F%2Fevil.example%2Fa" */
function readEncodedUrls(found: Tokens): void {
  if (!found.text.includes('%2') || !/%2F%2F/i.test(found.text)) return;
  for (const { 0: encoded, index } of found.text.matchAll(ENCODED_URL)) {
    const value = encoded.length <= MAX_VALUE ? canonicalUrl(decode(encoded)) : undefined;
    if (value !== undefined) found.add('url', value, index, index + encoded.length);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text).replace(/^hxxp/i, 'http');
  } catch {
    return text;
  }
}

// --- Hosts, addresses, e-mail addresses -----------------------------------------------------------------------------

/** Reads what is not a URL with a scheme. */
function readPieces(found: Tokens, start: number, end: number, nesting: number): void {
  if (start >= end) return;
  const { text } = found;
  if (found.nextColon(start) < end) readIpv6(found, start, end);
  let at = start;
  while (at < end) {
    if (!(classAt(text, at) & HOST)) {
      at++;
      continue;
    }
    let stop = at + 1;
    // Two dots in a row are leaders, or end one thing and begin the next.
    for (; stop < end && classAt(text, stop) & HOST; stop++)
      if (text.charCodeAt(stop) === 46 && text.charCodeAt(stop - 1) === 46) break;
    at =
      found.nextDot(at) < stop || text.charAt(stop) === '@'
        ? readRun(found, at, stop, start, end, nesting)
        : stop;
  }
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
  if (found.nextDot(first) >= last) return stop;
  // ".1.3.6.1" is an object identifier.
  if (first === start + 1 && isObjectIdentifier(text, start, last)) return stop;
  return Math.max(stop, readHost(found, first, last, end, nesting));
}

function isObjectIdentifier(text: string, dot: number, last: number): boolean {
  return (
    text.charAt(dot) === '.' &&
    text.charAt(dot - 1) !== '.' &&
    parseIpv4(text.slice(dot + 1, last)) !== undefined
  );
}

function isEscaped(text: string, at: number): boolean {
  return (
    text.charAt(at - 1) === '%' && (classAt(text, at) & HEX) !== 0 && (classAt(text, at + 1) & HEX) !== 0
  );
}

const MAX_LOCAL = 64;

function readEmail(found: Tokens, start: number, at: number, floor: number, end: number): number {
  const { text } = found;
  let first = start;
  while (first > floor && at - first <= MAX_LOCAL && classAt(text, first - 1) & (WORD | JOINER | LOCAL))
    first--;
  // "user@evil.example----password", as stolen ones are listed: nothing reaches across.
  const dashesBefore = text.slice(first, at).lastIndexOf('----');
  if (dashesBefore >= 0) first += dashesBefore + 4;
  while (first < at && !(classAt(text, first) & WORD) && text.charAt(first) !== '_') first++;
  if (at - first > MAX_LOCAL || at === first) return at;
  let stop = at + 1;
  while (stop < end && classAt(text, stop) & HOST) stop++;
  let last = stop;
  while (last > at && classAt(text, last - 1) === JOINER) last--;
  let host = canonicalHost(text.slice(at + 1, last));
  if (host?.includes('----')) {
    stop = last = text.indexOf('----', at);
    host = canonicalHost(text.slice(at + 1, last));
  }
  if (!host || !isLocalPart(text.slice(first, at))) return at;
  addEmail(found, first, at, last, host);
  const bare = startOfBareLocal(text, first, at);
  if (bare > first) addEmail(found, bare, at, last, host);
  const glued = text.slice(at + 1, last).search(GLUED);
  const shorter = glued > 0 && canonicalHost(text.slice(at + 1, at + 1 + glued));
  if (shorter) addEmail(found, bare, at, at + 1 + glued, shorter);
  // "sales @ evil.example", "hosted AT evil.example": where the sign stood apart, it may not have been one.
  if (found.wasApart(at, at + 1)) found.add('domain', host, at + 1, last);
  return stop;
}

function addEmail(found: Tokens, first: number, at: number, last: number, host: string): void {
  found.add('email', `${found.text.slice(first, at).toLowerCase()}@${host}`, first, last);
}

/** "from=user@evil.example": a local part may hold a "=", a more often means a field's name. */
function startOfBareLocal(text: string, first: number, at: number): number {
  let bare = at;
  while (bare > first && /[\w.+\-\xc0-\u0dff]/.test(text.charAt(bare - 1))) bare--;
  while (bare < at && !(classAt(text, bare) & WORD)) bare++;
  return bare === at ? first : bare;
}

/** Reads a dotted run as address or host, with the port and the path that may follow it. */
function readHost(found: Tokens, start: number, last: number, end: number, nesting: number): number {
  const { text } = found;
  const run = text.slice(start, last);
  const address = classAt(text, start) === DIGIT ? parseIpv4(run) : undefined;
  if (address) return readAddress(found, address, start, last, end, nesting);
  const host = run.length <= MAX_HOST && !isNumberAtEnd(run) ? canonicalHost(run) : undefined;
  if (!host) {
    readParts(found, start, last);
    return last;
  }
  if (!hasFileEnding(host)) {
    const port = portBehind(text, last, end);
    const token = found.add('domain', host, start, last);
    if (port) token.port = port.number;
    if (run.includes('_') || GLUED.test(run)) readParts(found, start, last);
    return readPath(found, start, port?.end ?? last, end, nesting);
  }
  return last;
}

function isNumberAtEnd(run: string): boolean {
  return (classAt(run, run.lastIndexOf('.') + 1) & DIGIT) !== 0;
}

function readAddress(
  found: Tokens,
  address: string,
  start: number,
  last: number,
  end: number,
  nesting: number,
): number {
  const { text } = found;
  const mask = readMask(text, last, end);
  if (mask) {
    if (!isIpv4Network(address, mask.bits)) found.add('ipv4', address, start, last);
    return mask.end;
  }
  const port = portBehind(text, last, end);
  const token = found.add('ipv4', address, start, port && text.charAt(last) === ':' ? port.end : last);
  if (port) token.port = port.number;
  return port && text.charAt(last) === '/'
    ? port.end
    : readPath(found, start, port?.end ?? last, end, nesting);
}

/** "192.0.2.1/evil.sh", "evil.example:8080/a": a URL whose scheme was left out. */
function readPath(found: Tokens, start: number, at: number, limit: number, nesting: number): number {
  const { text } = found;
  if (text.charAt(at) !== '/' || at + 1 >= limit) return at;
  TRANSPORT.lastIndex = at;
  if (TRANSPORT.test(text)) return at;
  const end = endOfUrl(text, start, at + 1, limit);
  if (end <= at + 1) return at;
  const value =
    end - start <= MAX_VALUE && !isCut(text, end)
      ? canonicalUrl(`http://${text.slice(start, end)}`)
      : undefined;
  if (value !== undefined) {
    found.add('url', value, start, end);
    readShorter(found, start, at, end, 'http://');
  }
  readNested(found, at, end, nesting);
  return end;
}

/** "192.0.2.1:443/tcp" */
const TRANSPORT = /\/(?:tcp|udp)(?![\w/?#.%-])/iy;
/** ":8080", and "/443" behind an address as firewalls it. */
const PORT = /:(\d{1,5})(?!\d|\.\d)/y;
const LOGGED_PORT = /\/(\d{2,5})(?![\d/?#%&=-])/y;

function portBehind(text: string, at: number, end: number): { number: number; end: number } | undefined {
  const sign = codeAt(text, at);
  const isLogged = sign === 47 && classAt(text, at - 1) === DIGIT;
  const pattern = sign === 58 ? PORT : isLogged ? LOGGED_PORT : undefined;
  if (!pattern || at >= end) return undefined;
  pattern.lastIndex = at;
  const number = Number(pattern.exec(text)?.[1]);
  const behind = pattern.lastIndex;
  if (!(number > 0 && number < 65_536) || isAnyLetterAt(text, behind)) return undefined;
  // "/443.html"
  if (isLogged && text.charAt(behind) === '.' && isAnyLetterAt(text, behind + 1)) return undefined;
  return { number, end: behind };
}

const MASK = /^\/(3[0-2]|[12]?\d)(?![\w/-]|\.\w)/;

/**
 * "192.0.2.0/24" names a range, not its first address; "192.0.2.1/32" is one address, and "192.0.2.1/22" one with its
 * network's mask, or with a port as firewalls it.
 */
function readMask(text: string, at: number, end: number): { bits: number; end: number } | undefined {
  const mask = codeAt(text, at) === 47 ? MASK.exec(text.slice(at, Math.min(end, at + 5))) : undefined;
  return mask ? { bits: Number(mask[1]), end: at + mask[0].length } : undefined;
}

/** Scripts written without blanks or with words glued to the next, and pictures: "访问evil.example下载" holds a host, "bücher.example" is one. */
const GLUED = /[\u0590-\u08ff\u0e00-\u10ff\u1780-\u17ff\u2e80-\ufeff]/;

/**
 * A run that is no host as a whole, or need not be one: a host may be glued to letters of a script that is written without
 * blanks, to an underscore, to a label that no host can have; addresses stand behind words and make up ranges.
 */
function readParts(found: Tokens, start: number, last: number): void {
  const { text } = found;
  const run = text.slice(start, last);
  if (GLUED.test(run)) return readGlued(found, start, run);
  if (THREE_DOTS.test(run) && readAddressesIn(found, start, run)) return;
  // "4.6x", "1.2.3": the last label of a host begins with a letter.
  if (isNumberAtEnd(run)) return;
  const ending = run.slice(-MAX_HOST);
  const valid = VALID_ENDING(ending).exec(ending);
  const host = valid && valid[0].length < run.length ? canonicalHost(valid[0]) : undefined;
  if (valid && host && !hasFileEnding(host)) found.add('domain', host, last - valid[0].length, last);
}

const THREE_DOTS = /\.\d{1,3}\.\d{1,3}\.\d/;

/** The longest ending of a run whose registrable part holds no underscore, and whose labels are not empty and begin with no hyphen. */
const VALID_ENDING = inAnyScript(
  '(?:(?<![\\p{L}\\p{N}_-])[\\p{L}\\p{N}_][\\p{L}\\p{N}_-]*\\.)*' +
    '(?<![\\p{L}\\p{N}]|[\\p{L}\\p{N}]-+)[\\p{L}\\p{N}][\\p{L}\\p{N}-]*\\.[\\p{L}][\\p{L}\\p{N}-]*$',
);

/** "192.0.2.1-192.0.2.9", "192.0.2.1_443", "ip-192.0.2.1", "sentence.192.0.2.1"; behind Arabic "and", which is glued to its word. */
const ADDRESS_IN_RUN = inAnyScript(
  '(?:(?<![a-z\\xaa-\\u058f\\p{N}.])(?<![\\p{L}]-)|(?<=\\b(?:ip|host|addr|src|dst|c2)[-_]))' +
    '\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\p{L}\\p{N}]|\\.[\\p{L}\\p{N}])' +
    '|(?<=^[\\p{L}]{3,63}\\.)\\d{1,3}(?:\\.\\d{1,3}){3}$',
  'gi',
);

function readAddressesIn(found: Tokens, start: number, run: string): boolean {
  let some = false;
  for (const match of run.matchAll(ADDRESS_IN_RUN(run))) {
    const address = parseIpv4(match[0]);
    if (!address) continue;
    some = true;
    found.add('ipv4', address, start + match.index, start + match.index + match[0].length);
  }
  return some;
}

const ASCII_HOST =
  '(?<![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}])[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?';
/** Made when it is needed first: on most pages it never is, and it takes as long as to read a thousand words. */
let asciiHost: RegExp | undefined;

function readGlued(found: Tokens, start: number, run: string): void {
  asciiHost ??= new RegExp(ASCII_HOST, 'giu');
  for (const part of run.matchAll(asciiHost)) {
    const address = parseIpv4(part[0]);
    const host = address ?? canonicalHost(part[0]);
    const first = start + part.index;
    if (host) found.add(address ? 'ipv4' : 'domain', host, first, first + part[0].length);
  }
}

// --- IPv6 -----------------------------------------------------------------------------------------------------------

/** Maximal runs of hexadecimal digits, colons and dots with two colons or more, standing free. */
function readIpv6(found: Tokens, start: number, end: number): void {
  const { text } = found;
  let at = start;
  while (at < end) {
    // "IPv6:2001:db8::1", "src:2001:db8::1": what stands before the first colon is a label.
    if (/^[^\d:]:[^:]|^6:[^:]/.test(text.slice(at - 1, at + 2))) at++;
    let stop = at;
    let colons = 0;
    for (; stop < end; stop++) {
      const code = text.charCodeAt(stop);
      if (code === 58) colons++;
      else if (code !== 46 && !(classAt(text, stop) & HEX)) break;
    }
    if (colons >= 2 && isFree(text, at, stop)) addIpv6(found, at, stop);
    // Letters right after the run belong to it: "cafe" of "std::cafe" must not be read from its middle.
    while (stop < end && classAt(text, stop) & WORD) stop++;
    at = Math.max(stop, at + 1);
  }
}

function isFree(text: string, start: number, stop: number): boolean {
  return !(classAt(text, start - 1) & WORD) && !(classAt(text, stop) & WORD);
}

/** A certificate's serial number, or a hardware address of eight bytes (EUI-64). */
const EIGHT_BYTES = /^[0-9a-f]{2}(?::[0-9a-f]{2}){7}$/i;
const LITERAL_PORT = /\]:(\d{1,5})(?!\w)/y;
const MASK6 = /\/(\d{1,3})(?!\d)/y;

function addIpv6(found: Tokens, start: number, stop: number): void {
  const { text } = found;
  let first = start;
  while (text.charAt(first) === '.') first++;
  if (/^c2:[23]/i.test(text.slice(first, first + 4))) first += 3;
  let last = stop;
  while (last > first && (text.charAt(last - 1) === '.' || /^[^:]:$/.test(text.slice(last - 2, last))))
    last--;
  const written = text.slice(first, last);
  const value = last - first > 2 && !EIGHT_BYTES.test(written) ? parseIpv6(written) : undefined;
  if (!value) return;
  MASK6.lastIndex = stop;
  const bits = MASK6.exec(text)?.[1];
  // A range, not its first address; "2001:db8::1/64" is one address with its network's mask.
  if (bits !== undefined && isIpv6Network(value, Number(bits))) return;
  LITERAL_PORT.lastIndex = last;
  const port = text.charAt(first - 1) === '[' ? LITERAL_PORT.exec(text) : undefined;
  if (port) found.add('ipv6', value, first - 1, last + port[0].length).port = Number(port[1]);
  else found.add('ipv6', value, first, last);
}

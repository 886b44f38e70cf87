import { GLUED_LETTERS } from './any-script.ts';
import { classAt, DIGIT, HEX, HOST, JOINER, LOST, WORD } from './characters.ts';
import { hasFileEnding } from './file-endings.ts';
import { isAt } from './finder.ts';
import { isIpv4Network, parseIpv4 } from './ip.ts';
import { canonicalHost, canonicalUrl, MAX_HOST, MAX_URL, URL_SCHEMES } from './normalize.ts';
import { readEmail } from './read-email.ts';
import { readIpv6 } from './read-ipv6.ts';
import { isNumberAtEnd, readParts } from './read-parts.ts';
import { portBehind, readMask } from './read-port.ts';
import type { Tokens } from './tokens.ts';
import { endOfAuthority, endOfColumn, endOfShorter, endOfUrl, isCut, trimEnd } from './url-ends.ts';

// Words that take a closer look: URLs, and what stands between and within them.

const MAX_NESTING = 5;

/** Reads the URLs of a word, and what stands between them. */
export function readWord(found: Tokens, start: number, end: number, nesting: number): void {
  let at = start;
  for (let colon = found.nextScheme(at); colon < end; colon = found.nextScheme(at)) {
    const schemeStart = startOfScheme(found.text, at, colon);
    readPieces(found, at, schemeStart, nesting);
    at = readUrl(found, schemeStart, colon + 3, end, nesting);
  }
  readPieces(found, at, end, nesting);
}

/** "net.tcp" */
const LONGEST_SCHEME = 7;

/** Where the known scheme before "://" begins: "xhttp" -> its "http", but "news" -> no "ws". Without a known one, the colon itself. */
function startOfScheme(text: string, floor: number, colon: number): number {
  for (let length = LONGEST_SCHEME; length >= 2; length--) {
    const start = colon - length;
    if (start < floor) continue;
    const scheme = text.slice(start, colon).toLowerCase();
    if (URL_SCHEMES.has(scheme) && (scheme.startsWith('http') || !(classAt(text, start - 1) & WORD)))
      return start;
  }
  return colon;
}

/** Reads one URL whose authority begins at `authority`; returns where reading goes on. */
function readUrl(found: Tokens, start: number, authority: number, limit: number, nesting: number): number {
  const { text } = found;
  const end = endOfUrl(text, start, authority, limit);
  const hasScheme = start < authority - 3;
  const value = hasScheme && end - start <= MAX_URL ? canonicalUrl(text.slice(start, end)) : undefined;
  if (value === undefined || isCut(text, end)) {
    const column = value === undefined && hasScheme ? readColumn(found, start, authority, end) : undefined;
    if (column !== undefined) return column;
    readPieces(found, hasScheme ? authority : behindPassword(text, authority, end), end, nesting);
    return Math.max(end, authority);
  }
  found.add('url', value, start, end);
  const path = endOfAuthority(text, authority, end);
  readShorter(found, start, path, end);
  readNested(found, path, end, nesting);
  return Math.max(end, authority);
}

/**
 * "http://evil.example,malware", "http://192.0.2.1:8080;high", "http://evil.example[the text of a link]": no host holds such a sign, so the
 * column of the table, or the address of the link, ends there.
 */
function readColumn(found: Tokens, start: number, authority: number, end: number): number | undefined {
  const { text } = found;
  const reach = Math.min(end, authority + MAX_HOST);
  let at = authority;
  while (at < reach && !',;[/?#'.includes(text.charAt(at))) at++;
  if (at === reach || at === authority || !',;['.includes(text.charAt(at))) return undefined;
  const last = trimEnd(text, authority, at);
  const value = canonicalUrl(text.slice(start, last));
  if (value === undefined) return undefined;
  found.add('url', value, start, last);
  return at;
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
  if (cut === end || end - start > MAX_URL) return;
  addShorter(found, start, cut, scheme);
  // Other letters or a bracket may well stand in its path, and the next column behind that.
  const column = endOfColumn(text, cut, end);
  if (column > cut && column < end) addShorter(found, start, column, scheme);
}

function addShorter(found: Tokens, start: number, cut: number, scheme: string): void {
  const { text } = found;
  const shorter = trimEnd(text, start, cut);
  const value = isCut(text, shorter) ? undefined : canonicalUrl(scheme + text.slice(start, shorter));
  if (value !== undefined) found.add('url', value, start, shorter);
}

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
  const start = behindEscape(text, from);
  if (text.charAt(stop) === '@' && stop < end) {
    const after = readEmail(found, start, stop, floor, end);
    if (after > stop) return after;
  }
  let last = stop;
  while (last > start && (classAt(text, last - 1) === JOINER || text.charAt(last - 1) === LOST)) last--;
  // A name may begin with an underscore; "_evil.example_" is emphasis.
  const joiners = LOST + (text.slice(last, stop).includes('_') ? '.-_' : '.-');
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

/**
 * "%2Fevil.example", "%252Fevil.example": these digits belong to the percent-encoding, as do those of "*2Fevil.example", which services that
 * rewrite the links of mails make of it.
 */
function behindEscape(text: string, at: number): number {
  const sign = text.charAt(at - 1);
  if (sign === '*') return isAt(STARRED, text, at) ? at + 2 : at;
  if (sign !== '%' || !isHexPair(text, at)) return at;
  return text.startsWith('25', at) && isHexPair(text, at + 2) ? at + 4 : at + 2;
}

const STARRED = /2f|3a|40/iy;

function isHexPair(text: string, at: number): boolean {
  return (classAt(text, at) & HEX) !== 0 && (classAt(text, at + 1) & HEX) !== 0;
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
    if (run.includes('_') || GLUED_LETTERS.test(run)) readParts(found, start, last);
    const name = nameBeforeHyphen(host, last - start);
    if (name) found.add('domain', name, start, start + name.length);
    return readPath(found, start, port?.end ?? last, end, nesting);
  }
  return last;
}

/** "evil.example-hosted": no top-level domain has a hyphen, so that the last label is an ending and a word behind it. */
function nameBeforeHyphen(host: string, length: number): string | undefined {
  const hyphen = host.indexOf('-', host.lastIndexOf('.'));
  if (hyphen < 0 || host.length !== length || host.startsWith('xn--', host.lastIndexOf('.') + 1))
    return undefined;
  return canonicalHost(host.slice(0, hyphen));
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
    end - start <= MAX_URL && !isCut(text, end)
      ? canonicalUrl(`http://${text.slice(start, end)}`)
      : undefined;
  if (value !== undefined) {
    found.add('url', value, start, end);
    readShorter(found, start, at, end, 'http://');
  }
  readNested(found, at, end, nesting);
  return end;
}

/** "192.0.2.1:443/tcp", "192.0.2.1/udp/53" */
const TRANSPORT = /\/(?:tcp|udp)(?:\/\d{1,5})?(?![\w/?#.%-])/iy;

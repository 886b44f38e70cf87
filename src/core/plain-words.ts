import { codeAt } from './characters.ts';
import { FILE_ENDINGS, hasFileEnding } from './file-endings.ts';
import { parseIpv4 } from './ip.ts';
import { behindNumber, endsHost, PlainRun } from './plain-run.ts';
import type { Tokens } from './tokens.ts';

const FILES = [...FILE_ENDINGS].join('|');
/** What ends a value beyond doubt, or the end of a sentence or a bracket before it. */
const SPACE = '[\\0- "<>`|\\u00a0\\u2013\\u2014\\u2018-\\u201d]|$';
const END = `(?=${SPACE}|[.,;:!?)]{1,2}(?:${SPACE}))`;
/** No host and no address goes on behind a comma or a bracket, as a URL may. */
const END_OF_HOST = `(?=[.:!?]{0,2}(?:[,;()[\\]]|${SPACE}))`;
const HOST = '(?:[a-z0-9]+(?:-+[a-z0-9]+)*\\.)+[a-z]{2,}';
const MAILBOX = new RegExp(`[a-z0-9]+(?:[.-][a-z0-9]+)*@${HOST}${END_OF_HOST}`, 'y');
const NO_VALUES = [
  // "2026-01-31T12:00:00.5Z"
  '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,9}Z?',
  // "a_1.dll", "index.php?id=1"
  `\\w{1,50}\\.(?:${FILES})(?:\\?[\\w=&%+-]*)?`,
];
const NO_VALUE = new RegExp(`(?:${NO_VALUES.join('|')})${END_OF_HOST}`, 'y');
const ADDRESS = '(?:(?:[1-9]\\d{0,2}|0)\\.){3}(?:[1-9]\\d{0,2}|0)';
const SEGMENT = '/[\\w~+=$&-]*';
/** Nothing in its path but its end could be read as something else, and nothing of it is spelled otherwise in the canonical form. */
const LINK = new RegExp(
  `https?://(?:${ADDRESS}|${HOST})(?::[1-9]\\d{0,4})?(?:(?:${SEGMENT})+(?:(?<!/)\\.(?:${FILES})|(?<=/[a-z0-9]+)\\.[a-z]{2,})?(?:\\?[\\w~+=$&/%-]+)?)?${END}`,
  'y',
);
/** "src=", "(", ",", "/path/to/" */
const PREFIX = /[(,;]|(?:[\w-]{0,30}[=/]){1,6}/y;
/** The longest label of a name; a word that is not longer needs no count of its labels. */
const LONGEST = 63;
const LONGEST_LINK = 4096;

/** One for all words: a new one for each would take longer than to read it. */
const run = new PlainRun();

/**
 * Reads the word that begins here if it is nothing but a name, an IPv4 address, a mailbox or an ordinary link, as most are, or what is certainly
 * none: each is told by one walk or one look of a pattern, and reads the same as it would by the long way. Answers with where it ends; -1 where it
 * takes a closer look.
 */
export function readPlainWord(found: Tokens, start: number): number {
  const { text } = found;
  const end = readPlain(found, start);
  if (end >= 0) return end;
  const mailbox = codeAt(text, run.end) === AT ? endOf(MAILBOX, text, start) : -1;
  if (mailbox >= 0) return addMailbox(found, start, mailbox);
  const behind = endOf(PREFIX, text, start);
  return behind < 0 ? -1 : readPlain(found, behind);
}

function readPlain(found: Tokens, start: number): number {
  const { text } = found;
  run.read(text, start);
  const { end } = run;
  const behind = codeAt(text, end);
  // Of what stands behind a prefix.
  if (behind === SLASH || behind === EQUALS) return -1;
  if (run.isNumber()) {
    if (endsHost(text, behindNumber(text, end))) return addNumber(found, start, end);
  } else if (endsHost(text, end)) {
    if (run.isNoName()) return end;
    if (run.isName() && end - start <= LONGEST) return addName(found, start, end);
  } else if (behind === COLON && text.startsWith('http', start)) {
    const link = endOf(LINK, text, start);
    if (link >= 0) return addLink(found, start, link);
  }
  return endOf(NO_VALUE, text, start);
}

function addNumber(found: Tokens, start: number, end: number): number {
  const address = parseIpv4(found.text.slice(start, end));
  if (address) found.add('ipv4', address, start, end);
  return end;
}

function addName(found: Tokens, start: number, end: number): number {
  const written = found.text.slice(start, end);
  const value = run.hasCapitals() ? written.toLowerCase() : written;
  if (!hasFileEnding(value)) found.add('domain', value, start, end);
  return end;
}

const [SLASH, COLON, EQUALS, AT] = [0x2f, 0x3a, 0x3d, 0x40];

function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function addMailbox(found: Tokens, start: number, end: number): number {
  const at = found.text.indexOf('@', start);
  if (end - start > LONGEST) return -1;
  found.add('email', found.text.slice(start, end), start, end);
  if (found.wasApart(at, at + 1)) found.add('domain', found.text.slice(at + 1, end), at + 1, end);
  return end;
}

function addLink(found: Tokens, start: number, end: number): number {
  // Nothing is searched for in the text: the next such sign may stand at its very end.
  const link = found.text.slice(start, end);
  const host = link.indexOf('/') + 2;
  const slash = link.indexOf('/', host);
  const path = slash < 0 ? link.length : slash;
  // Longer names may have labels that are too long.
  if (path - host > LONGEST || link.length > LONGEST_LINK) return -1;
  const colon = link.indexOf(':', host);
  if (colon >= 0 && isFolded(Number(link.slice(colon + 1, path)), host)) return -1;
  const behind = colon < 0 ? path : colon;
  if (isDigit(link.charCodeAt(behind - 1)) && !parseIpv4(link.slice(host, behind))) return -1;
  const name = nameAtEnd(link, path);
  if (name && name.length > LONGEST) return -1;
  found.add('url', path === link.length - 1 ? link.slice(0, path) : link, start, end);
  if (name) {
    const at = start + link.indexOf(name, path);
    found.add('domain', name, at, at + name.length);
  }
  return end;
}

/** A port that goes without saying, or that there is none of. */
function isFolded(port: number, scheme: number): boolean {
  return port > 65_535 || port === (scheme === 'http://'.length ? 80 : 443);
}

/** "http://evil.example/setup.zip" ends in what may be a host, too. */
function nameAtEnd(link: string, path: number): string | undefined {
  const dot = link.indexOf('.', path);
  if (dot < 0) return undefined;
  const query = link.indexOf('?', dot);
  const name = link.slice(link.lastIndexOf('/', dot) + 1, query < 0 ? link.length : query);
  return hasFileEnding(name) ? undefined : name;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

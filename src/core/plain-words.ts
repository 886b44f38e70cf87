import { FILE_ENDINGS, hasFileEnding } from './file-endings.ts';
import { parseIpv4 } from './ip.ts';
import type { Tokens } from './tokenize.ts';

const FILES = [...FILE_ENDINGS].join('|');
/** What ends a value beyond doubt, or the end of a sentence or a bracket before it. */
const SPACE = '[\\0- "<>`|\\u00a0\\u2013\\u2014\\u2018-\\u201d]|$';
const END = `(?=${SPACE}|[.,;:!?)]{1,2}(?:${SPACE}))`;
const HOST = '(?:[a-z0-9]+(?:-+[a-z0-9]+)*\\.)+[a-z]{2,}';
const NAME = new RegExp(HOST + END, 'y');
/** An address, a version, an amount; BIND logs an address with "#" and its port. */
const NUMBER = new RegExp(`\\d{1,9}(?:\\.\\d{1,9}){1,3}(?=(?:%|#\\d{1,5})?${END})`, 'y');
/** "Mozilla/5.0", "a_1.dll" */
const NO_VALUE = new RegExp(
  `(?:[A-Za-z][\\w-]*/\\d{1,9}\\.\\d{1,9}(?:\\.\\d{1,9})?|\\w{1,50}\\.(?:${FILES}))${END}`,
  'y',
);
const ADDRESS = '(?:(?:[1-9]\\d{0,2}|0)\\.){3}(?:[1-9]\\d{0,2}|0)';
const SEGMENT = '/[\\w~+=$&-]*';
/** Nothing in its path could be read as something else, and nothing of it is spelled otherwise in the canonical form. */
const LINK = new RegExp(
  `https?://(?:${ADDRESS}|${HOST})(?:(?:${SEGMENT})+(?:(?<!/)\\.(?:${FILES}))?(?:\\?[\\w~+=$&/%-]+)?)?${END}`,
  'y',
);
/** "src=", "(" */
const PREFIX = /\(|[\w-]{1,30}=/y;
/** The longest label of a name; a word that is not longer needs no count of its labels. */
const LONGEST = 63;
const LONGEST_LINK = 4096;

/**
 * Reads the word that begins here if it is nothing but a name in small letters, an IPv4 address or an ordinary link, as most are: each is
 * told by one look of a pattern, and reads the same as it would by the long way. Answers with where it ends; -1 where it takes a closer look.
 */
export function readPlainWord(found: Tokens, start: number): number {
  const end = readPlain(found, start);
  if (end >= 0) return end;
  const behind = endOf(PREFIX, found.text, start);
  return behind < 0 ? -1 : readPlain(found, behind);
}

function readPlain(found: Tokens, start: number): number {
  const { text } = found;
  const first = text.charCodeAt(start);
  if (isDigit(first)) {
    const end = endOf(NUMBER, text, start);
    const address = end < 0 ? undefined : parseIpv4(text.slice(start, end));
    if (address) found.add('ipv4', address, start, end);
    if (end >= 0) return end;
  } else if (first === SMALL_H && text.startsWith('http', start)) {
    const end = endOf(LINK, text, start);
    if (end >= 0) return addLink(found, start, end);
  }
  const end = endOf(NAME, text, start);
  if (end < 0 || end - start > LONGEST) return endOf(NO_VALUE, text, start);
  const value = text.slice(start, end);
  if (!hasFileEnding(value)) found.add('domain', value, start, end);
  return end;
}

const SMALL_H = 0x68;

function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function addLink(found: Tokens, start: number, end: number): number {
  const { text } = found;
  const host = text.indexOf('/', start) + 2;
  const slash = text.indexOf('/', host);
  const path = slash < 0 || slash > end ? end : slash;
  // Longer names may have labels that are too long.
  if (path - host > LONGEST || end - start > LONGEST_LINK) return -1;
  const isAddress = isDigit(text.charCodeAt(path - 1));
  if (isAddress && !parseIpv4(text.slice(host, path))) return -1;
  const isRoot = path === end - 1;
  found.add('url', text.slice(start, isRoot ? path : end), start, end);
  return end;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

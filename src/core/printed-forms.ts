import { between, createFinderOfAny, isAt, matchAt, placesOf } from './finder.ts';
import { LINK_ATTRIBUTES } from './rare-signs.ts';
import type { Rewrite } from './rare-forms.ts';
import type { Token } from './tokens.ts';

// What mails, type setters, PDF readers and the sources of pages and programs make of a text.

/** "href=3D" and ends of lines behind "=": the source of a mail (RFC 2045, 6.7). One alone may stand in any link. */
const QUOTED = /=(?:3D|\r?\n)/y;
const BYTE = /=(?:([2-7][0-9A-F])|\r?\n)/g;

export function quotedPrintable(text: string): Rewrite[] {
  let signs = 0;
  for (const at of placesOf(text, '=3D')) if (isAt(QUOTED, text, at) && ++signs > 1) break;
  if (signs === 0 || (signs === 1 && !/=3D["']|=\r?\n/.test(text))) return [];
  const body = startOfBody(text);
  const head = Array.from(text.slice(0, body).matchAll(ENCODED_WORDS), ({ 0: words, index }) =>
    Array.from(words.matchAll(PIECE_OF_WORD), (piece) => rewriteByte(piece, index, piece[2] ? '' : ' ')),
  );
  return [
    ...head.flat(),
    ...Array.from(text.slice(body).matchAll(BYTE), (byte) => rewriteByte(byte, body, '')),
  ];
}

/** A byte, or what else stands there. */
function rewriteByte({ 0: written, 1: byte, index }: RegExpExecArray, from: number, other: string): Rewrite {
  const meant = byte === undefined ? other : String.fromCharCode(Number.parseInt(byte, 16));
  return { at: from + index, length: written.length, meant };
}

/** Behind the fields of a mail's head, of which only some words are written so: "client-ip=203.0.113.5", "=?utf-8?Q?evil=2Eexample?=" (RFC 2047). */
function startOfBody(text: string): number {
  return FIELD.test(text) ? Math.max(0, text.search(/\r?\n\r?\n/)) : 0;
}

const FIELD = /^[A-Za-z][\w-]{1,40}:[ \t]/;
const ENCODED_WORDS =
  /=\?[\w-]{2,40}\?q\?[^?\s]{1,300}\?=(?:\s{1,4}=\?[\w-]{2,40}\?q\?[^?\s]{1,300}\?=){0,40}/gi;
/** The blank between two of them is none. */
const PIECE_OF_WORD = /=([2-7][0-9A-F])|(\?=\s{1,4}=\?[\w-]{2,40}\?q\?)|=\?[\w-]{2,40}\?q\?|\?=$/gi;

const LIGATURES: Readonly<Record<string, string>> = {
  '\ufb00': 'ff',
  '\ufb01': 'fi',
  '\ufb02': 'fl',
  '\ufb03': 'ffi',
  '\ufb04': 'ffl',
};

/** "o\ufb03ce.evil.example": type setters join these letters to one. */
export function ligatures(text: string): Rewrite[] {
  // Two searches are quicker than a pattern is, and a text with any of them has one of these.
  if (!text.includes('\ufb01') && !text.includes('\ufb02')) return [];
  return Array.from(text.matchAll(/[\ufb00-\ufb04]/g), ({ 0: joined, index }) => ({
    at: index,
    length: 1,
    meant: LIGATURES[joined] ?? joined,
  }));
}

/** "evil . com", "www . evil . com", "192.0.2 . 1", "192 . 0 . 2 . 1"; a sentence may end in " . ", and so the ending must be no word. */
const NAME_APART =
  /[\w-]{1,63}(?:(?: \. |\.)[\w-]{1,63}){0,8}(?: \. |\.)(?:com|net|org|info|biz|ru|cn|test|example)(?![\w.-])/y;
const ADDRESS_APART = /\d{1,3}(?:(?: \. |\.)\d{1,3}){3}(?![\w.]| \. \d)/y;
const BEFORE = /(?<![\w@.-]|\d \. )[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}$/;
const LONGEST_BEFORE = 320;

export function dotsApart(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  let done = 0;
  for (const at of between(text, '. ')) {
    const from = Math.max(done, at - LONGEST_BEFORE);
    const start = from + text.slice(from, at).search(BEFORE);
    if (at < done || start < from) continue;
    const whole = matchAt(ADDRESS_APART, text, start)?.[0] ?? matchAt(NAME_APART, text, start)?.[0] ?? '';
    for (const { index } of whole.matchAll(/ \. /g)) found.push({ at: start + index, length: 3, meant: '.' });
    done = Math.max(done, start + whole.length);
  }
  return found;
}

/** 'href="http://evil.example/a b.html"': between quotes a link may hold blanks, which browsers encode, and ends of lines, which they drop. */
const QUOTED_LINK = /=(["'])[a-z]{3,5}:\/\/[^"'<>\s]{1,2048}[ \t\r\n][^"'<>]{1,2048}\1/iy;
const ATTRIBUTE = new RegExp(`\\b(?:${LINK_ATTRIBUTES})$`, 'i');
const LONGEST_ATTRIBUTE = 12;

export function quotedLinks(text: string): Rewrite[] {
  const found: Rewrite[] = [];
  const next = createFinderOfAny(text, ['="', "='"]);
  for (let at = next(0); at < text.length; at = next(at + 1)) {
    const link = matchAt(QUOTED_LINK, text, at)?.[0].slice(0, -1).trimEnd() ?? '';
    if (!link || !ATTRIBUTE.test(text.slice(Math.max(0, at - LONGEST_ATTRIBUTE), at))) continue;
    for (const { 0: blank, index } of link.matchAll(/\s/g))
      found.push({ at: at + index, length: 1, meant: blank === ' ' ? '%20' : '' });
  }
  return found;
}

/** "http://ocsp.example.com0;": what `strings` shows of a certificate. The next field begins with 0x30, which is a "0". "4.0.dev0" is a version. */
const TAIL = /(?<=[a-z][a-z\d-]*\.(?!dev0)[a-z]{2,63})0[a-z\d]*$/;

export function withoutTail(token: Token, text: string): Token | undefined {
  const { type, value, end } = token;
  const tail = type === 'domain' || type === 'url' ? (TAIL.exec(value)?.[0] ?? '') : '';
  if (!tail || text.slice(end - tail.length, end).toLowerCase() !== tail) return undefined;
  // The slash that a path begins with stands before the tail.
  if (value.includes('/', value.indexOf('//') + 2)) return undefined;
  return { ...token, value: value.slice(0, -tail.length), end: end - tail.length };
}

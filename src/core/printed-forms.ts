import { between, isAt, matchAt, placesOf } from './finder.ts';
import type { Rewrite } from './rare-forms.ts';

// What mails, type setters and PDF readers make of a text on its way.

/** "href=3D" and ends of lines behind "=": the source of a mail (RFC 2045, 6.7). One alone may stand in any link. */
const QUOTED = /=(?:3D|\r?\n)/y;
const BYTE = /=(?:([2-7][0-9A-F])|\r?\n)/g;

export function quotedPrintable(text: string): Rewrite[] {
  let signs = 0;
  for (const at of placesOf(text, '=3D')) if (isAt(QUOTED, text, at) && ++signs > 1) break;
  if (signs === 0 || (signs === 1 && !/=3D["']|=\r?\n/.test(text))) return [];
  return Array.from(text.matchAll(BYTE), ({ 0: written, 1: byte, index }) => ({
    at: index,
    length: written.length,
    meant: byte === undefined ? '' : String.fromCharCode(Number.parseInt(byte, 16)),
  }));
}

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

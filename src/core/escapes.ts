import { isAnyWordAt } from './any-script.ts';
import { BRACKETED, rewriteBracketed } from './brackets.ts';
import type { Edits } from './edits.ts';
import { isAt, isOneOf } from './finder.ts';
import { MAY_ESCAPE } from './marks.ts';
import { rewriteScheme } from './schemes.ts';

// Signs that are escaped, written as entities, or taken from beyond ASCII.

const WORD_FOLLOWS = /^\[?[A-Za-z0-9]/;
const ESCAPED = /[\\^]{1,8}([./:@-])/y;
/** JSON's and JavaScript's escapes, shown as text. */
const CODE_ESCAPE = /\\u00([23][0-9a-f]|40)|\\x(2[de-f]|3a|40)/iy;
const LINE_END = /(?<!\\)\\[nrt](?=\w)/y;

const BEHIND_ESCAPE = '\\^[({<./:@-uUxXnNrRtT';

export function rewriteEscape(edits: Edits): void {
  const { source, at } = edits;
  if (!isOneOf(BEHIND_ESCAPE, source.charAt(at + 1)) || !isAt(MAY_ESCAPE, source, at + 1)) return;
  const code = edits.match(CODE_ESCAPE);
  if (code) {
    const meant = String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? '', 16));
    return edits.replace(code[0].length, meant);
  }
  // "\n" in the source of JSON, and not the beginning of a folder's name in "C:\new".
  if (edits.match(LINE_END) && edits.last() !== ':') return edits.replace(2, ' ');
  const bracketed = edits.match(BRACKETED);
  if (bracketed) return rewriteBracketed(edits, bracketed);
  const escaped = edits.match(ESCAPED);
  if (!escaped || !(/[:/]/.test(edits.last()) || isAnyWordAt(edits.last(), 0))) return;
  const blanks = escaped[1] === ':' ? (rewriteScheme(edits) ?? 0) : 0;
  edits.replace(blanks + escaped[0].length, escaped[1] ?? '');
}

/** Of the source of a page that is shown as text. "&amp;#46;" was escaped twice, and so on. */
const ENTITY = /&(?:amp;)*(?:([a-z]{2,6})|#(\d{2,3})|#x([0-9a-f]{2}));/iy;
const ENTITIES: Readonly<Record<string, string>> = {
  period: '.',
  commat: '@',
  colon: ':',
  sol: '/',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

export function rewriteEntity(edits: Edits): void {
  const entity = edits.match(ENTITY);
  const meant = entity && meantByEntity(entity);
  if (entity && meant !== undefined) edits.replace(entity[0].length, meant);
}

/** "&quot;" -> '"', "&#46;" -> ".", "&#x2f;" -> "/"; undefined for what is no printable ASCII character. */
function meantByEntity([, name, decimal, hex]: RegExpExecArray): string | undefined {
  if (name !== undefined) return ENTITIES[name.toLowerCase()];
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : undefined;
}

const BLANKS_AROUND_DOT = /\u00A0\.\u00A0(?=[A-Za-z0-9])/y;

export function rewriteUnusual(edits: Edits, character: string): void {
  switch (character) {
    case '\u00A0':
      if (edits.match(BLANKS_AROUND_DOT) && isAnyWordAt(edits.last(), 0)) edits.replace(3, '.');
      return;
    case '\u2010':
    case '\u2011':
      return edits.replace(1, '-');
    case '\uFF0F':
      return edits.replace(1, '/');
    case '\uFF20':
      return edits.replace(1, '@');
    default:
      // An ideographic full stop also ends sentences: it is a dot only between two words of a host name.
      if (
        WORD_FOLLOWS.test(edits.source.slice(edits.at + 1, edits.at + 3)) &&
        isAnyWordAt(edits.last(), 0) &&
        !(character === '\u3002' && endsSentence(edits))
      )
        edits.replace(1, '.');
  }
}

/** "です。evil.example": a name is of one script. "连接C2。evil.example": nor are its dots written in two ways, behind a word that is glued. */
function endsSentence(edits: Edits): boolean {
  const { source, at } = edits;
  if (edits.last() > '\x7f') return true;
  return (
    GLUED_LABEL.test(source.slice(Math.max(0, at - LONGEST_LABEL - 1), at)) && isAt(DOTTED, source, at + 1)
  );
}

const LONGEST_LABEL = 63;
const GLUED_LABEL = /[\u0e00-\u10ff\u1780-\u17ff\u2e80-\u2fff\u3040-\ufeff][\w-]+$/;
const DOTTED = /[\w-]{1,63}\.\w/y;

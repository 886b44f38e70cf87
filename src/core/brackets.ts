import { isAnyWordAt } from './any-script.ts';
import { EDGE, isWordAt } from './characters.ts';
import type { Edits } from './edits.ts';
import { isAt, isOneOf, matchAt } from './finder.ts';
import { MAY_DEFANG, MAY_DEFANG_SQUARE, WIDE_DOTS } from './marks.ts';
import { rewriteBracketedScheme, rewriteScheme } from './schemes.ts';

// Defanging by brackets: around a sign, around a piece of a value, or one alone.
// Six blanks and eight brackets at most, here and below: bounds keep every pattern linear.

const SIGN = `\\.\\s?\\.?|[${WIDE_DOTS},\u00b7\u2022]|d[o0]t|punkt|p[ou]nto|point|:\\\\?\\/(?:\\\\?\\/)?|::?|\\\\?\\/\\\\?\\/|\\/|@|at|et|arroba|-`;
export const BRACKETED = new RegExp(`\\\\?[[({<]{1,4}\\s{0,6}\\\\?(${SIGN})\\s{0,6}\\\\?[\\])}>]{1,4}`, 'iy');
/** Signs that stand for themselves, and those for a dot, are not listed. */
const MEANT: Record<string, string> = {
  ':/': '://',
  at: '@',
  et: '@',
  arroba: '@',
};

function meantBySign(sign: string): string {
  if (sign === '.' || sign === '@') return sign;
  const plain = sign.toLowerCase().replaceAll('\\', '');
  return MEANT[plain] ?? (/^[/@:-]/.test(plain) ? plain : '.');
}

/** Undoes what an opening bracket at the rule's place belongs to, if it is defanging; so do the other rules at theirs. */
export function rewriteOpening(edits: Edits, bracket: string): void {
  const { source, at } = edits;
  // "evil[.]example", "evil(.)example": by far the most common.
  if (
    source.charAt(at + 1) === '.' &&
    isOneOf('])}>', source.charAt(at + 2)) &&
    edits.wordAt(at + 3) &&
    edits.wordAt(at - 1)
  )
    return edits.replace(3, '.');
  const mayDefang = bracket === '[' ? MAY_DEFANG_SQUARE : MAY_DEFANG;
  if (!isAt(mayDefang, source, at + 1) && !isOneOf('.@/', edits.last())) return;
  const found = edits.match(BRACKETED);
  if (found) return rewriteBracketed(edits, found);
  if (rewriteBracketedScheme(edits) || bracket === '<') return;
  rewriteBracketAroundPiece(edits, bracket);
}

const BLANKS = /\s{0,6}/y;

function wordMayBeginAt(text: string, at: number): boolean {
  if (text.charAt(at) === '[') return isWordAt(text, at + 1);
  return text.charAt(at) === '/' || isAnyWordAt(text, at);
}

/** "hxxp[:]\\evil.example" */
const TURNED_SLASHES = /\\{2,4}(?=[\w[(])/y;

/** "[.]", "(dot)", "{at}", "[://]" */
export function rewriteBracketed(edits: Edits, found: RegExpExecArray): void {
  const meant = meantBySign(found[1] ?? '');
  let length = found[0].length;
  // "(2001:db8:[:])": the second closing bracket is another's, unless two were opened.
  if (/[\])}>]{2}$/.test(found[0]) && !/^\\?[[({<]{2}/.test(found[0])) length -= 1;
  // "decode(..) and format(..) fail": what is handed over was left out.
  if (found[1]?.startsWith('..') && !wordMayBeginAt(edits.source, edits.at + length)) return;
  if (meant === '.' || meant === '@') {
    // "evil [.] example": the blanks belong to the defanging, but only between two words.
    const behind = edits.at + length + (matchAt(BLANKS, edits.source, edits.at + length)?.[0].length ?? 0);
    if (wordMayBeginAt(edits.source, behind)) length = behind - edits.at + edits.takeBlanksBefore();
  } else if (meant.startsWith(':')) {
    const blanks = rewriteScheme(edits);
    length += blanks ?? 0;
    const isWhole = blanks === undefined || meant !== ':';
    const slashes = isWhole ? undefined : matchAt(TURNED_SLASHES, edits.source, edits.at + length)?.[0];
    if (slashes) return edits.replace(length + slashes.length, '://');
  } else if (meant === '-' && !(isAnyWordAt(edits.last(), 0) && edits.wordAt(edits.at + length))) {
    return;
  }
  edits.replace(length, meant);
}

/** "[www].evil", "[www.]evil", "evil.[com]", "192.0.2.[1]" */
const AROUND_PIECE = /\[([a-z0-9-]{1,63}|www\.)\]|[({](www\.?)[)}](?=\.?\w)/iy;
/** "evil[.com]", "192.0.2[.1]", "evil(.example.com)"; but not "font(.title).padding(4)" */
const AROUND_ENDING = /[[({]\s?(\.[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4})\s?[\])}](?!\.\w+\()/iy;
/** A bracket that lost its partner, or some: "evil[.example", "evil [[. ]) example", "evil[dot example", "http[://" */
const UNPAIRED = /(?:[[({]\s?){1,8}(\.|,|dot|@|:\/\/|:|\/)\s?(?:[\])}[({]\s?){0,8}(?=[\w/])/iy;

function rewriteBracketAroundPiece(edits: Edits, bracket: string): void {
  const last = edits.last();
  const isGlued = isAnyWordAt(last, 0);
  const ending = isGlued ? edits.match(AROUND_ENDING) : undefined;
  if (ending?.[1] !== undefined) {
    // "scale(.98)" is a fraction.
    if (!/^\.\d+$/.test(ending[1]) || /\d/.test(last)) edits.replace(ending[0].length, ending[1]);
    return;
  }
  const unpaired = isGlued || /\s/.test(last) ? edits.match(UNPAIRED) : undefined;
  // Glued on both sides to what it stands between, a bracket before a dot has no other meaning.
  if (unpaired && ((isGlued && unpaired[0].startsWith('[.')) || !hasPartner(edits, bracket)))
    return rewriteUnpaired(edits, unpaired, isGlued);
  const piece = edits.match(AROUND_PIECE);
  const inside = piece?.[1] ?? piece?.[2];
  if (inside !== undefined && isInsideValue(edits, inside)) return unwrapPiece(edits, inside);
  rewriteBracketBehindSign(edits, bracket, last);
}

/** "evil.[example", "me@(example.org", "https://(example.org" */
function rewriteBracketBehindSign(edits: Edits, bracket: string, last: string): void {
  if (!edits.wordAt(edits.at + 1) || hasPartner(edits, bracket)) return;
  const isSign = (last === '.' || last === '@') && isAnyWordAt(edits.last(1), 0);
  if (isSign || edits.tail(3) === '://') edits.replace(1, '');
}

function rewriteUnpaired(edits: Edits, found: RegExpExecArray, isGlued: boolean): void {
  const meant = meantBySign(found[1] ?? '');
  let length = found[0].length;
  if (meant.startsWith(':')) length += rewriteScheme(edits) ?? 0;
  else if (!isGlued) {
    // "example [.com" is one name; "see [/tmp" and "text [@home" are not.
    if (meant !== '.') return;
    length += edits.takeBlanksBefore();
    if (!isAnyWordAt(edits.last(), 0)) return;
  }
  edits.replace(length, meant);
}

/**
 * Brackets around a piece count as defanging only where the piece is glued to a value on one side by a dot; "array[1]" and
 * "see [CERT]" are left alone.
 */
function isInsideValue(edits: Edits, piece: string): boolean {
  if (PLACEHOLDER.test(piece)) return false;
  const next = edits.at + piece.length + 2;
  const after = edits.source.slice(next, next + 12);
  if (piece.endsWith('.')) return /^\w/.test(after);
  if (BRACKETED_DOT_FOLLOWS.test(after)) return !isAnyWordAt(edits.last(), 0);
  // "a[i].name" is code: a word may stand before the bracket only with a dot between.
  if (DOT_FOLLOWS.test(after))
    return (
      !isAnyWordAt(edits.last(), 0) &&
      (!/^\d+$/.test(piece) || /^(?:[^A-Za-z0-9]{1,4}|\s{1,3}dot\s{1,3})\d/i.test(after)) &&
      !/^\.[A-Z]/.test(after)
    );
  if (edits.last() !== '.' || !isAnyWordAt(edits.last(1), 0) || /^\w/.test(after)) return false;
  // "evil.example.[1]" cites its source; only behind three octets a number is one more.
  return /^\d+$/.test(piece) ? /(?<![\d.])(?:\d{1,3}\.){3}$/.test(edits.tail(13)) : true;
}

/** "[redacted].evil.example": what stood there is not told. */
const PLACEHOLDER = /^(?:masked|random|redacted|removed|snip(?:ped)?|victim)$/i;
const DOT_FOLLOWS = new RegExp(`^(?:[\\\\^]{0,4}[.${WIDE_DOTS}]|\\s{1,3}dot\\s{1,3}|-dot-)\\[?\\w`, 'i');
const BRACKETED_DOT_FOLLOWS = /^\s?[[({<]\s?(?:\.|dot)/i;

/** Each bracket goes with the character next to it, so that a value covers its brackets. */
function unwrapPiece(edits: Edits, piece: string): void {
  if (piece.length === 1) return edits.replace(3, piece);
  edits.replace(2, piece.charAt(0));
  edits.at += piece.length - 2;
  edits.replace(2, piece.slice(-1));
}

/** "evil.]example", "192.0.2.)))1"; behind a blank the next sentence begins: "(evil[.]example.) it". */
const SIGN_BEFORE = /([.:@]|dot)\s{0,6}$/i;
const CLOSING = /[\])}]{1,8}(?=\w)/y;
/** "evil].example", "evil}.{example", "me)@example.org", "https]://"; again without a blank: "(evil[.]example). it". */
const CLOSING_THEN_SIGN = /[\])}]{1,8}\s?(\.|dot|@|:\/\/)(?:\s?[[\](){}]{1,8}\s?)?(?=\w)/iy;
/** Brackets on both sides, turned away: square ones stand around the sign, whatever pairs they make further off. */
const TURNED_AWAY = /^[\])}]+(?:\.|@)[[({]+$/;

export function rewriteClosing(edits: Edits, bracket: string): void {
  const { at, source } = edits;
  const next = source.charAt(at + 1);
  // Most brackets close a pair of ordinary text.
  if (
    !isOneOf(SIGNS_AROUND_CLOSING, source.charAt(at - 1)) &&
    (!isOneOf(SIGNS_AROUND_CLOSING, next) || (next === ':' && source.charAt(at + 2) === ' '))
  )
    return;
  const then = isAnyWordAt(edits.last(), 0) ? edits.match(CLOSING_THEN_SIGN) : undefined;
  if (then && (isTurnedAway(edits, then[0], bracket) || !isOfPair(edits, bracket))) {
    const meant = meantBySign(then[1] ?? '');
    const blanks = meant === '://' ? (rewriteScheme(edits) ?? 0) : 0;
    return edits.replace(blanks + then[0].length, meant);
  }
  const closing = edits.match(CLOSING);
  const from = Math.max(edits.done, at - 9);
  const sign = closing && SIGN_BEFORE.exec(source.slice(from, at));
  if (!closing || !sign || isOfPair(edits, bracket)) return;
  edits.at = from + sign.index;
  if (isAnyWordAt(edits.last(), 0))
    edits.replace(at + closing[0].length - edits.at, meantBySign(sign[1] ?? ''));
  else edits.at = at;
}

/** "evil].[example", "evil).(example"; but not "{0}.{1}", and not "[text](http://evil.example/a).(Citation: name)". */
function isTurnedAway(edits: Edits, signs: string, bracket: string): boolean {
  return TURNED_AWAY.test(signs) && (bracket === ']' || !hasPartner(edits, bracket));
}

const SIGNS_AROUND_CLOSING = '.:@])}tT';

/** A sentence may end inside round brackets, and code is full of pairs; what was undone already is no partner. */
function isOfPair(edits: Edits, bracket: string): boolean {
  return hasPartner(edits, bracket) || SENTENCE.test(edits.source.slice(edits.at, edits.at + 12));
}

/** ").In the": a capital behind the dot, and more words; ").name(": a call. */
const SENTENCE = /^[\])}]\s?\.\s?(?:[A-Z][a-z]*(?![\w.])|\w+\()/;

const PARTNERS: Record<string, string> = { '[': ']', '(': ')', '{': '}', ']': '[', ')': '(', '}': '{' };
/** How far its partner is looked for before a bracket counts as left over. */
const BRACKET_REACH = 200;

/** Whether the bracket at the rule's place is one of a pair: "(see evil.example.)Next", "list[0].name". */
function hasPartner({ source, at, done }: Edits, bracket: string): boolean {
  const partner = PARTNERS[bracket];
  const step = '[({'.includes(bracket) ? 1 : -1;
  let depth = 0;
  const floor = step < 0 ? done : 0;
  for (let i = at + step; i >= floor && i < source.length && Math.abs(i - at) <= BRACKET_REACH; i += step) {
    const character = source.charAt(i);
    if (character === EDGE) return false;
    if (character === bracket) depth += 1;
    else if (character === partner && depth-- === 0) return true;
  }
  return false;
}

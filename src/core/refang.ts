import { isAnyLetterAt, isAnyWordAt } from './any-script.ts';
import { codeAt, EDGE, holdsUnusual, isWordAt } from './characters.ts';
import { Edits } from './edits.ts';
import { createFinderOfAny, isAt } from './finder.ts';
import {
  createMarkFinder,
  MAY_DEFANG,
  MAY_DEFANG_SQUARE,
  MAY_ESCAPE,
  ORDINARY_LINK,
  WIDE_DOTS,
} from './marks.ts';

/**
 * Text with its defanging undone, and the way back: a piece [start, end) of `text` stood at
 * [originalStart(start), originalEnd(end)) in the text as written.
 */
export interface Refanged {
  text: string;
  originalStart(start: number): number;
  originalEnd(end: number): number;
  /** Moves a piece of `text` to where it stood as written, and notes whether anything in it was defanged. Characters that nobody sees do not count. */
  moveBack(piece: Piece): void;
}
export interface Piece {
  start: number;
  end: number;
  defanged?: true;
}

/**
 * Undoes the usual ways of defanging, so that one grammar reads both spellings:
 * "hxxps[:]//evil[.]example" -> "https://evil.example", "a (at) b (dot) example" -> "a@b.example".
 * Characters that nobody sees (zero-width, soft hyphen, direction marks) are dropped. Linear in the text: it jumps from
 * one character that may belong to defanging to the next and copies what lies between.
 */
export function refang(text: string, isUnusual = holdsUnusual(text)): Refanged {
  return (isUnusual || text.includes('\u00AD')) && IS_INVISIBLE.test(text)
    ? refangVisible(text)
    : undo(text, isUnusual);
}

function undo(text: string, isUnusual: boolean): Refanged {
  const edits = new Edits(text);
  const phrases = phrasesIn(text);
  const nextMark = createMarkFinder(text, isUnusual);
  let phrase = 0;
  for (let from = 0; ;) {
    const at = nextMark(from);
    const next = phrases[phrase];
    if (next && next.index < at) {
      rewritePhrase(edits, next);
      phrase++;
      from = Math.max(from, edits.done);
      continue;
    }
    if (at === text.length) break;
    edits.at = at;
    rewriteAt(edits, text.charAt(at));
    from = Math.max(edits.done, at + 1);
  }
  return edits.finish();
}

/** What nobody sees is taken out before everything else, since it may stand inside the very brackets. */
function refangVisible(text: string): Refanged {
  const edits = new Edits(text);
  for (const { index } of text.matchAll(EVERY_INVISIBLE)) {
    edits.at = index;
    edits.replace(1, '');
  }
  const visible = edits.finish();
  const clear = undo(visible.text, true);
  return {
    text: clear.text,
    originalStart: (start) => visible.originalStart(clear.originalStart(start)),
    originalEnd: (end) => visible.originalEnd(clear.originalEnd(end)),
    moveBack(piece) {
      clear.moveBack(piece);
      const start = visible.originalStart(piece.start);
      piece.end = visible.originalEnd(piece.end);
      piece.start = start;
    },
  };
}

const INVISIBLE =
  '\\u00AD\\u034F\\u061C\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2064\\u2066-\\u2069\\uFEFF';
function rewriteAt(edits: Edits, character: string): void {
  switch (character) {
    case '[':
    case '(':
    case '{':
    case '<':
      return rewriteOpening(edits, character);
    case ']':
    case ')':
    case '}':
      return rewriteClosing(edits, character);
    case '\\':
    case '^':
      return rewriteEscape(edits);
    case ':':
    case '\uFF1A':
      return rewriteColon(edits, character);
    case '&':
      return rewriteEntity(edits);
    default:
      return rewriteUnusual(edits, character);
  }
}

const IS_INVISIBLE = new RegExp(`[${INVISIBLE}]`);
const EVERY_INVISIBLE = new RegExp(IS_INVISIBLE, 'g');
const WORD_FOLLOWS = /^\[?[A-Za-z0-9]/;

// --- Brackets -------------------------------------------------------------------------------------------------------
// Six blanks and eight brackets at most, here and below: bounds keep every pattern linear.

const SIGN = `\\.\\s?\\.?|[${WIDE_DOTS},\u00b7\u2022]|d[o0]t|punkt|p[ou]nto|point|:\\\\?\\/(?:\\\\?\\/)?|::?|\\\\?\\/\\\\?\\/|\\/|@|at|et|arroba|-`;
const BRACKETED = new RegExp(`\\\\?[[({<]{1,4}\\s{0,6}\\\\?(${SIGN})\\s{0,6}\\\\?[\\])}>]{1,4}`, 'iy');
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

function rewriteOpening(edits: Edits, bracket: string): void {
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

/** "[.]", "(dot)", "{at}", "[://]" */
function rewriteBracketed(edits: Edits, found: RegExpExecArray): void {
  const meant = meantBySign(found[1] ?? '');
  let length = found[0].length;
  // "(2001:db8:[:])": the second closing bracket is another's, unless two were opened.
  if (/[\])}>]{2}$/.test(found[0]) && !/^\\?[[({<]{2}/.test(found[0])) length -= 1;
  if (meant === '.' || meant === '@') {
    // "evil [.] example": the blanks belong to the defanging, but only between two words.
    const behind = edits.at + length + (matchAt(BLANKS, edits.source, edits.at + length)?.[0].length ?? 0);
    if (wordMayBeginAt(edits.source, behind)) length = behind - edits.at + edits.takeBlanksBefore();
  } else if (meant.startsWith(':')) {
    length += rewriteScheme(edits) ?? 0;
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
  if (ending) return edits.replace(ending[0].length, ending[1] ?? '');
  const unpaired = isGlued || /\s/.test(last) ? edits.match(UNPAIRED) : undefined;
  // Glued on both sides to what it stands between, a bracket before a dot has no other meaning.
  if (unpaired && ((isGlued && /^[[{]\./.test(unpaired[0])) || !hasPartner(edits, bracket)))
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

const DOT_FOLLOWS = new RegExp(`^(?:[\\\\^]{0,4}[.${WIDE_DOTS}]|\\s{1,3}dot\\s{1,3}|-dot-)\\[?\\w`, 'i');
const BRACKETED_DOT_FOLLOWS = /^\s?[[({<]\s?(?:\.|dot)/i;

/** Each bracket goes with the character next to it, so that a value covers its brackets. */
function unwrapPiece(edits: Edits, piece: string): void {
  if (piece.length === 1) return edits.replace(3, piece);
  edits.replace(2, piece.charAt(0));
  edits.at += piece.length - 2;
  edits.replace(2, piece.slice(-1));
}

/** "evil.]example", "192.0.2.)))1" */
const SIGN_BEFORE = /([.:@]|dot)\s{0,6}$/i;
const CLOSING = /[\])}]{1,8}\s?(?=\w)/y;
/** "evil].example", "evil}.{example", "me)@example.org", "https]://" */
const CLOSING_THEN_SIGN = /[\])}]{1,8}\s?(\.|dot|@|:\/\/)\s?[[\](){}]{0,8}\s?(?=\w)/iy;
/** Brackets on both sides, turned away: whatever pairs they make further off, they stand around the sign. */
const TURNED_AWAY = /^[\])}]+(?:\.|@)[[({]+$/;

function rewriteClosing(edits: Edits, bracket: string): void {
  const { at, source } = edits;
  const next = source.charAt(at + 1);
  // Most brackets close a pair of ordinary text.
  if (
    !isOneOf(SIGNS_AROUND_CLOSING, source.charAt(at - 1)) &&
    (!isOneOf(SIGNS_AROUND_CLOSING, next) || (next === ':' && source.charAt(at + 2) === ' '))
  )
    return;
  const then = isAnyWordAt(edits.last(), 0) ? edits.match(CLOSING_THEN_SIGN) : undefined;
  if (then && (TURNED_AWAY.test(then[0]) || !isOfPair(edits, bracket))) {
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

// --- Schemes --------------------------------------------------------------------------------------------------------

/** "h[tt]p", "h(xx)ps", "hx[x]p", "[http]", "<hxxps>", before what may be the colon. */
const LETTERS_BRACKETED = /[[({]([tx*]{1,3})[\])}]([tx]?ps?)(?=\s?[[({<\\]?:|\/\/)/iy;
const SCHEME_BRACKETED = /[[({<](h[tx]{2}ps?|[fs]?[tx]{1,2}ps?)[\])}>](?=\s?[[({<\\]?:)/iy;

function rewriteBracketedScheme(edits: Edits): boolean {
  const whole = edits.match(SCHEME_BRACKETED);
  if (whole) {
    edits.replace(whole[0].length, meantByScheme(whole[1] ?? ''));
    return true;
  }
  const secure = edits.match(SECURE_BRACKETED);
  if (secure && /(?<![a-z\d])h[tx]{2}p$/i.test(edits.tail(5))) return rewriteSecure(edits, secure[0].length);
  const letters = edits.match(LETTERS_BRACKETED);
  const before = letters && /h[tx]?$/i.exec(edits.source.slice(Math.max(edits.done, edits.at - 2), edits.at));
  if (!letters || !before || /[\w.]/.test(edits.last(before[0].length))) return false;
  edits.at -= before[0].length;
  edits.replace(before[0].length + letters[0].length, meantByScheme(`h${letters[2]}`));
  if (edits.source.startsWith('//', edits.at)) edits.replace(2, '://');
  return true;
}

/** "http[s]://", "hxxp(s)[:]//" */
const SECURE_BRACKETED = /[[({]s[\])}](?=\s?[[({\\]?:)/iy;

function rewriteSecure(edits: Edits, length: number): boolean {
  const name = edits.source.slice(Math.max(edits.done, edits.at - 4), edits.at);
  if (name.length === 4) edits.at -= 4;
  edits.replace(name.length === 4 ? 4 + length : length, name.length === 4 ? 'https' : 's');
  return true;
}

/** A scheme before its colon, with letters changed ("hxxp", "h**ps", "xxps", "meow", "fxp", "http!"), without its first or as it is. */
const SCHEME_BEFORE =
  /(?<![a-z\d])(h[tx0*#_-]{1,4}p[sx]?s?[!@&$A]?|h[tx]{2}xs?|hpps?|x{4,5}s?|xxps?|ttps?|meows?|f[tx*]ps?|ft[px]|s[fx*][tx*]p|ssh|wss?)([\s\])}]?)$/i;
const LONGEST_SCHEME = 10;

function meantByScheme(written: string): string {
  const scheme = written.toLowerCase();
  if (scheme === 'ssh' || scheme === 'ws' || scheme === 'wss') return scheme;
  if (scheme.startsWith('s')) return 'sftp';
  if (scheme.startsWith('f')) return scheme.endsWith('s') ? 'ftps' : 'ftp';
  // "httpx", "http!": a letter or a sign in place of the last one.
  return /[s!@&$a]$|px$|x{5}/.test(scheme) ? 'https' : 'http';
}

/**
 * Puts the scheme right that stands before the rule's place, and moves that behind the scheme. Answers with the blanks between them,
 * which the edit of the colon takes in; undefined where there is no scheme.
 */
function rewriteScheme(edits: Edits): number | undefined {
  const { at, done } = edits;
  if (rewriteCommonScheme(edits)) return 0;
  const scheme = schemeBefore(edits);
  if (!scheme) return done > at - 2 && /(?:https?|s?ftp)$/.test(edits.tail(5)) ? 0 : undefined;
  const [, written = '', blank = ''] = scheme;
  const meant = meantByScheme(written);
  if (written.toLowerCase() !== meant) {
    edits.at = at - written.length - blank.length;
    edits.replace(written.length, meant);
  }
  edits.at = at - blank.length;
  return blank.length;
}

const COMMON_SCHEMES = new Set(['hxxp', 'hXXp', 'http', 'h**p']);

/** Of the four that are by far the most frequent, told without a pattern. */
function rewriteCommonScheme(edits: Edits): boolean {
  const { source, at, done } = edits;
  const end = source.charAt(at - 1) === 's' ? at - 1 : at;
  const start = end - 4;
  const written = start > done ? source.slice(start, end) : '';
  if (!COMMON_SCHEMES.has(written) || isAnyLetterAt(source, start - 1)) return false;
  edits.at = start;
  if (written !== 'http') edits.replace(at - start, end === at ? 'http' : 'https');
  edits.at = at;
  return true;
}

function schemeBefore(edits: Edits): RegExpExecArray | null {
  const { source, at } = edits;
  // This question spares nearly every colon of a text the pattern.
  if (!/[pswhxa\s!@&$\])}]/i.test(source.charAt(at - 1))) return null;
  const before = source.slice(Math.max(edits.done, at - LONGEST_SCHEME), at);
  const scheme = SCHEME_BEFORE.exec(before);
  return scheme && isAnyLetterAt(before, scheme.index - 1) ? null : scheme;
}

const HOST_FOLLOWS = '(?=[\\w-]{1,63}\\s?(?:\\.|\\[|\\(|\\{|,|dot\\b))';
/** Slashes behind a scheme's colon: set apart by a blank, escaped, turned over, bracketed; one too few or too many. */
const SLASHES = new RegExp(
  `:(?:\\s?\\[\\/\\/\\]|\\s?\\[\\/\\]\\[?\\/\\]?|[\\s\\])}[({]?(?:\\\\{0,2}\\/\\s?\\\\{0,2}\\/{1,2}|\\\\{1,4}\\/?\\\\{0,2}|\\/))(?:[\\])}]|\\s${HOST_FOLLOWS})?(?=[\\w[(\\\\])`,
  'iy',
);

function rewriteColon(edits: Edits, colon: string): void {
  const { source, at } = edits;
  // "note: the rest" is by far the most common, and then "https://example.org/".
  if (
    colon === ':' &&
    (edits.wordAt(at + 1) ||
      (source.charAt(at + 1) === ' ' && edits.wordAt(at + 2)) ||
      isAt(ORDINARY_LINK, source, at))
  )
    return;
  const next = /[ )}\]({]/.test(source.charAt(at + 1)) ? source.charAt(at + 2) : source.charAt(at + 1);
  if (next !== '/' && next !== '\\' && next !== '[') {
    if (colon !== ':') edits.replace(1, ':');
    return;
  }
  const blanks = rewriteScheme(edits);
  const slashes = blanks === undefined ? undefined : slashesAt(source, at);
  if (slashes === undefined) {
    edits.at = at;
    if (colon !== ':') edits.replace(1, ':');
    return;
  }
  if (blanks || slashes !== '://') edits.replace((blanks ?? 0) + slashes.length, '://');
  else edits.at = at + slashes.length;
  rewriteSplitHost(edits);
}

function slashesAt(text: string, at: number): string | undefined {
  return text.startsWith('://', at) && isWordAt(text, at + 3) ? '://' : matchAt(SLASHES, text, at)?.[0];
}

/** "http://evil .example", "http://evil,example/": behind a scheme these are a host, anywhere else prose. */
const SPLIT_HOST = /([\w-]+(?:\.[\w-]+)*)(\s\.|,)(?=[a-z]{2,18}(?:[\s/:?#]|$))/iy;

function rewriteSplitHost(edits: Edits): void {
  const [, name = '', sign = ''] = edits.match(SPLIT_HOST) ?? [];
  if (sign === '' || (sign === ',' && name.includes('.'))) return;
  edits.at += name.length;
  edits.replace(sign.length, '.');
}

// --- The rest -------------------------------------------------------------------------------------------------------

/**
 * Forms without any sign, by what they stand for. Case matters where small letters would be a word. They are looked for only
 * around a hint, and hints only around their rarest letters: the patterns are slow, and nearly every text is without any.
 */
const HINT = /[\s-][dD](?:ot|OT)[\s-]|\s(?:@|A[Tt]\s)|@\s|DOT[a-z\d]|AT[a-z]|__|[pPsSw]\/\//y;
const RAREST = ['dot', 'Dot', 'DOT', '@', 'At', 'AT', '__', '//'];
/** A phrase begins so many characters before its hint's end: more blanks, the letters of a scheme. */
const HINT_REACH = 12;
/** "user at evil dot example": the first sign is told by the second. */
const DOT_REACH = 72;
const PHRASE = new RegExp(
  [
    '(?<dot>\\s{1,3}[dD][oO][tT]\\s{1,3}(?=\\[?\\w)|DOT(?=[a-z\\d])|-[dD][oO][tT]-(?=(?:[a-z\\d]{1,63}-[dD][oO][tT]-){0,4}[a-z]{2,3}(?![\\w-])))',
    '(?<at>\\s{1,3}@\\s?(?=[\\w-]+\\s?[[({])|\\s{0,3}@\\s{1,3}(?=[\\w-]+(?:\\.\\w|\\s?[[({]|\\s+dot\\s))' +
      '|\\s{1,3}A[Tt]\\s{1,3}(?=[\\w-]+(?:\\.\\w|\\s?[[({]|\\s+[dD][oO][tT]\\s))| at (?=[\\w-]+ dot \\w)|AT(?=[a-z0-9-]+(?:\\.|DOT)[a-z]))',
    '(?<scheme>meows?|(?:[hH](?:[tTxX]{2,3}|\\*\\*|__)|[sS]?[fF][tTxX])[pP][sS]?):?(?:__|\\/\\/ ?)(?=\\[?\\w)',
  ].join('|'),
  'y',
);

interface Phrase {
  index: number;
  length: number;
  meant: string;
}

function phrasesIn(text: string): Phrase[] {
  const phrases: Phrase[] = [];
  const nextRare = createFinderOfAny(text, RAREST);
  let floor = 0;
  for (let at = nextRare(0); at < text.length; at = nextRare(at + 1)) {
    if (isOrdinary(text, at) || (!isHint(text, at - 1) && !isHint(text, at))) continue;
    const end = HINT.lastIndex;
    const reach = text.charAt(at) === 'd' ? DOT_REACH : HINT_REACH;
    const phrase = phraseAround(text, Math.max(floor, end - reach), end);
    if (!phrase) continue;
    phrases.push(phrase);
    floor = phrase.index + phrase.length;
    at = floor - 2;
  }
  return phrases;
}

/** "https://" and "user@evil.example" are by far the most frequent. */
function isOrdinary(text: string, at: number): boolean {
  const sign = text.charAt(at);
  return sign === '/'
    ? text.charAt(at - 1) === ':'
    : sign === '@' && isPrinted(text, at - 1) && isPrinted(text, at + 1);
}

/** Any ASCII character but a blank. */
function isPrinted(text: string, at: number): boolean {
  const code = codeAt(text, at);
  return code > 32 && code < 128;
}

function isHint(text: string, at: number): boolean {
  HINT.lastIndex = at;
  return HINT.test(text);
}

function phraseAround(text: string, from: number, hintEnd: number): Phrase | undefined {
  for (let at = from; at < hintEnd; at++) {
    PHRASE.lastIndex = at;
    const found = PHRASE.exec(text);
    const meant = found && meantByPhrase(found, text.charAt(at - 1));
    if (meant) return { index: at, length: found[0].length, meant };
  }
  return undefined;
}

/** What stands before it must be able to: "evil dot example", but not "- dot example". */
function meantByPhrase({ 0: phrase, groups }: RegExpExecArray, before: string): string | undefined {
  const scheme = groups?.['scheme'];
  if (scheme) return /[\w:]/.test(before) ? undefined : `${meantByScheme(scheme)}://`;
  if (/^(?:AT|DOT)/.test(phrase)) return /[a-z0-9]/.test(before) ? (phrase === 'AT' ? '@' : '.') : undefined;
  if (groups?.['at'] !== undefined) return /[\w.+-]/.test(before) ? '@' : undefined;
  return /[\w\]]/.test(before) ? '.' : undefined;
}

function rewritePhrase(edits: Edits, { index, length, meant }: Phrase): void {
  // "http://evil.example/a dot": what stands before a hint may be as it should be.
  if (index < edits.done || edits.source.slice(index, index + length) === meant) return;
  edits.at = index;
  edits.replace(length, meant);
}

const ESCAPED = /[\\^]{1,8}([./:@-])/y;
/** JSON's and JavaScript's escapes, shown as text. */
const CODE_ESCAPE = /\\u00([23][0-9a-f]|40)|\\x(2[de-f]|3a|40)/iy;
const LINE_END = /(?<!\\)\\[nrt](?=\w)/y;

const BEHIND_ESCAPE = '\\^[({<./:@-uUxXnNrRtT';

function rewriteEscape(edits: Edits): void {
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

function rewriteEntity(edits: Edits): void {
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

function rewriteUnusual(edits: Edits, character: string): void {
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
      if (WORD_FOLLOWS.test(edits.source.slice(edits.at + 1, edits.at + 3)) && isAnyWordAt(edits.last(), 0))
        edits.replace(1, '.');
  }
}

/** The character is there, and one of the signs. */
function isOneOf(signs: string, character: string): boolean {
  return character !== '' && signs.includes(character);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

import { codeAt } from './characters.ts';
import type { Edits } from './edits.ts';
import { createFinderOfAny } from './finder.ts';
import { meantByScheme } from './schemes.ts';

/**
 * Forms without any sign, by what they stand for. Case matters where small letters would be a word. They are looked for only
 * around a hint, and hints only around their rarest letters: the patterns are slow, and nearly every text is without any.
 */
const HINT = /[\s-][dD](?:ot|OT)[\s-]|\s(?:@|A[Tt]\s)|@\s|DOT[a-z\d]|AT[a-z]|__|[pPsSwr]\/\//y;
const RAREST = ['dot', 'Dot', 'DOT', '@', 'At', 'AT', '__', '//'];
/** A phrase begins so many characters before its hint's end: more blanks, the letters of a scheme. */
const HINT_REACH = 12;
/** "user at evil dot example": the first sign is told by the second. */
const DOT_REACH = 72;
const PHRASE = new RegExp(
  [
    '(?<dot>\\s{1,3}[dD][oO][tT]\\s{1,3}(?=\\[?\\w)|DOT(?=[a-z\\d])|-[dD][oO][tT]-(?=(?:[a-z\\d]{1,63}-[dD][oO][tT]-){0,4}(?:[a-z]{2,3}|\\d{1,3})(?![\\w-])))',
    '(?<at>\\s{1,3}@\\s?(?=[\\w-]+\\s?[[({])|\\s{0,3}@\\s{1,3}(?=[\\w-]+(?:\\.\\w|\\s?[[({]|\\s+dot\\s))' +
      '|\\s{1,3}A[Tt]\\s{1,3}(?=[\\w-]+(?:\\.\\w|\\s?[[({]|\\s+[dD][oO][tT]\\s))| at (?=[\\w-]+ dot \\w)|AT(?=[a-z0-9-]+(?:\\.|DOT)[a-z]))',
    '(?<scheme>me[o0]ws?|purrs?|(?:[hH](?:[tTxX]{2,3}|\\*\\*|__)|[sS]?[fF][tTxX])[pP][sS]?):?(?:__|\\/\\/ ?)(?=\\[?\\w)',
  ].join('|'),
  'y',
);

/** A piece of a text that means a sign, or a scheme. */
export interface Phrase {
  index: number;
  length: number;
  meant: string;
}

/** In the text's order; none of them overlap. */
export function phrasesIn(text: string): Phrase[] {
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
    const meant = found && !isInCapitals(found, text, at) && meantByPhrase(found, text.charAt(at - 1));
    if (meant) return { index: at, length: found[0].length, meant };
  }
  return undefined;
}

/** "ENCODED DATA FROM PICTURE AT EVIL[.]EXAMPLE": among words in capitals it is one of them, unless the dot is spelled out, too. */
function isInCapitals({ 0: phrase, groups }: RegExpExecArray, text: string, at: number): boolean {
  if (groups?.['at'] === undefined || !/^\s+AT\s/.test(phrase)) return false;
  const end = at + phrase.length;
  return (
    CAPITALS_BEFORE.test(text.slice(Math.max(0, at - 40), at)) &&
    CAPITALS_BEHIND.test(text.slice(end, end + 70))
  );
}

const CAPITALS_BEFORE = /(?:^|\s)[A-Z]{2,}\s[A-Z]{2,}$/;
const CAPITALS_BEHIND = /^[A-Z\d-]*[A-Z][A-Z\d-]*(?:\.|\s?[[({]\s?\.)/;

/** What stands before it must be able to: "evil dot example", but not "- dot example". */
function meantByPhrase({ 0: phrase, groups }: RegExpExecArray, before: string): string | undefined {
  const scheme = groups?.['scheme'];
  if (scheme) return /[\w:]/.test(before) ? undefined : `${meantByScheme(scheme)}://`;
  if (/^(?:AT|DOT)/.test(phrase)) return /[a-z0-9]/.test(before) ? (phrase === 'AT' ? '@' : '.') : undefined;
  if (groups?.['at'] !== undefined) return /[\w.+-]/.test(before) ? '@' : undefined;
  return /[\w\]]/.test(before) ? '.' : undefined;
}

export function rewritePhrase(edits: Edits, { index, length, meant }: Phrase): void {
  // "http://evil.example/a dot": what stands before a hint may be as it should be.
  if (index < edits.done || edits.source.slice(index, index + length) === meant) return;
  edits.at = index;
  edits.replace(length, meant);
}

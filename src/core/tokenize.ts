import { classAt, codeAt, HEX, SEPARATOR, WORD } from './characters.ts';
import { createFinderOfAny } from './finder.ts';
import { mayHoldValue } from './may-hold.ts';
import { readPlainWord } from './plain-words.ts';
import { readEncodedUrls } from './read-encoded.ts';
import { readHashesAndIds } from './read-ids.ts';
import { readWord } from './read-word.ts';
import { refang } from './refang.ts';
import { type Token, Tokens } from './tokens.ts';

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

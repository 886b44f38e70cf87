/** Between texts that are joined only to be read at once: it parts words as a blank does, and nothing reads on behind it. */
export const EDGE = '\0';

/** What a character can be part of; classes are bits, so that one test asks for several. */
export const SEPARATOR = 1;
export const DIGIT = 2;
const HEX_LETTER = 4;
const LETTER = 8;
/** . _ - */
export const JOINER = 16;
/** What else the local part of an e-mail address may hold. */
export const LOCAL = 32;
/** Of a script that is written without blanks: a letter, but where a word ends nobody knows. */
const GLUED = 64;
export const HEX = DIGIT | HEX_LETTER;
export const WORD = DIGIT | HEX_LETTER | LETTER;
export const HOST = WORD | JOINER;

/** The classes of the characters of ASCII, by their codes. */
export const ASCII = new Uint8Array(128);
for (let code = 0; code < 128; code++) ASCII[code] = classOf(String.fromCharCode(code));

function classOf(character: string): number {
  if (character <= ' ' || '"<>`|^\\\x7f'.includes(character)) return SEPARATOR;
  if (character >= '0' && character <= '9') return DIGIT;
  if (/[a-f]/i.test(character)) return HEX_LETTER;
  if (/[a-z]/i.test(character)) return LETTER;
  if ('._-'.includes(character)) return JOINER;
  return "+!#$%&'*=?{}~".includes(character) ? LOCAL : 0;
}

/** The class of the character at this place; what lies outside the text separates as a blank does. */
export function classAt(text: string, at: number): number {
  // Asked for first, so that the code is known to be a number, which a compiled program reads more quickly.
  if (at < 0 || at >= text.length) return SEPARATOR;
  const code = text.charCodeAt(at);
  return code < 128 ? ASCII[code]! : classBeyondAscii(code);
}

/**
 * The class at this place as far as the lowest seven bits of its code tell, so that no branch is needed: 0 if nothing of it is asked for.
 * For a quick look that is followed by a closer one.
 */
export function mayBe(classes: number, text: string, at: number): number {
  return ASCII[codeAt(text, at) & 127]! & classes;
}

/** charCodeAt() where the place may lie outside: -1 there. A compiled program that once read outside reads slowly from then on. */
export function codeAt(text: string, at: number): number {
  return at >= 0 && at < text.length ? text.charCodeAt(at) : -1;
}

/** Whether an ASCII letter, a digit or "_" stands here. */
export function isWordAt(text: string, at: number): boolean {
  if (at < 0 || at >= text.length) return false;
  const code = text.charCodeAt(at);
  return code < 128 && ((ASCII[code]! & WORD) !== 0 || code === 95);
}

/** Small letters, digits, ".", "-", "_": what canonical hosts are made of. */
export function isOfHost(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x2d && code <= 0x39 && code !== 0x2f) || code === 0x5f;
}

/** Beyond ASCII everything is a letter of some script, except blanks, quotes, dashes, signs and full-width punctuation. */
function classBeyondAscii(code: number): number {
  if (code < 0xc0) return code === 0xaa || code === 0xb5 || code === 0xba ? LETTER : SEPARATOR;
  if (code < 0x2000) {
    if (MARKS.includes(String.fromCharCode(code)) || (code >= 0x2c2 && code <= 0x2df)) return SEPARATOR;
    return code >= 0xe00 && code < 0x1100 ? LETTER | GLUED : LETTER;
  }
  // General punctuation, superscripts (footnotes), currency signs, "TM".
  if (code <= 0x20cf || code === 0x2122 || code === 0x2120) return SEPARATOR;
  if (code >= 0x2190 && code <= 0x2bff) return SEPARATOR;
  if (code >= 0x3000 && code <= 0x303f) return SEPARATOR;
  if (code >= 0xff00 && code <= 0xff20 && !(code >= 0xff10 && code <= 0xff19)) return SEPARATOR;
  if (code >= 0xff5b && code <= 0xff65) return SEPARATOR;
  return code > 0x2e7f ? LETTER | GLUED : LETTER;
}

/** What decoders put where they could not read a byte: nobody's letter, and at a value's end mostly a blank that does not break (0xA0). */
export const LOST = '\ufffd';

/** Signs that end or part sentences and stand among the letters of their script: Latin and Greek, Armenian, Hebrew, Arabic, Indic, Burmese, Ethiopic, Khmer. */
const MARKS =
  '\u00d7\u00f7\u037e\u0387' +
  '\u055a\u055d\u0589' +
  '\u05be\u05c0\u05c3' +
  '\u060c\u061b\u061f\u066a\u066b\u066c\u06d4' +
  '\u0964\u0965\u104a\u104b' +
  '\u1362\u1363\u1364\u1365\u1366\u1367\u1368' +
  '\u17d4\u17d5';

/** Beyond Latin-1: what nobody sees, and signs and letters that stand for ordinary ones. */
const UNUSUAL =
  /[\u034f\u061c\u180e\u200b-\u2011\u2024\u202a-\u202e\u2060-\u2064\u2066-\u2069\u3002\u30fb\ufeff\uff08\uff0e-\uff1a\uff20-\uff3b\uff41-\uff5b\uff61]/;

/** Whether any such character stands in the text: nearly no text has one, and then nobody need look for them again. */
export function holdsUnusual(text: string): boolean {
  return UNUSUAL.test(text);
}

/** For a character class: Unicode's dashes (category Pd) and the minus sign. Spelled out, since to ask by category takes a page milliseconds. */
export const DASHES =
  '\\-\\u058a\\u05be\\u1400\\u1806\\u2010-\\u2015\\u2212\\u2e17\\u2e1a\\u2e3a\\u2e3b\\u2e40\\u2e5d\\u301c\\u3030\\u30a0\\ufe31\\ufe32\\ufe58\\ufe63\\uff0d';

import { classAt, HEX, LETTER } from './characters.ts';
import { HASH_LENGTHS, type HashType } from './normalize.ts';
import type { Tokens } from './tokenize.ts';

const HASH_TYPES = new Map<number, HashType>([
  [HASH_LENGTHS.md5, 'md5'],
  [HASH_LENGTHS.sha1, 'sha1'],
  [HASH_LENGTHS.sha256, 'sha256'],
  [HASH_LENGTHS.sha512, 'sha512'],
]);
const SHORTEST_HASH = HASH_LENGTHS.md5;

/**
 * Runs of hexadecimal digits that are as long as a hash. Every such run covers a multiple of 32, so no other place is looked
 * at. A letter on one side does not belong to it ("<md5>hash"): 32 such digits in a row are no accident.
 */
export function readHashes(found: Tokens): void {
  const { text } = found;
  for (let probe = SHORTEST_HASH - 1; probe < text.length;) {
    if (!(classAt(text, probe) & HEX)) {
      probe += SHORTEST_HASH;
      continue;
    }
    let start = probe;
    while (classAt(text, start - 1) & HEX) start--;
    let end = probe + 1;
    while (classAt(text, end) & HEX) end++;
    // "0x" and 40 digits are a wallet's address, and 64 a transaction's id.
    const isPrefixed = start > 1 && /0x/i.test(text.slice(start - 2, start));
    // "%2F<md5>": these two digits belong to the percent-encoding.
    if (text.charAt(start - 1) === '%') start += 2;
    const type = HASH_TYPES.get(end - start);
    // Letters of a script without blanks are no part of it.
    const isInside = classAt(text, start - 1) === LETTER && classAt(text, end) === LETTER;
    if (type && !isPrefixed && !isInside) found.add(type, text.slice(start, end).toLowerCase(), start, end);
    probe = Math.max(probe, end) + SHORTEST_HASH;
  }
}

/** Beyond U+0DFF scripts are written without blanks: "漏洞CVE-2026-12345的". */
const FOUR_DIGITS = /\d{4}/g;
const CVE =
  /(?<![a-z\d\xc0-\u0dff])CVE[\s\p{Pd}\u2212_:]?(\d{4})[\p{Pd}\u2212_](\d{4,19})(?![a-z\d\xc0-\u0dff])/iuy;
/**
 * Tactics, techniques, groups, software, mitigations, campaigns and data sources of attack.mitre.org. In lower case only what no
 * model's number looks like: a technique in the ranges that are in use.
 */
const ATTACK =
  /(?<![A-Za-z\d\xc0-\u0dff_-]|(?<!\battack)\.)(t(?=0[89]|1(?!000))|ta(?=00)|TA?|[SGMC]|DS)(\d{4})(?:[./](\d{3}))?(?![A-Za-z\d\xc0-\u0dff]|\.\d)/uy;

/** CVE ids with any dash, and ATT&CK ids; "T1059/001" is how links spell a sub-technique. Both hold four digits, and are looked for only there. */
export function readIds(found: Tokens): void {
  const { text } = found;
  FOUR_DIGITS.lastIndex = 0;
  while (FOUR_DIGITS.test(text)) {
    const at = FOUR_DIGITS.lastIndex - 4;
    const before = text.charCodeAt(at - 1) | 32;
    // "t", "a", "s", "g", "m", "c"
    if (
      before === 116 ||
      before === 97 ||
      before === 115 ||
      before === 103 ||
      before === 109 ||
      before === 99
    )
      readAttack(found, before === 97 || (text.charCodeAt(at - 2) | 32) === 100 ? at - 2 : at - 1);
    // "CVE2026", "CVE-2026"
    else if (before === 101 || (text.charCodeAt(at - 2) | 32) === 101) readCve(found, at);
  }
}

function readCve(found: Tokens, at: number): void {
  for (const start of [at - 4, at - 3]) {
    CVE.lastIndex = Math.max(0, start);
    const id = CVE.exec(found.text);
    if (!id) continue;
    found.add('cve', `CVE-${id[1]}-${id[2]}`, id.index, id.index + id[0].length);
    FOUR_DIGITS.lastIndex = id.index + id[0].length;
    return;
  }
}

function readAttack(found: Tokens, start: number): void {
  ATTACK.lastIndex = Math.max(0, start);
  const id = ATTACK.exec(found.text);
  if (!id) return;
  const [whole, letters = '', number = '', sub] = id;
  const value = `${letters.toUpperCase()}${number}${sub === undefined ? '' : `.${sub}`}`;
  found.add('mitre_attack', value, id.index, id.index + whole.length);
}

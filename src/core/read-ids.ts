import { ASCII, classAt, codeAt, DASHES, HEX, isWordAt, mayBe } from './characters.ts';
import { HASH_LENGTHS, type HashType } from './normalize.ts';
import type { Tokens } from './tokens.ts';

const HASH_TYPES = new Map<number, HashType>([
  [HASH_LENGTHS.md5, 'md5'],
  [HASH_LENGTHS.sha1, 'sha1'],
  [HASH_LENGTHS.sha256, 'sha256'],
  [HASH_LENGTHS.sha512, 'sha512'],
]);
const SHORTEST_HASH = HASH_LENGTHS.md5;

const HALF = SHORTEST_HASH / 2;

/**
 * Hashes, and between them ids. A hash is a run of hexadecimal digits of its length. Every such run covers a place of a stride as long as
 * the shortest, with half as much on one side of it, so no other place is looked at. Letters beside it do not belong to it ("<md5>hash"): 32
 * such digits in a row are no accident.
 */
export function readHashesAndIds(found: Tokens): void {
  const { text } = found;
  const nextNumber = createNumberFinder(text);
  let floor = 0;
  for (let probe = SHORTEST_HASH - 1; probe < text.length; probe += SHORTEST_HASH) {
    // Without a call: on the first text of a page each takes as long as all the rest of this.
    if (!(ASCII[text.charCodeAt(probe) & 127]! & HEX)) continue;
    if (!mayBeRun(text, probe - HALF, probe) && !mayBeRun(text, probe, probe + HALF)) continue;
    let end = probe;
    let signs = -1;
    for (; classAt(text, end) & HEX; end++) signs &= text.charCodeAt(end);
    let start = probe;
    while (classAt(text, start - 1) & HEX) signs &= text.charCodeAt(--start);
    if (end - start < SHORTEST_HASH) continue;
    // No id is as long.
    readIds(found, nextNumber, floor, start);
    readHash(found, start, end, (signs & SMALL) !== 0);
    probe = floor = end;
  }
  readIds(found, nextNumber, floor, text.length);
}

/** Told by both ends and the middle: of three letters of prose hardly ever all are hexadecimal digits. */
function mayBeRun(text: string, first: number, last: number): boolean {
  return (
    mayBe(HEX, text, first) !== 0 &&
    mayBe(HEX, text, last) !== 0 &&
    mayBe(HEX, text, (first + last) >> 1) !== 0
  );
}

function readHash(found: Tokens, runStart: number, end: number, isSmall: boolean): void {
  const { text } = found;
  const before = codeAt(text, runStart - 1);
  // "0x" and 40 digits are a wallet's address, and 64 a transaction's id.
  if ((before | 32) === SMALL_X && text.charAt(runStart - 2) === '0') return;
  // "%2F<md5>": these two digits belong to the percent-encoding.
  const start = before === PERCENT ? runStart + 2 : runStart;
  const type = HASH_TYPES.get(end - start);
  if (!type) return;
  const value = text.slice(start, end);
  found.add(type, isSmall ? value : value.toLowerCase(), start, end);
}

/** Beyond U+0DFF scripts are written without blanks: "漏洞CVE-2026-12345的". Rules of Sigma write "cve.2026.12345". */
const CVE = new RegExp(
  `(?<![a-z\\d\\xc0-\\u0dff])CVE[\\s${DASHES}_:.]?(\\d{4})(?:[${DASHES}_.]| (?=\\d{4,7}(?![\\w-])))(\\d{4,19})(?![a-z\\d\\xc0-\\u0dff])`,
  'iy',
);
/**
 * Tactics, techniques, groups, software, mitigations, campaigns and data sources of attack.mitre.org. In lower case only what no
 * model's number looks like: a technique in the ranges that are in use. Rules of Sigma write "attack.g0016", names of rules "mitre_T1059".
 */
const ATTACK =
  /(?<![A-Za-z\d\xc0-\u0dff]|(?<!\b(?:[Mm]itre|MITRE|[Aa]ttack|ATTACK|[Tt]echnique|TTP))[_-]|(?<!\battack)\.)(t(?=0[89]|1(?!000))|ta(?=00)|(?<=\battack\.)[sgmc]|TA?|[SGMC]|DS)(\d{4})(?:[./](\d{3}))?(?![A-Za-z\d\xc0-\u0dff]|\.\d)/uy;

/** Not `\d{4}`: V8 searches for single characters by leaps, which takes a quarter of the time. */
const NUMBER = /\d\d\d\d/g;

/** Asked from place to place, it passes over the text once. The browser's own search is quick from the first text on, a loop is not. */
function createNumberFinder(text: string): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found >= from) return found;
    NUMBER.lastIndex = from;
    found = NUMBER.test(text) ? NUMBER.lastIndex - 4 : text.length;
    return found;
  };
}

/**
 * CVE ids with any dash, and ATT&CK ids; "T1059/001" is how links spell a sub-technique. Both hold a number of four digits or more behind
 * a letter, and are looked for only there.
 */
function readIds(found: Tokens, nextNumber: (from: number) => number, from: number, end: number): void {
  const { text } = found;
  for (let start = nextNumber(from); start < end; start = nextNumber(start + 4)) {
    const before = codeAt(text, start - 1) | 32;
    const second = codeAt(text, start - 2) | 32;
    // "CVE2026", "CVE-2026": a "v" and an "e"
    if (second === 118 ? before === 101 : second === 101 && (codeAt(text, start - 3) | 32) === 118)
      readCve(found, start);
    // "ta", "ds"; "t", "s", "g", "m", "c" behind no other letter
    else if (before === 97 ? second === 116 : before === 115 && second === 100) readAttack(found, start - 2);
    else if (
      (before === 116 || before === 115 || before === 103 || before === 109 || before === 99) &&
      (!isWordAt(text, start - 2) || codeAt(text, start - 2) === UNDERSCORE)
    )
      readAttack(found, start - 1);
  }
}

function readCve(found: Tokens, at: number): void {
  for (const start of [at - 4, at - 3]) {
    CVE.lastIndex = Math.max(0, start);
    const id = CVE.exec(found.text);
    if (!id) continue;
    found.add('cve', `CVE-${id[1]}-${id[2]}`, id.index, id.index + id[0].length);
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

/** A bit that digits and small letters have, and capitals have not. */
const SMALL = 0x20;
const [PERCENT, UNDERSCORE, SMALL_X] = [0x25, 0x5f, 0x78];

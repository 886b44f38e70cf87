import { isAt, isOneOf } from './finder.ts';
import { canonicalUrl } from './normalize.ts';
import type { Token } from './tokens.ts';

/**
 * URLs in Base64 and in hexadecimal digits, as scripts and command lines hide them ("powershell -enc ..."). The value stands where
 * the whole encoded run stands. For readers of whole texts.
 */
export function encodedUrls(text: string): Token[] {
  const found = [...runsOf(text, BASE64_SIGNS, BASE64, fromBase64), ...runsOf(text, HEX_SIGNS, HEX, fromHex)];
  if (found.length > 0 || NO_BASE64.test(text)) return found;
  return urlsIn(fromBase64(lettersOf(text)), 0, text.length);
}

/** Without blanks and "=". Byte by byte: of a long text of short words `replace` would keep a list of its cuts, at ten times the price. */
function lettersOf(text: string): string {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > SPACE && code !== EQUALS && code < DELETE) bytes[length++] = code;
  }
  return new TextDecoder().decode(bytes.subarray(0, length));
}

const SPACE = 0x20;
const EQUALS = 0x3d;
const DELETE = 0x7f;

/** What stands in no text of nothing but Base64, however it is broken. */
const NO_BASE64 = /[^A-Za-z0-9+/=\s]/;

/**
 * "://" at each of the three places that it can have in a group of four letters, then the same with UTF-16's zeros between. All are told by a
 * rare letter of theirs: two searches pass over the text instead of seven.
 */
const BASE64_SIGNS: Readonly<Record<string, RegExp>> = {
  L: /(?<=v)L|Ly[89]|(?<=A)LwAv|(?<=AC8A)L/y,
  O: /Oi8v|OgAvAC8/y,
};
/** What stands first of it is left out where it is a common character: a search stops at each of its first ones. */
const HEX_SIGNS: Readonly<Record<string, RegExp>> = { '3a2f2f': /3a2f2f/y, A2F2F: /(?<=3)A2F2F/y };
const BASE64 = /[A-Za-z0-9+/]/;
const HEX = /[0-9a-fA-F]/;
const SHORTEST = 16;

/** Each run of such letters that holds one of the signs, once; a run is walked over once, too. */
function runsOf(
  text: string,
  signs: Readonly<Record<string, RegExp>>,
  letter: RegExp,
  decode: (run: string) => string,
): Token[] {
  const found: Token[] = [];
  const read = new Set<number>();
  for (const [piece, sign] of Object.entries(signs)) {
    let done = 0;
    for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
      if (at < done || !isAt(sign, text, at)) continue;
      const line = firstOf(text, at, done, letter);
      const start = startOfRun(text, line, done, letter);
      const end = endOfRun(text, line, letter);
      done = end;
      if (end - start < SHORTEST || read.has(start)) continue;
      read.add(start);
      found.push(...urlsIn(decode(text.slice(start, end).replace(/\s+/g, '')), start, end));
    }
  }
  return found;
}

/** So long are the lines at least into which a longer run is broken, in whole groups of letters: those of mails hold 76. */
const SHORTEST_LINE = 60;

function isFullLine(length: number): boolean {
  return length >= SHORTEST_LINE && length % 4 === 0;
}

function startOfRun(text: string, line: number, floor: number, letter: RegExp): number {
  for (let start = line; ;) {
    if (text.charAt(start - 1) !== '\n') return start;
    const end = text.charAt(start - 2) === '\r' ? start - 2 : start - 1;
    const before = firstOf(text, end, floor, letter);
    if (!isFullLine(end - before)) return start;
    start = before;
  }
}

function endOfRun(text: string, line: number, letter: RegExp): number {
  let start = line;
  let end = behindLast(text, line, letter);
  for (;;) {
    const next = text.startsWith('\r\n', end) ? end + 2 : end + 1;
    if (text.charAt(next - 1) !== '\n' || !isFullLine(end - start)) return end;
    const behind = behindLast(text, next, letter);
    // What follows is of the run only if nothing else stands in its line.
    if (behind === next || !isOneOf('=\r\n', text.charAt(behind) || '\n')) return end;
    start = next;
    end = behind;
  }
}

function behindLast(text: string, at: number, letter: RegExp): number {
  while (letter.test(text.charAt(at))) at++;
  return at;
}

function firstOf(text: string, at: number, floor: number, letter: RegExp): number {
  while (at > floor && letter.test(text.charAt(at - 1))) at--;
  return at;
}

const URL_IN_CLEAR = /(?:https?|s?ftps?):\/\/[^\s\0-\x20"'<>`\\|\x7f-\uffff]{4,2048}/gi;

/** All of them stand at one place: those of a mail, not of a list. */
const MOST_IN_RUN = 200;

function urlsIn(clear: string, start: number, end: number): Token[] {
  const values = new Set<string>();
  for (const [written] of clear.replaceAll('\0', '').matchAll(URL_IN_CLEAR)) {
    const value = canonicalUrl(written.replace(/[.,;:!?)\]}]+$/, ''));
    if (value !== undefined) values.add(value);
    if (values.size >= MOST_IN_RUN) break;
  }
  return [...values].map((value) => ({ type: 'url', value, start, end, defanged: true }));
}

function fromBase64(run: string): string {
  // A group of one letter holds no byte.
  const whole = run.length % 4 === 1 ? run.slice(0, -1) : run;
  return atob(whole);
}

function fromHex(run: string): string {
  const sign = run.toLowerCase().indexOf('3a2f2f');
  return run.slice(sign % 2).replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)));
}

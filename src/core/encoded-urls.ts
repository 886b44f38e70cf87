import { isAt } from './finder.ts';
import { canonicalUrl } from './normalize.ts';
import type { Token } from './tokens.ts';

/**
 * URLs in Base64 and in hexadecimal digits, as scripts and command lines hide them ("powershell -enc ..."). The value stands where
 * the whole encoded run stands. For readers of whole texts.
 */
export function encodedUrls(text: string): Token[] {
  return [...runsOf(text, BASE64_SIGNS, BASE64, fromBase64), ...runsOf(text, HEX_SIGNS, HEX, fromHex)];
}

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
      let start = at;
      while (start > done && letter.test(text.charAt(start - 1))) start--;
      let end = at;
      while (letter.test(text.charAt(end))) end++;
      done = end;
      if (end - start < SHORTEST || read.has(start)) continue;
      read.add(start);
      found.push(...urlsIn(decode(text.slice(start, end)), start, end));
    }
  }
  return found;
}

const URL_IN_CLEAR = /(?:https?|s?ftps?):\/\/[^\s\0-\x20"'<>`\\|\x7f-\uffff]{4,2048}/gi;

/** All of them stand at one place; more of them would be a list, which nobody encodes. */
const MOST_IN_RUN = 20;

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

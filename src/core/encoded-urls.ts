import { placesOf } from './finder.ts';
import { canonicalUrl } from './normalize.ts';
import type { Token } from './tokenize.ts';

/**
 * URLs in Base64 and in hexadecimal digits, as scripts and command lines hide them ("powershell -enc ..."). The value stands where
 * the whole encoded run stands. For readers of whole texts.
 */
export function encodedUrls(text: string): Token[] {
  return [...runsOf(text, BASE64_SIGNS, BASE64, fromBase64), ...runsOf(text, HEX_SIGNS, HEX, fromHex)];
}

/**
 * "://" at each of the three places that it can have in a group of four letters, then the same with UTF-16's zeros between; without
 * what stands first of it, where that is a common letter: a search stops at each of its first ones.
 */
const BASE64_SIGNS = ['Oi8v', 'vL', 'Ly8', 'Ly9', 'OgAvAC8', 'ALwAv', 'AC8AL'];
const HEX_SIGNS = ['3a2f2f', '3A2F2F'];
const BASE64 = /[A-Za-z0-9+/]/;
const HEX = /[0-9a-fA-F]/;
const SHORTEST = 16;

/** Each run of such letters that holds one of the signs, once; a run is walked over once, too. */
function runsOf(
  text: string,
  signs: readonly string[],
  letter: RegExp,
  decode: (run: string) => string,
): Token[] {
  const found: Token[] = [];
  const read = new Set<number>();
  for (const sign of signs) {
    let done = 0;
    for (const at of placesOf(text, sign)) {
      if (at < done) continue;
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

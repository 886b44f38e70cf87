import { codeAt, isWordAt } from './characters.ts';

/**
 * A pattern that asks for letters, marks and digits of any script (`[\p{L}\p{M}\p{N}]`, in brackets throughout). To build one takes up to two
 * milliseconds, before the first word is read. So it is built when the first text comes that is not ASCII alone; until then one of ASCII
 * says the same.
 */
export function inAnyScript(source: string, flags = ''): (text: string) => RegExp {
  const inAscii = source.replaceAll('\\p{L}', 'A-Za-z').replaceAll('\\p{N}', '0-9').replaceAll('\\p{M}', '');
  const ofAscii = new RegExp(inAscii, flags);
  let ofAny: RegExp | undefined;
  return (text) => (IS_ASCII.test(text) ? ofAscii : (ofAny ??= new RegExp(source, `${flags}u`)));
}

const IS_ASCII = /^[\0-\x7f]*$/;

/** Whether a letter of any script, a digit or "_" stands here. */
export function isAnyWordAt(text: string, at: number): boolean {
  return isWordAt(text, at) || isForeignAt(text, at);
}

/** Whether a letter of any script or a digit stands here. */
export function isAnyLetterAt(text: string, at: number): boolean {
  return (isWordAt(text, at) && text.charCodeAt(at) !== 95) || isForeignAt(text, at);
}

function isForeignAt(text: string, at: number): boolean {
  if (codeAt(text, at) < 0xaa) return false;
  const code = text.codePointAt(at)!;
  foreign ??= new RegExp('[\\p{L}\\p{N}]', 'u');
  return foreign.test(String.fromCodePoint(code));
}

let foreign: RegExp | undefined;

/** Scripts written without blanks or with words glued to the next, and pictures: "访问evil.example下载" holds a host, "bücher.example" is one. */
export const GLUED_LETTERS = /[\u0590-\u08ff\u0e00-\u10ff\u1780-\u17ff\u2e80-\ufeff]/;

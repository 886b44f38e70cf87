import { isAnyLetterAt } from './any-script.ts';
import { isWordAt } from './characters.ts';
import type { Edits } from './edits.ts';
import { isAt, matchAt } from './finder.ts';
import { ORDINARY_LINK } from './marks.ts';

// Schemes, and the colon and the slashes behind them, however they are changed or set apart.

/** "h[tt]p", "h(xx)ps", "hx[x]p", "[http]", "<hxxps>", before what may be the colon. */
const LETTERS_BRACKETED = /[[({]([tx*]{1,3})[\])}]([tx]?ps?)(?=\s?[[({<\\]?:|\/\/)/iy;
const SCHEME_BRACKETED = /[[({<](h[tx]{2}ps?|[fs]?[tx]{1,2}ps?)[\])}>](?=\s?[[({<\\]?:)/iy;

/** Answers with whether there was one. */
export function rewriteBracketedScheme(edits: Edits): boolean {
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

/** A scheme before its colon, with letters changed ("hxxp", "h**ps", "xxps", "meow", "purr", "fxp", "http!"), without its first or as it is. */
const SCHEME_BEFORE =
  /(?<![a-z\d])(h[tx0*#_-]{1,4}p[sx]?s?[!@&$A]?|h[tx]{2}xs?|hpps?|x{4,5}s?|xxps?|ttps?|me[o0]ws?|purrs?|f[tx*]ps?|ft[px]|s[fx*][tx*]p|ssh|wss?)([\s\])}]?)$/i;
const LONGEST_SCHEME = 10;

/** "hxxps" -> "https" */
export function meantByScheme(written: string): string {
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
export function rewriteScheme(edits: Edits): number | undefined {
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
  if (!/[pswhxar\s!@&$\])}]/i.test(source.charAt(at - 1))) return null;
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

/** A colon, maybe a wide one: with slashes behind it, it may end a scheme. */
export function rewriteColon(edits: Edits, colon: string): void {
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

import { hexOf } from './hex.ts';
import type { IndicatorType, Observable, Sought } from './indicator.ts';
import { HASH_LENGTHS, canonicalHost, normalize } from './normalize.ts';
import { hostOf } from './known-good.ts';
import { isInRange, parseRange } from './range.ts';
import { refang } from './refang.ts';

/**
 * What in a pasted text stands for many values: "e3b0c442", "e3b0c442…", "e3b0…b855", "*.evil[.]example", "192.0.2.0/24", "192.0.2.*". Without
 * an ellipsis the digits of a hash must stand on a line of their own, or in a short text, since a log is full of such numbers.
 */
export function soughtIn(text: string): Sought[] {
  const clear = refang(text);
  const found = new Map<string, Sought>();
  for (const [pattern, read] of READERS)
    for (const match of clear.text.matchAll(pattern)) {
      const sought = read(match, clear.text);
      if (!sought) continue;
      const end = match.index + match[0].length;
      const asWritten = text.slice(clear.originalStart(match.index), clear.originalEnd(end));
      const key = JSON.stringify(sought);
      if (!found.has(key)) found.set(key, { asWritten, ...sought });
      if (found.size >= MOST_SOUGHT) return [...found.values()];
    }
  return [...found.values()];
}

/** Each is compared with every value that there is. */
export const MOST_SOUGHT = 20;

type Part<S> = S extends unknown ? Omit<S, 'asWritten'> : never;
type Read = (match: RegExpExecArray, text: string) => Part<Sought> | undefined;

const HASH =
  /(?<![\w./@%+\-&?#\\$])(?<begins>[0-9a-f]{4,127})(?<cut>(?:\u2026|\.{2,3}|\*|\[(?:\u2026|\.{3})\])(?<ends>[0-9a-f]{2,127})?)?(?![\w/@%+\-&?#\\$=:*\u2026]|\.\w)/gi;
const BELOW =
  /(?<![\p{L}\p{N}_.*-])\*\.(?<host>(?:[\p{L}\p{N}_-]{1,63}\.){1,20}[\p{L}\p{N}-]{2,63})(?![\p{L}\p{N}_@-])/giu;
const RANGE = /(?<![\w.:/-])(?<range>(?:[\d.]{7,15}|[0-9a-f:.]{3,45})\/\d{1,3})(?![\w/.-]\w|[\w/])/gi;
const STARRED = /(?<![\w.-])(?<known>\d{1,3}(?:\.\d{1,3}){1,2})(?<stars>(?:\.[*x]){1,2})(?![\w.*])/gi;

const READERS: readonly (readonly [RegExp, Read])[] = [
  [HASH, readHash],
  [BELOW, readBelow],
  [RANGE, ({ groups }) => within(groups?.['range'] ?? '')],
  [STARRED, readStarred],
];

const LEAST_DIGITS = 8;
const SHORT_TEXT = 300;
const LONGEST_BEGINNING = 127;

function readHash({ 0: whole, index, groups }: RegExpExecArray, text: string): Part<Sought> | undefined {
  const begins = (groups?.['begins'] ?? '').toLowerCase();
  const ends = (groups?.['ends'] ?? '').toLowerCase();
  const digits = begins.length + ends.length;
  if (digits < LEAST_DIGITS || digits > LONGEST_BEGINNING) return undefined;
  if (groups?.['cut'] === undefined && !isMeantAsPart(begins, text, index, index + whole.length))
    return undefined;
  return { kind: 'hash', begins, ends };
}

/** Whole hashes are looked up as such, and a number without a letter is mostly a date or a count. */
function isMeantAsPart(digits: string, text: string, start: number, end: number): boolean {
  if (WHOLE.has(digits.length)) return false;
  const isAlone = isBlank(text, start, -1) && isBlank(text, end - 1, 1);
  return /[a-f]/.test(digits) ? isAlone || text.length <= SHORT_TEXT : isAlone && text.trim() === digits;
}

const WHOLE: ReadonlySet<number> = new Set(Object.values(HASH_LENGTHS));

/** Whether nothing but blanks and commas stands on that side up to the line's end. */
function isBlank(text: string, from: number, step: -1 | 1): boolean {
  for (let at = from + step; at >= 0 && at < text.length; at += step) {
    const sign = text.charAt(at);
    if (sign === '\n' || sign === '\r') return true;
    if (!/[\s,;"'`]/.test(sign)) return false;
  }
  return true;
}

function readBelow({ groups }: RegExpExecArray): Part<Sought> | undefined {
  const host = canonicalHost(groups?.['host'] ?? '');
  return host === undefined ? undefined : { kind: 'below', host };
}

function within(text: string): Part<Sought> | undefined {
  const type = text.includes(':') ? 'ipv6' : 'ipv4';
  const range = normalize(type, text);
  return range.ok && parseRange(range.value) ? { kind: 'within', type, range: range.value } : undefined;
}

function readStarred({ groups }: RegExpExecArray): Part<Sought> | undefined {
  const known = (groups?.['known'] ?? '').split('.');
  const stars = (groups?.['stars'] ?? '').length / 2;
  if (known.length + stars !== 4) return undefined;
  return within(`${[...known, ...Array<string>(stars).fill('0')].join('.')}/${known.length * 8}`);
}

/** Whether a value is one of those that are meant. A hash comes as its bytes. */
export type ValueTest = (type: IndicatorType, value: string | Uint8Array) => boolean;

export function testOf(sought: Sought): ValueTest {
  if (sought.kind === 'hash') return hashTest(sought.begins, sought.ends);
  if (sought.kind === 'below') return belowTest(sought.host);
  return withinTest(sought.range);
}

export function readPacked(type: IndicatorType, value: string | Uint8Array): Observable {
  return { type, value: typeof value === 'string' ? value : hexOf(value) };
}

function hashTest(begins: string, ends: string): ValueTest {
  const first = Number.parseInt(begins.slice(0, 2), 16);
  return (_, value) => {
    if (typeof value === 'string' || value[0] !== first) return false;
    const hex = hexOf(value);
    return hex.length >= begins.length + ends.length && hex.startsWith(begins) && hex.endsWith(ends);
  };
}

function belowTest(host: string): ValueTest {
  const below = `.${host}`;
  const isThere = (named: string) => named === host || named.endsWith(below);
  return (type, value) => {
    if (typeof value !== 'string') return false;
    if (type === 'domain') return isThere(value);
    if ((type !== 'url' && type !== 'email') || !value.includes(host)) return false;
    return isThere(hostOf({ type, value }) ?? '');
  };
}

function withinTest(written: string): ValueTest {
  const range = parseRange(written);
  return (type, value) => {
    if (!range || typeof value !== 'string' || (type !== 'ipv4' && type !== 'ipv6' && type !== 'url'))
      return false;
    if (type === 'url' && !ADDRESS_URL.test(value)) return false;
    const host = hostOf({ type, value });
    return host !== undefined && isInRange(host, range);
  };
}

/** The address of a host stands behind the scheme, or behind a user. */
const ADDRESS_URL = /^[a-z]+:\/\/(?:[^/]*@)?[\d[]/;

import { choose, extract, readings, type Found } from './extract.ts';
import type { IndicatorType, Observable } from './indicator.ts';
import { normalize } from './normalize.ts';
import { unwrap } from './unwrap.ts';
import { type Message, message } from './words.ts';

/**
 * A value of a selection. `unwrapped` names the rewriters that stood around a link's target; `joined` says that two whole values
 * were taken for the halves of one.
 */
export type ReadValue = Found & { asWritten: string; unwrapped?: string[]; joined?: true };

export interface Reading {
  /** Every reading; some overlap, and it takes the store to choose among them. */
  readings: ReadValue[];
  /** What had to be repaired before the text could be read, in words; empty where nothing was. */
  repaired: Message[];
}

/**
 * Reads the values of a selection, which may be broken as no page is: by line ends (browsers hand several lines over as
 * one, with blanks), by soft hyphens and other characters nobody sees. A repair is made only where it yields a value that the
 * text as it stands does not, and it is always named.
 */
export function readSelection(text: string): Reading {
  const repaired: Message[] = [];
  if (text.includes('\u00ad')) repaired.push(message('rejoinedHyphens'));
  if (/[\u200b-\u200f\u2060\ufeff]/.test(text)) repaired.push(message('rejoinedInvisible'));
  const joined = joinBroken(text);
  if (joined !== text) repaired.push(LINE_ENDS);
  const found = readings(joined).map((token) => readValue(token, joined.slice(token.start, token.end)));
  return { readings: [...found, ...joinHalves(found, joined)], repaired };
}

/** The answerable values: of overlapping readings the known ones, then the longer ones; each value once. */
export function chooseValues(
  found: readonly ReadValue[],
  isKnown: (value: Observable) => boolean,
): ReadValue[] {
  // Two MD5 hashes on two lines are two MD5 hashes, unless somebody lists the SHA-256 that they make together.
  const chosen = choose(
    found.filter((value) => !value.joined || isKnown(value)),
    (value) => value.joined === true || isKnown(value),
  );
  return [
    ...new Map(chosen.toReversed().map((value) => [`${value.type}:${value.value}`, value])).values(),
  ].toReversed();
}

/** A link of a mail is mostly a rewritten one: what is asked about is where it leads. */
function readValue(token: Found, asWritten: string): ReadValue {
  const unwrapped = token.type === 'url' ? unwrap(token.value) : undefined;
  if (!unwrapped) return { ...token, asWritten };
  const type = unwrapped.kind === 'url' ? 'url' : 'domain';
  const target = normalize(type, unwrapped.target);
  return target.ok
    ? { ...token, type, value: target.value, asWritten, unwrapped: unwrapped.via }
    : { ...token, asWritten };
}

export const LINE_ENDS = message('rejoinedLineEnds');
const LONGEST_BROKEN_VALUE = 400;
const MOST_PIECES = 8;

/**
 * "http://evil.exam ple/a" -> "http://evil.example/a". A list of whole values stays a list. Pieces of a hash are joined anywhere in
 * the text; other values only where the whole selection is one of them, since prose joined at will reads as host names.
 */
function joinBroken(text: string): string {
  const trimmed = text.trim();
  const pieces = trimmed.split(/\s+/);
  if (pieces.length < 2) return text;
  if (trimmed.length <= LONGEST_BROKEN_VALUE && pieces.length <= MOST_PIECES && !pieces.every(isWhole)) {
    const whole = pieces.join('');
    if (isWhole(whole) && readsWorse(trimmed, whole)) return whole;
  }
  return joinHashes(text);
}

function isWhole(text: string): boolean {
  return wholeReading(text) !== undefined;
}

function wholeReading(text: string): Found | undefined {
  const found = extract(text);
  const first = found[0];
  return found.length === 1 && first && first.start === 0 && first.end === text.length ? first : undefined;
}

/** The broken text must not already hold the joined value, nor more than one value of its own. */
function readsWorse(text: string, whole: string): boolean {
  const found = extract(text);
  const value = wholeReading(whole)?.value;
  return found.length < 2 && found.every((token) => token.value !== value);
}

/** Neighbouring hashes with nothing but blanks between them, read as one hash of twice the length. */
function joinHalves(found: readonly ReadValue[], text: string): ReadValue[] {
  const hashes = found.filter(({ type }) => type in DOUBLE).toSorted((a, b) => a.start - b.start);
  return hashes.flatMap((first, index) => {
    const second = hashes[index + 1];
    const type = DOUBLE[first.type];
    if (!second || !type || second.type !== first.type || text.slice(first.end, second.start).trim() !== '')
      return [];
    const { start } = first;
    const { end } = second;
    return [
      {
        type,
        value: first.value + second.value,
        start,
        end,
        asWritten: text.slice(start, end),
        joined: true as const,
      },
    ];
  });
}

const DOUBLE: Partial<Record<IndicatorType, IndicatorType>> = { md5: 'sha256', sha256: 'sha512' };

/** Two to four neighbouring runs of hexadecimal digits that make up a hash's length together. */
const BROKEN_HASH = /(?<![\w.-])[0-9a-f]{6,127}(?:\s+[0-9a-f]{6,127}){1,3}(?![\w.-])/gi;

function joinHashes(text: string): string {
  return text.replace(BROKEN_HASH, (broken) => {
    const joined = broken.replace(/\s+/g, '');
    const alreadyWhole = broken.split(/\s+/).some(isWhole);
    return !alreadyWhole && [32, 40, 64, 128].includes(joined.length) ? joined : broken;
  });
}

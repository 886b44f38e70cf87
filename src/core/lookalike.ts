import { parse } from 'tldts';
import { readPunycode } from './punycode.ts';
import { TOP_SITES } from './quiet-lists/top-sites.ts';

/**
 * Whether a name is written so that people read another: letters of two scripts in one label ("аpple" with a Cyrillic letter), a whole
 * label of letters that have Latin twins ("аррӏе"), or a well-known name with marks on it ("pаypál.com"). A name in one script is somebody's
 * language and none. After Unicode TS 39, restriction level "highly restrictive", as browsers apply it.
 * @param host canonical, in punycode
 */
export function isLookalike(host: string): boolean {
  if (!isInternational(host)) return false;
  const labels = host.split('.').map((label) => readPunycode(label) ?? label);
  const endsInAscii = /^[\x21-\x7e]*$/.test(labels.at(-1) ?? '');
  return labels.some((label) => mixesScripts(label, endsInAscii)) || looksWellKnown(labels.join('.'));
}

/** Whether it has a label in punycode. */
export function isInternational(host: string): boolean {
  return /(?:^|\.)xn--/.test(host);
}

/** Below a suffix of its own script nobody expects Latin letters. */
function mixesScripts(label: string, endsInAscii: boolean): boolean {
  const hasTwin = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u.test(label);
  if (!hasTwin) return false;
  return /\p{Script=Latin}/u.test(label) || (endsInAscii && /^[a-z\d-]+$/.test(skeletonOf(label)));
}

/** The Latin letters that people would read. */
function skeletonOf(name: string): string {
  const letters = Array.from(name, (letter) => TWINS.get(letter) ?? letter).join('');
  return letters.normalize('NFD').replace(/\p{M}/gu, '');
}

function looksWellKnown(name: string): boolean {
  const { domain } = parse(skeletonOf(name));
  return domain !== null && WELL_KNOWN.has(domain);
}

const WELL_KNOWN = new Set(TOP_SITES.hosts.trim().split(/\s+/));

/** From Unicode's confusables, those that render alike in most fonts: letters, then their twins. */
const TWINS = new Map(
  [
    ['\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458', 'aeopcyxsij'], // Cyrillic
    ['\u04cf\u0501\u051b\u051d\u04bb\u044a', 'ldqwhb'],
    ['\u03b1\u03bf\u03bd\u03c1\u03b9\u03c5\u03ba', 'aovpiuk'], // Greek
    ['\u0585\u0578\u057d\u0581\u0570', 'onugh'], // Armenian
    ['\u0131\u0251\u0261\u0142\u0111\u00f8', 'iagldo'], // Latin
  ].flatMap(([from = '', to = '']) => Array.from(from, (letter, at) => [letter, to.charAt(at)] as const)),
);

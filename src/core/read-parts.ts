import { GLUED_LETTERS, inAnyScript } from './any-script.ts';
import { classAt, DIGIT } from './characters.ts';
import { hasFileEnding } from './file-endings.ts';
import { parseIpv4 } from './ip.ts';
import { canonicalHost, MAX_HOST } from './normalize.ts';
import type { Tokens } from './tokens.ts';

/**
 * A run that is no host as a whole, or need not be one: a host may be glued to letters of a script that is written without
 * blanks, to an underscore, to a label that no host can have; addresses stand behind words and make up ranges.
 */
export function readParts(found: Tokens, start: number, last: number): void {
  const { text } = found;
  const run = text.slice(start, last);
  if (GLUED_LETTERS.test(run)) return readGlued(found, start, run);
  if (THREE_DOTS.test(run) && readAddressesIn(found, start, run)) return;
  // "4.6x", "1.2.3": the last label of a host begins with a letter.
  if (isNumberAtEnd(run)) return;
  const ending = run.slice(-MAX_HOST);
  const valid = VALID_ENDING(ending).exec(ending);
  const host = valid && valid[0].length < run.length ? canonicalHost(valid[0]) : undefined;
  if (valid && host && !hasFileEnding(host)) found.add('domain', host, last - valid[0].length, last);
}

/** No host's last label begins like a number. */
export function isNumberAtEnd(run: string): boolean {
  return (classAt(run, run.lastIndexOf('.') + 1) & DIGIT) !== 0;
}

const THREE_DOTS = /\.\d{1,3}\.\d{1,3}\.\d/;
/** The longest ending of a run whose registrable part holds no underscore, and whose labels are not empty and begin with no hyphen. */
const VALID_ENDING = inAnyScript(
  '(?:(?<![\\p{L}\\p{N}_-])[\\p{L}\\p{N}_][\\p{L}\\p{N}_-]*\\.)*' +
    '(?<![\\p{L}\\p{N}]|[\\p{L}\\p{N}]-+)[\\p{L}\\p{N}][\\p{L}\\p{N}-]*\\.[\\p{L}][\\p{L}\\p{N}-]*$',
);
/**
 * "192.0.2.1-192.0.2.9", "192.0.2.1_443", "ip-192.0.2.1", "sentence.192.0.2.1", "from192.0.2.1and" (the blanks were lost); behind Arabic "and",
 * which is glued to its word.
 */
const ADDRESS_IN_RUN = inAnyScript(
  '(?:(?<![a-z\\xaa-\\u058f\\p{N}.])(?<![\\p{L}]-)|(?<=\\b(?:ip|host|addr|src|dst|c2)[-_]))' +
    '\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\p{L}\\p{N}]|\\.[\\p{L}\\p{N}])' +
    '|(?<=^[\\p{L}]{3,63}\\.)\\d{1,3}(?:\\.\\d{1,3}){3}$' +
    '|(?<=[\\p{L}]{2})\\d{1,3}(?:\\.\\d{1,3}){3}(?=[\\p{L}]{2})',
  'gi',
);

function readAddressesIn(found: Tokens, start: number, run: string): boolean {
  let some = false;
  for (const match of run.matchAll(ADDRESS_IN_RUN(run))) {
    const address = parseIpv4(match[0]);
    if (!address) continue;
    some = true;
    found.add('ipv4', address, start + match.index, start + match.index + match[0].length);
  }
  return some;
}

const ASCII_HOST =
  '(?<![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}])[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?';
/** Made when it is needed first: on most pages it never is, and it takes as long as to read a thousand words. */
let asciiHost: RegExp | undefined;

function readGlued(found: Tokens, start: number, run: string): void {
  asciiHost ??= new RegExp(ASCII_HOST, 'giu');
  for (const part of run.matchAll(asciiHost)) {
    const address = parseIpv4(part[0]);
    const host = address ?? canonicalHost(part[0]);
    const first = start + part.index;
    if (host) found.add(address ? 'ipv4' : 'domain', host, first, first + part[0].length);
  }
}

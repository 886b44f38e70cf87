import { words } from './file-evidence.ts';

/** Top-level domains that are words of a sentence: "the end.It was late". Real ones only (IANA's root zone, as of 2026-11); a test says so. */
export const WORD_DOMAINS = words(
  'am as at be best by call do free got here hot how in is it me my new next no now one open read show so talk to today us you',
);
/** What stands before a noun, and no host's name. */
export const DETERMINERS = words('a an and each every no one or that the this with');
/** Pronouns and the like, and shortened words, which end with a dot. */
export const SENTENCE_BEGINS = words(
  'al and approx but dept etc fig he i inc it no resp she so that there these they this those true vol we what which who yes you',
);

/** "It uses [.] in names", "the dot in the corner": the sign stands apart, between words of a sentence. */
export function isTalkOfDots(written: string, value: string, after: string): boolean {
  if (!SIGN_APART.test(written)) return false;
  const [first = '', ending = '', ...others] = value.split('.');
  if (others.length > 0) return false;
  if (DETERMINERS.has(first)) return true;
  // "evil [.] in" at the end of a line is a host.
  return (WORD_DOMAINS.has(ending) || ending === 'and') && /^[ \t]+[^\s|\u2013\u2014-]/.test(after);
}

const SIGN_APART = /\s(?:[[({<]\s?(?:\.|dot)\s?[\])}>]|dot)\s/i;

/** An abbreviation or a number, and the next word without a blank before it. */
export function isGluedShort(written: string, text: string, end: number): boolean {
  return ABBREVIATION.test(written) || (NUMBERED.test(written) && /^ \w/.test(text.slice(end, end + 2)));
}

/** "i.e.in", "e.g.my", "u.a.in", "U.S.A.is", "Ph.D.in": the blank behind it is missing; "GmbH & Co.KG", "Dr.med", "Art.Nr". */
const ABBREVIATION =
  /^(?:(?:i\.e|e\.g|a\.k\.a|[ap]\.m)\.[a-z]+|(?:(?:[a-z]\.){2,4}|ph\.d\.|[bm]\.sc\.)(?:am|as|at|best|by|in|is|it|my|no|so|to)|co\.kg|dr\.med|(?:art|best|kd|tel)\.nr)$/i;
/** "at 5.in the morning" */
const NUMBERED = /^\d\d?\.(?:am|as|at|best|by|in|is|it|my|so)$/;

/** "the end.It was", "B.Sc": a capital behind the dot and none before, or hardly a word before. */
export function isGluedSentence(written: string, labels: readonly string[], ending: string): boolean {
  const behind = written.slice(written.lastIndexOf('.') + 1);
  // "as it.is written", "et al.in", "and.then.we.go.to.it"
  if (WORD_DOMAINS.has(ending) && SENTENCE_BEGINS.has(labels[0] ?? ''))
    return labels.length === 2 || labels.filter(isOfSentence).length > labels.length / 2;
  if (labels.length > 2) return false;
  if (!/^[A-Z][a-z]*$/.test(behind)) return false;
  return WORD_DOMAINS.has(ending) || (labels[0] ?? '').length === 1;
}

function isOfSentence(label: string): boolean {
  return WORD_DOMAINS.has(label) || SENTENCE_BEGINS.has(label) || DETERMINERS.has(label);
}

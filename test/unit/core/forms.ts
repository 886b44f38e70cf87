import type { IndicatorType } from '@/core/indicator.ts';
import { ATS, COLONS, DOTS, SCHEMES, SLASHES, type Kind, type Part } from './arbitrary.ts';

/**
 * One way of defanging, done to every part of a kind. Those that may stand beside others, in any text, are mixed at random
 * (arbitrary.ts); the rest leave brackets open, or take a neighbour to be understood, and are tried alone.
 */
export interface Form {
  kind: Kind;
  /** Only for this spelling of the part. */
  of?: string;
  written: string;
  /** Whether it can be done to the value; to all of them where it is left out. */
  fits?: (plain: string) => boolean;
}

const hasNoLiteral = (plain: string) => !plain.includes('[');

const LOPSIDED_DOTS =
  '[. [[. [dot [[dot (. {. .] .) .} ].[ ).( }.{ [.[ (.( {.{ ].] ).) }.} dot] dot) [.) (.} [dot) {.] [[.]] [[dot]] [..]'.split(
    ' ',
  );
const OTHER_DOTS = [
  '[,]',
  '[. .]',
  '(\u3002)',
  '[ \u3002 ]',
  '[punkt]',
  '[point]',
  '(ponto)',
  '[d0t]',
  '[\u2022]',
  '(\u00b7)',
  '(punto)',
  '  dot  ',
  ' Dot ',
  '\u00a0.\u00a0',
  '\\[.\\]',
  '\\[.]',
  '^.',
  '\\\\.',
  '\\u002e',
  '\\x2e',
  '&#46;',
  '&#x2e;',
  '&period;',
  '&amp;#46;',
  '\u2024',
  '\u30fb',
];
const OTHER_ATS = [
  ...'[@ (@ {@ @] @) @} ]@[ ]@] @[ [[@]] [et] (arroba) [arroba] \\@ \\[@\\] \\u0040 \\x40 &#64; &commat;'.split(
    ' ',
  ),
  ' @ ',
  '@ ',
  ' AT ',
  ' At ',
  ' (at)',
];
const OTHER_COLONS = ['{:}', '\\u003a', '&#58;', '&colon;'];
const OTHER_SLASHES = [
  ...'(://) __ :\\\\ :/ (:/) [:/] :/// \\:// {:}// :[/]/ ://] ://) :&#x2f;&#x2f; &colon;// \uff1a// \uff1a\uff0f\uff0f :\uff0f\uff0f'.split(
    ' ',
  ),
  ': //',
];
/** Before the brackets of an IPv6 address they are brackets of its own. */
const OPEN_SLASHES = ['[://', ']://', '://[', '):// ', ':// ', ' ://', ' :// '];
const OTHER_SCHEMES: Readonly<Record<string, readonly string[]>> = {
  http: 'h00p hpp xxp ttp xxxx XXXX h__p h--p h##p hx0p h(tt)p h{xx}p h(xx)p [http] (http) [hxxp] <hxxp>'.split(
    ' ',
  ),
  https:
    'h00ps hpps xxps ttps xxxxx xxxxs httpx hxxpx http! http@ http$ http& http[s] http(s) hxxp[s] hxxp(s) h(tt)ps h[xx]ps [https] (hxxps)'.split(
      ' ',
    ),
  ftp: ['ftx', 'f*p', '[ftp]'],
};

export const FORMS: readonly Form[] = [
  ...[...DOTS, ...LOPSIDED_DOTS, ...OTHER_DOTS].map(as('dot')),
  ...[...ATS, ...OTHER_ATS].map(as('at')),
  ...[...COLONS, ...OTHER_COLONS].map(as('colon')),
  ...[...SLASHES, ...OTHER_SLASHES].map(as('slashes')),
  ...OPEN_SLASHES.map((written) => ({ kind: 'slashes' as const, written, fits: hasNoLiteral })),
  { kind: 'colon', written: '\\:', fits: hasNoLiteral },
  { kind: 'slash', written: '\\/', fits: hasNoLiteral },
  ...['[/]', '(/)', '{/}', '[ / ]', '\uff0f', '&#47;', '&sol;'].map(as('slash')),
  ...[SCHEMES, OTHER_SCHEMES].flatMap((schemes) =>
    Object.entries(schemes).flatMap(([of, all]) =>
      all.map((written) => ({ kind: 'scheme' as const, of, written })),
    ),
  ),
  // Between small letters, and where what follows is an ending of a country or an old one.
  { kind: 'dot', written: 'DOT', fits: (plain) => !/[^a-z]\.|\.[^a-z]/.test(plain) },
  { kind: 'at', written: 'AT', fits: (plain) => /^[^@]+@[a-z][a-z\d-]*\.[a-z]/.test(plain) },
];

function as(kind: Kind): (written: string) => Form {
  return (written) => ({ kind, written });
}

/** The value with every part of the form's kind written in it; undefined where the form does not fit the value. */
export function writtenIn(form: Form, parts: readonly Part[]): string | undefined {
  const plain = parts.map((part) => part.plain).join('');
  const isOfForm = ({ kind, plain: of }: Part) =>
    kind === form.kind && (form.of === undefined || of === form.of);
  if (!parts.some(isOfForm) || form.fits?.(plain) === false) return undefined;
  return parts.map((part) => (isOfForm(part) ? form.written : part.plain)).join('');
}

/** A form that only readers of whole texts undo: what it can be done to, and how. */
export interface RareForm {
  name: string;
  type: IndicatorType;
  fits?: (plain: string) => boolean;
  write: (parts: readonly Part[]) => string;
}

const dotsAs = (dot: string) => (parts: readonly Part[]) =>
  parts.map(({ kind, plain }) => (kind === 'dot' ? dot : plain)).join('');
const plainly = (parts: readonly Part[]) => parts.map(({ plain }) => plain).join('');
const endsInCom = (plain: string) => /\.(?:com|org|test|example)$/.test(plain);
const isOfAddress = (plain: string) => /^https?:\/\/[\d.]+(?:[:/]|$)/.test(plain);
const isOfLiteral = (plain: string) => /^https?:\/\/\[/.test(plain);
const utf16 = (text: string) => Array.from(text, (character) => `${character}\0`).join('');
const base64 = (before: string) => (parts: readonly Part[]) =>
  btoa(`${before}${plainly(parts)}`).replace(/=+$/, '');
const labelled = (length: (label: string) => string, end: string) => (parts: readonly Part[]) =>
  parts.map(({ kind, plain }) => (kind === 'dot' ? '' : `${length(plain)}${plain}`)).join('') + end;

export const RARE_FORMS: readonly RareForm[] = [
  { name: 'commas in the address of a link', type: 'url', fits: isOfAddress, write: dotsAs(',') },
  {
    name: 'brackets around the address of a link',
    type: 'url',
    fits: isOfAddress,
    write: (parts) => plainly(parts).replace(/(?<=\/\/)[\d.]+/, '[$&]'),
  },
  {
    name: 'an IPv6 address without brackets',
    type: 'url',
    fits: (plain) => isOfLiteral(plain) && !/\]:/.test(plain),
    write: (parts) => plainly(parts).replace(/\[([^\]]+)\]/, '$1'),
  },
  {
    name: 'an IPv6 address in two pairs of brackets',
    type: 'url',
    fits: isOfLiteral,
    write: (parts) => plainly(parts).replace(/\[[^\]]+\]/, '[$&]'),
  },
  {
    name: 'blanks in the host of a link',
    type: 'url',
    fits: (plain) => /^https?:\/\/[a-z\d.-]*\.(?:com|org|test|example|invalid)(?:\/|$)/.test(plain),
    write: (parts) => dotsAs(' . ')(parts).replace('://', ':// '),
  },
  ...['[  .  ]', '[[ [ dot )])', '  [[.]]  '].map((dot) => ({
    name: `"${dot}"`,
    type: 'domain' as const,
    write: dotsAs(dot),
  })),
  ...[' \\. ', ' \\\\.'].map((dot) => ({ name: `"${dot}"`, type: 'domain' as const, write: dotsAs(dot) })),
  ...['()', '[]', '{}', '\\.)'].map((dot) => ({
    name: `"${dot}"`,
    type: 'ipv4' as const,
    write: dotsAs(dot),
  })),
  {
    name: 'empty brackets before the ending',
    type: 'domain',
    fits: endsInCom,
    write: (parts) => plainly(parts).replace(/\.(?=[a-z]+$)/, '[]'),
  },
  {
    name: 'blanks around the last dot',
    type: 'domain',
    fits: endsInCom,
    write: (parts) => plainly(parts).replace(/\.(?=[a-z]+$)/, ' . '),
  },
  {
    name: 'letters of Chinese width',
    type: 'domain',
    write: (parts) =>
      plainly(parts).replace(/[a-z\d]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  },
  {
    name: 'labels behind their lengths, as Windows logs them',
    type: 'domain',
    write: labelled((label) => `(${label.length})`, '(0)'),
  },
  {
    name: 'labels behind their lengths, as rules of Snort hold them',
    type: 'domain',
    write: labelled((label) => `|${label.length.toString(16).padStart(2, '0')}|`, '|00|'),
  },
  { name: 'bytes of Snort', type: 'domain', write: dotsAs('|2e|') },
  {
    name: '" at " and dots in brackets',
    type: 'email',
    write: (parts) => dotsAs('[dot]')(parts).replace('@', ' at '),
  },
  {
    name: 'signs between slashes',
    type: 'email',
    fits: (plain) => !/\..*@/.test(plain),
    write: (parts) => dotsAs('/DOT/')(parts).replace('@', '/AT/'),
  },
  {
    name: '"at]"',
    type: 'email',
    fits: (plain) => /@[^.]+\.[a-z]/.test(plain),
    write: (parts) => plainly(parts).replace('@', 'at]'),
  },
  { name: 'a comment', type: 'email', write: (parts) => plainly(parts).replace('@', '(a comment)@') },
  {
    name: 'blanks in it',
    type: 'cve',
    fits: (plain) => plain.length < 17,
    write: (parts) => plainly(parts).replaceAll('-', ' '),
  },
  {
    name: 'blanks around its dashes',
    type: 'cve',
    write: (parts) => plainly(parts).replaceAll('-', ' - '),
  },
  {
    name: 'the end of a line in it',
    type: 'cve',
    fits: (plain) => plain.length < 17,
    write: (parts) => plainly(parts).replace(/-(?=\d+$)/, '-\n'),
  },
  { name: 'blanks around all dots', type: 'ipv4', write: dotsAs(' . ') },
  { name: 'blanks around all dots', type: 'domain', fits: endsInCom, write: dotsAs(' . ') },
  {
    name: 'backslashes',
    type: 'url',
    fits: (plain) => /^https?:\/\/[\w.-]+(?:\/(?![nrt])[\w.?=&%-]+)*$/.test(plain),
    write: (parts) => plainly(parts).replaceAll('/', '\\'),
  },
  {
    name: 'a word for its colon',
    type: 'url',
    fits: (plain) => !isOfLiteral(plain),
    write: (parts) => plainly(parts).replace('://', '[colon]//'),
  },
  { name: 'Base64', type: 'url', write: base64('') },
  { name: 'Base64, one byte further on', type: 'url', write: base64(' ') },
  { name: 'Base64, two bytes further on', type: 'url', write: base64('  ') },
  { name: 'Base64 of UTF-16', type: 'url', write: (parts) => btoa(utf16(plainly(parts))).replace(/=+$/, '') },
  { name: 'hexadecimal digits', type: 'url', write: (parts) => Buffer.from(plainly(parts)).toString('hex') },
];

import fc from 'fast-check';
import type { IndicatorType } from '@/core/indicator.ts';

/** A value taken apart at the joints where people defang it. */
export interface Value {
  type: IndicatorType;
  parts: Part[];
}
export type Kind = 'text' | 'label' | 'octet' | 'dot' | 'at' | 'colon' | 'scheme' | 'slashes' | 'slash';
export interface Part {
  kind: Kind;
  plain: string;
}

/** One value, plain, and as somebody wrote it. */
export interface Spelled {
  type: IndicatorType;
  plain: string;
  written: string;
}

/** Every spelling of a dot that people use for defanging, except " dot ", which needs a word on both sides. */
export const DOTS = [
  '[.]',
  '(.)',
  '{.}',
  '<.>',
  '[. ]',
  '[ .]',
  '[ . ]',
  '\\.',
  '[dot]',
  '(dot)',
  '{dot}',
  '[DOT]',
  // Blanks around the brackets; non-breaking ones; full-width, ideographic and half-width full stops.
  ' [.] ',
  '[.] ',
  ' [dot] ',
  '[\u00A0.\u00A0]',
  '\u00A0[.]\u00A0',
  '\uFF0E',
  '\u3002',
  '\uFF61',
  ' dot ',
];
export const ATS = [
  '[@]',
  '(@)',
  '{@}',
  '(at)',
  '[at]',
  '{at}',
  '[AT]',
  ' (at) ',
  ' [at] ',
  '[ @ ]',
  '\uFF20',
];
export const COLONS = ['[:]', '(:)', '\uFF1A'];
export const SLASHES = [
  '[:]//',
  '[://]',
  ':[//]',
  ':[/][/]',
  '[:][/][/]',
  ':\\/\\/',
  ':\\\\/\\\\/',
  '//',
  '[:]\\/\\/',
];
export const SCHEMES: Readonly<Record<string, readonly string[]>> = {
  http: ['hxxp', 'hXXp', 'HXXP', 'h**p', 'hxtp', 'meow', 'purr', 'h[tt]p'],
  https: ['hxxps', 'hXXps', 'HXXPS', 'h**ps', 'hxtps', 'meows', 'purrs', 'h[tt]ps'],
  ftp: ['fxp', 'fXp'],
};

/** What may be written for a part; the first is the part itself. */
export function spellings({ kind, plain }: Part): readonly string[] {
  switch (kind) {
    case 'dot':
      return ['.', ...DOTS];
    case 'at':
      return ['@', ...ATS];
    case 'colon':
      return [':', ...COLONS];
    case 'slashes':
      return ['://', ...SLASHES];
    case 'slash':
      return ['/', '[/]'];
    case 'scheme':
      return [plain, ...(SCHEMES[plain] ?? [])];
    case 'label':
    case 'octet':
    case 'text':
      return [plain];
  }
}

export function plainOf({ parts }: Value): string {
  return parts.map(({ plain }) => plain).join('');
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.split('');
const DIGITS = '0123456789'.split('');
const HEX = '0123456789abcdef'.split('');

function wordOf(characters: readonly string[], minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
}

/** Words that stand for a joint are no labels here: "a dot dot dot example" has no one reading. */
const JOINT_WORD = /^(?:dot|at|punkt)$/;

const label = fc
  .tuple(wordOf([...LETTERS, ...DIGITS], 1, 8), fc.option(wordOf(LETTERS, 1, 6), { nil: '' }))
  .map(([first, second]) => (second ? `${first}-${second}` : first))
  .filter((each) => !JOINT_WORD.test(each));

/** Reserved names (RFC 2606, 6761), and an international one. */
const suffix = fc.constantFrom(
  ['example', 'com'],
  ['example', 'org'],
  ['example'],
  ['test'],
  ['invalid'],
  ['xn--bcher-kva', 'example'],
);

const hostParts = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), suffix)
  .map(([labels, end]) => joined([...labels, ...end].map(asPart('label')), 'dot', '.'));

const octet = fc.integer({ min: 0, max: 255 }).map(String);
const ipv4Parts = fc
  .tuple(fc.integer({ min: 1, max: 255 }).map(String), octet, octet, octet)
  .map((octets) => joined(octets.map(asPart('octet')), 'dot', '.'));

const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })).map((each) => each.toString(16));
/** In the one spelling of RFC 5952, as the URL Standard writes it too. */
const ipv6Text = fc
  .tuple(fc.constantFrom('2001:db8', 'fe80:0', '2001:4'), fc.array(group, { minLength: 6, maxLength: 6 }))
  .map(([start, groups]) => new URL(`http://[${start}:${groups.join(':')}]`).hostname.slice(1, -1));
const ipv6Parts = ipv6Text.map((text) =>
  text
    .split(/(:)/)
    .filter((each) => each !== '')
    .map((each) => asPart(each === ':' ? 'colon' : 'text')(each)),
);

const PATH = [...LETTERS, ...DIGITS, 'A', 'Z', '-', '_', '~'];
const pathWord = wordOf(PATH, 0, 10).map((each) => `${each}z`);
const path = fc
  .tuple(
    fc.array(pathWord, { maxLength: 3 }),
    fc.constantFrom('', '.php', '.html', '%20a'),
    fc.option(fc.tuple(pathWord, pathWord), { nil: undefined }),
    fc.option(pathWord, { nil: undefined }),
  )
  .map(([words, ending, query, fragment]) => {
    const queryText = query ? `?${query[0]}=${query[1]}` : '';
    const rest = `${words.join('/')}${words.length > 0 ? ending : ''}${queryText}${fragment === undefined ? '' : `#${fragment}`}`;
    return rest === '' ? [] : [asPart('slash')('/'), asPart('text')(rest)];
  });
const port = fc
  .option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined })
  .map((number) => (number === undefined ? [] : [asPart('colon')(':'), asPart('text')(String(number))]));
const urlParts = fc
  .tuple(
    fc.constantFrom('http', 'https', 'ftp'),
    fc.oneof(
      hostParts,
      ipv4Parts,
      ipv6Text.map((text) => [asPart('text')(`[${text}]`)]),
    ),
    port,
    path,
  )
  .map(([scheme, host, at, rest]) => [
    asPart('scheme')(scheme),
    asPart('slashes')('://'),
    ...host,
    ...at,
    ...rest,
  ]);

const emailParts = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 2 }), hostParts)
  .map(([local, host]) => [...joined(local.map(asPart('text')), 'dot', '.'), asPart('at')('@'), ...host]);

const hashOf = (length: number) => wordOf(HEX, length, length).map((hex) => [asPart('text')(hex)]);

const cveParts = fc
  .tuple(fc.integer({ min: 1999, max: 2099 }), fc.integer({ min: 1000, max: 9_999_999 }))
  .map(([year, number]) => [asPart('text')(`CVE-${year}-${number}`)]);

const techniqueParts = fc
  .tuple(
    fc.integer({ min: 1001, max: 1999 }),
    fc.option(fc.integer({ min: 1, max: 999 }), { nil: undefined }),
  )
  .map(([id, sub]) => {
    const parts = [asPart('text')(`T${id}`)];
    return sub === undefined
      ? parts
      : [...parts, asPart('dot')('.'), asPart('text')(String(sub).padStart(3, '0'))];
  });

/** Values of each type, canonical. */
export const VALUES: Readonly<Record<IndicatorType, fc.Arbitrary<Value>>> = {
  ipv4: valueOf('ipv4', ipv4Parts),
  ipv6: valueOf('ipv6', ipv6Parts),
  domain: valueOf('domain', hostParts),
  url: valueOf('url', urlParts),
  email: valueOf('email', emailParts),
  md5: valueOf('md5', hashOf(32)),
  sha1: valueOf('sha1', hashOf(40)),
  sha256: valueOf('sha256', hashOf(64)),
  sha512: valueOf('sha512', hashOf(128)),
  cve: valueOf('cve', cveParts),
  mitre_attack: valueOf('mitre_attack', techniqueParts),
};

/** A value in a random mixture of spellings, joint by joint; shrinks towards the plain one. */
export function spelledOf(value: fc.Arbitrary<Value>): fc.Arbitrary<Spelled> {
  return fc
    .tuple(value, choices, fc.option(fc.nat(9), { nil: undefined, freq: 3 }))
    .map(([{ type, parts }, chosen, bracketed]) => {
      const pieces = parts.filter(({ kind }) => kind === 'label' || kind === 'octet');
      const around = bracketed === undefined ? undefined : pieces[bracketed % Math.max(1, pieces.length)];
      const written = parts.map((part, index) => {
        const options = spellings(part);
        const spelling = options[(chosen[index] ?? 0) % options.length] ?? part.plain;
        return part === around && mayBeBracketed(part) ? `[${spelling}]` : spelling;
      });
      return { type, plain: plainOf({ type, parts }), written: written.join('') };
    });
}

/** "evil.example.[1]" cites its source: only an address has numbers in brackets. */
function mayBeBracketed({ kind, plain }: Part): boolean {
  return kind === 'octet' || !/^\d+$/.test(plain);
}

const choices = fc.array(fc.nat(999), { minLength: 24, maxLength: 24 });

/** Characters that nobody sees, strewn over a text. */
export function strewn(text: string): fc.Arbitrary<string> {
  const invisible = fc.constantFrom('\u200B', '\u200C', '\u200D', '\u00AD', '\u2060', '\uFEFF');
  const places = fc.array(fc.tuple(fc.nat(text.length), invisible), { minLength: 1, maxLength: 4 });
  return places.map((inserted) =>
    inserted
      .toSorted(([a], [b]) => b - a)
      .reduce((out, [at, character]) => out.slice(0, at) + character + out.slice(at), text),
  );
}

/** Pieces that readers of text have stumbled over. */
const NASTY = [
  '[.',
  '[',
  ']',
  '((((',
  ')',
  '{.}',
  '<.>',
  '.',
  '..',
  '...',
  '\u2026',
  '://',
  ':',
  '::',
  '@',
  '@@',
  '/',
  '\\',
  'hxxp',
  'hxxp://',
  'http:',
  'https://',
  'h[tt]p',
  'meow://',
  'ftp://',
  'http://a/',
  'http://[',
  'http://%',
  '[dot]',
  ' dot ',
  '(at)',
  'at',
  '[at]',
  '[:]',
  '[://]',
  '[/]',
  '\\.',
  '\\u002e',
  '\\u',
  '%2F',
  '%',
  '%zz',
  '&amp;',
  '&#46;',
  '&#x2f;',
  '&',
  ';',
  '&amp;amp;',
  '"',
  "'",
  '`',
  '\u201C',
  '\u2019',
  '|',
  ',',
  '*',
  '_',
  '~',
  '192.0.2.1',
  '192.0.2.',
  '1.1.1.1.1',
  '0x7f.1',
  '192.0.2.1:80',
  '192.0.2.0/24',
  '256',
  '1',
  '0',
  '::1',
  'fe80::1%eth0',
  '2001:db8::',
  'a.example',
  'x@a.example',
  'setup.zip',
  'readme.md',
  'process.name',
  'e.g.',
  'evil.com',
  'CVE-',
  'CVE-2099-12345',
  'T1059',
  'T1059.',
  'attack.t1059',
  '0123456789abcdef',
  'd41d8cd98f00b204e9800998ecf8427e',
  'deadbeef',
  '\u200B',
  '\u00AD',
  '\u202E',
  '\uFEFF',
  '\u0301',
  '\u3002',
  '\uFF0E',
  '\uFF1A',
  '\u00A0',
  ' ',
  '\n',
  '\t',
  '\0',
  '-',
  '\u2011',
  '\uD83D',
  '\uDE00',
  '\u{1F600}',
  '北京',
  'Ω',
  'ß',
  'İ',
  'x',
  'a',
  'www.',
  'xn--',
  'mailto:',
  'user:pass@',
  '#',
  '?',
  '=',
  '+',
  '$',
];
export const nasty = fc.array(fc.constantFrom(...NASTY), { maxLength: 25 }).map((pieces) => pieces.join(''));

/** Any string at all: whole characters, what looks like one, halves of pairs, and pieces that have caused trouble. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
    .map((units) => String.fromCharCode(...units)),
  nasty,
);

function asPart(kind: Kind): (plain: string) => Part {
  return (plain) => ({ kind, plain });
}

function joined(parts: readonly Part[], kind: Kind, plain: string): Part[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [{ kind, plain }, part]));
}

function valueOf(type: IndicatorType, parts: fc.Arbitrary<Part[]>): fc.Arbitrary<Value> {
  return parts.map((each) => ({ type, parts: each }));
}

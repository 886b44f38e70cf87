import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EDGE } from '@/core/characters.ts';
import { INDICATOR_TYPES } from '@/core/indicator.ts';
import { mayHoldValue } from '@/core/may-hold.ts';
import { tokenize } from '@/core/tokenize.ts';
import { anyText, spelledOf, VALUES } from './arbitrary.ts';
import { FORMS, writtenIn } from './forms.ts';

fc.configureGlobal({
  seed: Number(process.env.TELLTALE_SEED ?? 20_261_129),
  numRuns: 2000,
});

/** What is read where the text is too long to be passed over; nothing reaches across an edge. */
function readAnyway(text: string) {
  return tokenize(`${text}${EDGE}${'z'.repeat(32)}`);
}

/** What may stand in a text that is passed over, and the values that hold the least. */
const FRAGMENTS = [
  ' \t\n\r\u00a0!"#$\')*+,;=>?@]|}~\u00ae\u00b7\u00b9\u00e9\u0130\u024f\u0400\u052f\u2013\u2014\u2018\u2019\u201c\u201d_'.split(
    '',
  ),
  '0 1 12 256 1.5 12.34 (3.5) 12:34 12:34:56 (12) 5% 99.9% 1,234 T105 T1059 CVE cve TA0001 a B www http hxxp evil com'.split(
    ' ',
  ),
  'at AT DOT d0t punto point co uk user @ example x xn . : / - ('.split(' '),
].flat();
const fragments = fc
  .array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 })
  .map((pieces) => pieces.join('').slice(0, 31));
const written = fc.oneof(
  ...INDICATOR_TYPES.map((type) => spelledOf(VALUES[type]).map((value) => value.written)),
);

/** Those of the texts that are passed over and hold something all the same. */
function wronglyPassedOver(texts: readonly string[]): string[] {
  return texts.filter((text) => !mayHoldValue(text) && readAnyway(text).length > 0);
}

describe('a text that can hold no value', () => {
  test.each([
    ['fragments', fragments],
    ['any text', anyText.map((text) => text.slice(0, 31))],
    ['short spellings', written.filter(({ length }) => length < 32)],
    [
      'spellings among fragments',
      fc.tuple(fragments, written, fragments).map((all) => all.join('').slice(0, 31)),
    ],
  ])('holds none: %s', (_, texts) => {
    expect(() =>
      fc.assert(fc.property(texts, (text) => wronglyPassedOver([text]).length === 0)),
    ).not.toThrow();
  });

  test('holds none in any notation that readers undo', () => {
    const values = INDICATOR_TYPES.flatMap((type) => fc.sample(VALUES[type], 200)).map(({ parts }) => parts);
    const texts = FORMS.flatMap((form) => values.flatMap((parts) => writtenIn(form, parts) ?? []));
    expect(wronglyPassedOver(texts)).toEqual([]);
  });
});

/** Most of what ticks or names something is spared a closer look, or there would be no use in this. */
test.each([
  'Just a few words',
  '12:34',
  '12:34:56',
  '(3.5)',
  'at 9:41, 12.5 of 100',
  '$1,234',
  'Nothing new.',
  'From: ',
  'Füße, "so"',
  '',
])('can hold no value: %o', (text) => expect(mayHoldValue(text)).toBe(false));
test.each([
  'a.io',
  '1.1.1.1',
  'T1059',
  '::1',
  'a@b dot co',
  'a.io.',
  'a[.]b',
  'hxxp__a',
  '1.2.3',
  '3.5.',
  'x3.5',
])('is looked at: %o', (text) => expect(mayHoldValue(text)).toBe(true));

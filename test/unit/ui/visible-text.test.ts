import { expect, test } from 'vitest';
import { visiblePieces, visibleString } from '@/ui/visible-text.ts';

test.each([
  ['plain text', 'plain text'],
  ['', ''],
  ['two\nlines\tand a tab', 'two\nlines\tand a tab'],
  ['two\r\nlines', 'two\nlines'],
  ['invoice\u202Efdp.exe', 'invoice[U+202E]fdp.exe'],
  ['a\u200Bb\u200Dc\uFEFFd\u2060e', 'a[U+200B]b[U+200D]c[U+FEFF]d[U+2060]e'],
  ['\u2066isolated\u2069', '[U+2066]isolated[U+2069]'],
  ['soft\u00ADhyphen', 'soft[U+00AD]hyphen'],
  ['bell\u0007 and delete\u007F', 'bell[U+0007] and delete[U+007F]'],
  ['\u2028line separator', '[U+2028]line separator'],
  ['Hangul filler \u3164', 'Hangul filler [U+3164]'],
  ['hidden \u{E0041}\u{E0101} tags', 'hidden [U+E0041][U+E0101] tags'],
  ['⚠️ emoji keep their variation', '⚠️ emoji keep their variation'],
  ['مثال and пример', 'مثال and пример'],
])('shows what would not be seen in %j', (text, shown) => {
  expect(visibleString(text)).toBe(shown);
});

test('tells text and controls apart', () => {
  expect(visiblePieces('a\u202Eb')).toEqual([
    { kind: 'text', at: 0, text: 'a' },
    { kind: 'control', at: 1, name: 'U+202E' },
    { kind: 'text', at: 2, text: 'b' },
  ]);
});

test('cuts long text and says how much is left', () => {
  expect(visibleString('x'.repeat(1500), 10)).toBe(`${'x'.repeat(10)}… (1,490 more characters)`);
  expect(visibleString('x'.repeat(10), 10)).toBe('x'.repeat(10));
});

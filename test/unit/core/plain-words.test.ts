import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INDICATOR_TYPES } from '@/core/indicator.ts';
import { readPlainWord } from '@/core/plain-words.ts';
import { tokenize } from '@/core/tokenize.ts';
import { anyText, spelledOf, VALUES } from './arbitrary.ts';

fc.configureGlobal({ seed: Number(process.env.TELLTALE_SEED ?? 20_261_128), numRuns: 1000 });

/** In the order of the text; the long way may come across what begins at one place in another order. */
function read(text: string, reader: typeof readPlainWord): string[] {
  return tokenize(text, undefined, reader)
    .map(({ type, value, start, end, port, defanged }) =>
      JSON.stringify([start, end, type, value, port, defanged]),
    )
    .toSorted();
}

/** Words at the edge of being plain, and what may stand beside them. */
const edges = fc
  .array(
    fc.oneof(
      fc.oneof(...INDICATOR_TYPES.map((type) => spelledOf(VALUES[type]).map(({ written }) => written))),
      fc.constantFrom(
        'evil.example',
        'Evil.example',
        'a-b.evil.test',
        'evil-.example',
        'evil..example',
        '_evil.example',
        'x'.repeat(64),
        '192.0.2.1',
        '192.0.2.256',
        '192.0.02.1',
        '1.2.3',
        '12.5%',
        '0.0.0.0',
        '192.0.2.1#53',
        '192.0.2.0/24',
        'http://evil.example/',
        'https://evil.example/a.php',
        'http://evil.example?a',
        'http://evil.example/.php',
        'http://192.0.2.1/a/b.exe?c=d',
        'http://192.0.2.300/',
        'http://evil.example/a//b',
        'http://evil.example/%2e',
        'Example/5.0',
        'a_1.dll',
        'setup.zip',
        'user@evil.example',
        'a.b@evil.test',
        'EVIL.Example',
        'http://evil.example:8080/a',
        'http://evil.example:80/',
        'https://192.0.2.1:443',
        'http://evil.example:08080',
        'http://evil.example/a/b.zip?c',
        'http://evil.example/a-b.sh',
        '/a/b.php?c=d%2E',
        'Win32/Example.A',
        'v1.2.3',
        'T1059.001',
        '1.5x',
        'e.g',
        '2026-01-31T12:00:00.5Z',
        'src=',
        'u=',
        '(',
        ')',
        '.',
        ',',
        ':',
        ';',
        '...',
        '\u2026',
        '@',
        '/',
        '?',
        '#',
        '%',
        ' ',
        '\n',
        '"',
        "'",
        '<',
        '|',
        '\u00a0',
        '\u201d',
        '\u200b',
        '\u4e2d',
        '=',
        '-',
        '_',
        '[.]',
        '://',
        ':8080',
        '\\',
        '!',
      ),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

describe('readPlainWord', () => {
  test('reads what the long way reads', () => {
    for (const texts of [edges, anyText])
      fc.assert(
        fc.property(texts, (text) => {
          expect(read(text, readPlainWord)).toEqual(read(text, () => -1));
        }),
      );
  });

  test.each([
    ['evil.example, ', 12],
    ['(evil.example)', 13],
    ['src=192.0.2.1 ', 13],
    ['http://evil.example/a/b.php?c=d"', 31],
    ['Example/5.0 ', 11],
    ['Evil.EXAMPLE.', 12],
    ['user@evil.example,x', 17],
    ['evil.example,high', 12],
    ['http://evil.example:8080/a/b.zip ', 32],
    ['/a/b.php?c=d ', 12],
    ['T1059.001 ', 9],
    ['e.g., ', 3],
    ['2026-01-31T12:00:00.5Z ', 22],
  ])('takes "%s" at one look', (text, end) => {
    const taken: number[] = [];
    tokenize(text, undefined, (found, start) => {
      const at = readPlainWord(found, start);
      taken.push(at);
      return at;
    });
    expect(taken).toEqual([end]);
  });

  test.each([
    'evil.example:8080',
    'evil.example/a',
    '192.0.2.0/24',
    'a+b@evil.example',
    'http://evil.example:80/',
  ])('leaves "%s" to the long way', (text) => {
    const taken: number[] = [];
    tokenize(text, undefined, (found, start) => {
      taken.push(readPlainWord(found, start));
      return -1;
    });
    expect(taken).toEqual([-1]);
  });
});

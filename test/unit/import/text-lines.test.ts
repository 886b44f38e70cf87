import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesOf } from '@/import/text-lines.ts';
import { inEvenPieces } from '@/import/text-pieces.ts';
import { inPieces } from './read-text.ts';

async function lines(text: string, length?: number, longest?: number) {
  const all = [];
  for await (const some of linesOf(inPieces(text, length), longest)) all.push(...some);
  return all;
}

describe('linesOf', () => {
  test('numbers lines, however they end', async () => {
    expect(await lines('a\nb\r\n\rc\n\nd')).toEqual(
      ['a', 'b', '', 'c', '', 'd'].map((text, at) => ({ number: at + 1, text })),
    );
  });

  test('is what the platform says, however the text is cut', async () => {
    const part = fc.constantFrom('a', '\n', '\r', '\r\n', '😀', ' ');
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        async (parts, length) => {
          const text = parts.join('');
          const expected = text.split(/\r\n?|\n/);
          if (expected.at(-1) === '') expected.pop();
          expect((await lines(text, length)).map((line) => line.text)).toEqual(expected);
        },
      ),
      { numRuns: 500, seed: 7 },
    );
  });

  test.each([1, 4, 100])('keeps the beginning of a line that is too long, cut every %i', async (length) => {
    expect(await lines('abcdefgh\nij', length, 5)).toEqual([
      { number: 1, text: 'abcde', isCut: true },
      { number: 2, text: 'ij' },
    ]);
  });
});

describe('inEvenPieces', () => {
  test('cuts anew, and drops a byte order mark', async () => {
    const pieces: string[] = [];
    for await (const piece of inEvenPieces(inPieces('\uFEFFabcdefg', 2), 3)) pieces.push(piece);
    expect(pieces).toEqual(['abc', 'def', 'g']);
  });

  test('loses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 50 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        async (text, from, to) => {
          let joined = '';
          for await (const piece of inEvenPieces(inPieces(`x${text}`, from), to)) {
            expect(piece.length).toBeLessThanOrEqual(to);
            joined += piece;
          }
          expect(joined).toBe(`x${text}`);
        },
      ),
      { numRuns: 200, seed: 7 },
    );
  });
});

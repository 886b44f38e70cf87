import { describe, expect, test } from 'vitest';
import { extract } from '@/core/extract.ts';
import { makeCorpus } from '@@/test/bench/corpus.ts';

const BYTES = 300_000;

describe.each(['prose', 'mix', 'dense'] as const)('%s', (name) => {
  const corpus = makeCorpus(name, BYTES, 1);
  const text = corpus.pieces.join('');

  test('is the same for the same seed, and another for another', () => {
    expect(makeCorpus(name, BYTES, 1)).toEqual(corpus);
    expect(makeCorpus(name, BYTES, 2).pieces[0]).not.toBe(corpus.pieces[0]);
  });

  test('is as long as asked for, in pieces of the size of a page', () => {
    expect(corpus.bytes).toBe(Buffer.byteLength(text));
    expect(corpus.bytes).toBeGreaterThanOrEqual(BYTES);
    expect(corpus.bytes).toBeLessThan(BYTES * 1.1);
    for (const piece of corpus.pieces) expect(piece.length).toBeLessThan(30_000);
  });

  test('has no sentence, row or line twice', () => {
    const lines = text.split(name === 'prose' ? /(?<=[a-z][.?:\u2026]) (?=[A-Z])|\n+/ : /\n+/);
    const written = lines.filter((line) => line !== '');
    expect(written.length).toBeGreaterThan(BYTES / 400);
    expect(repeated(written)).toEqual([]);
  });
});

test('prose has values rarely, a report every few dozen words, a list on every line', () => {
  const perCharacter = (name: 'prose' | 'mix' | 'dense') => makeCorpus(name, BYTES, 1).planted / BYTES;
  expect(perCharacter('prose')).toBeLessThan(1 / 1500);
  expect(perCharacter('mix')).toBeGreaterThan(1 / 250);
  expect(perCharacter('mix')).toBeLessThan(1 / 80);
  expect(perCharacter('dense')).toBeGreaterThan(1 / 60);
});

test('a list is of all types, and every value in it can be read', () => {
  const { pieces, planted } = makeCorpus('dense', BYTES, 1);
  const found = pieces.flatMap((piece) => extract(piece));
  expect(found.length).toBe(planted);
  expect(new Set(found.map(({ type }) => type)).size).toBe(11);
});

function repeated(items: readonly string[]): string[] {
  const seen = new Set<string>();
  return items.filter((item) => seen.size === seen.add(item).size);
}

import { describe, expect, test } from 'vitest';
import { tokenize } from '@/core/tokenize.ts';
import { partsOf } from '@/page/text-index.ts';

/** What is found in a text's parts, each by itself, as it stands in the whole. */
function foundInParts(text: string): string[] {
  return partsOf({ text }).flatMap(({ from, to }) =>
    tokenize(text.slice(from, to)).map(({ value, start }) => `${value} at ${from + start}`),
  );
}

function foundInAll(text: string): string[] {
  return tokenize(text).map(({ value, start }) => `${value} at ${start}`);
}

const HASH = '0123456789abcdef'.repeat(4);
const record = (at: number) =>
  `{"value":"host-${at}.example","url":"http:\\/\\/192.0.2.${at % 256}\\/a,b?c=${at}","hash":"${at.toString(16).padStart(4, '0')}${HASH.slice(4)}"}`;
const LONG: [name: string, text: string][] = [
  [
    'a log',
    Array.from({ length: 9000 }, (_, at) => `GET http://host-${at}.example/a,b;c from 192.0.2.7\n`).join(''),
  ],
  ['JSON without a blank', `[${Array.from({ length: 4000 }, (_, at) => record(at)).join(',')}]`],
  ['a list with commas', Array.from({ length: 20_000 }, (_, at) => `host-${at}.example`).join(',')],
  ['a table', Array.from({ length: 9000 }, (_, at) => `|host-${at}.example|192.0.2.7`).join('')],
];

describe('the parts of a text', () => {
  test.each(LONG)('of %s hold what the whole holds', (_, text) => {
    expect(text.length).toBeGreaterThan(200_000);
    expect(partsOf({ text }).length).toBeGreaterThan(10);
    expect(foundInParts(text)).toEqual(foundInAll(text));
  });

  test.each([...LONG, ['nothing to part it', 'x'.repeat(400_000)], ['little', 'a b'], ['nothing', '']])(
    'of %s are all of it, none too long to be sent',
    (_, text) => {
      const parts = partsOf({ text });
      expect(parts.map(({ from, to }) => text.slice(from, to)).join('') === text).toBe(true);
      expect(Math.max(...parts.map(({ from, to }) => to - from))).toBeLessThanOrEqual(32 * 1024);
      expect(parts.slice(1).every(({ from, to }) => to > from)).toBe(true);
    },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ListFormat } from '@/core/source.ts';
import { createShortener, LEFT_OUT } from '@/import/json-shorten.ts';
import { readList } from '@/import/read-list.ts';
import { inEnglish } from '../../words/speech.ts';
import { inPieces, join, OPTIONS, readAll } from './read-text.ts';

function shorten(text: string, length: number, bounds = { string: 20, record: 100 }): string {
  const shortener = createShortener(2, bounds);
  let all = '';
  for (let at = 0; at < text.length; at += length) all += shortener.take(text.slice(at, at + length));
  return all;
}

test('whatever is within the bounds is given back as it came, however it is cut', () => {
  fc.assert(
    fc.property(fc.json(), fc.integer({ min: 1, max: 30 }), (text, length) => {
      expect(shorten(text, length, { string: 1e6, record: 1e6 })).toBe(text);
    }),
    { seed: 20_260_601 },
  );
});

test('whatever is beyond them is JSON all the same, with the same records, however it is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { maxLength: 5 }),
      fc.integer({ min: 1, max: 30 }),
      (records, length) => {
        const text = JSON.stringify(records);
        const read = JSON.parse(shorten(text, length, { string: 3, record: 10 })) as unknown[];
        expect(read).toHaveLength(records.length);
        expect(shorten(text, length, { string: 3, record: 10 })).toBe(
          shorten(text, 1e6, { string: 3, record: 10 }),
        );
      },
    ),
    { seed: 20_260_602 },
  );
});

test.each([
  ['a string that is too long', `["${'x'.repeat(50)}"]`, `["${'x'.repeat(20)}${LEFT_OUT}"]`],
  [
    'one with an escape at the bound',
    `["${'x'.repeat(19)}\\u00e9\\n yz"]`,
    `["${'x'.repeat(19)}${LEFT_OUT}"]`,
  ],
  ['an escape that is none', String.raw`["a\x41b", "\u12G4"]`, `["a${LEFT_OUT}x41b", "${LEFT_OUT}u12G4"]`],
  ['a line end in a string', '["a\nb"]', `["a${LEFT_OUT}b"]`],
  [
    'a list that is too long',
    `[{"a":[${'1,'.repeat(80)}1],"b":2},{"c":3}]`,
    `[{"a":[${'1,'.repeat(48)}1,"${LEFT_OUT}"],"${LEFT_OUT}":0},{"c":3}]`,
  ],
])('%s costs what is beyond the bound', (_, text, kept) => {
  for (const length of [1, 7, 1000]) expect(shorten(text, length)).toBe(kept);
});

const good = (n: number) => `{"type":"domain","value":"host-${n}.example"}`;
const pattern = (n: number) =>
  `{"type":"indicator","id":"indicator--${n}","pattern":"[domain-name:value = 'host-${n}.example']","pattern_type":"stix"}`;

/** A record between two others whose field never seems to end. */
async function* withGiant(around: [string, string], record: (n: number) => string, part: string) {
  const [before, after] = around;
  yield `${before}${record(1)},${record(2).slice(0, -1)},"raw":${part === 'x' ? '"' : '[0'}`;
  const piece = part.repeat(2 ** 20 / part.length);
  for (let megabytes = 0; megabytes < 36; megabytes++) yield await Promise.resolve(piece);
  yield `${part === 'x' ? '"' : ']'}},${record(3)}${after}`;
}

test.each<[ListFormat, string, [string, string], (n: number) => string]>([
  ['json', 'x', ['{"data":[', ']}'], good],
  ['json', ',7', ['[', ']'], good],
  ['stix', 'x', ['{"type":"bundle","objects":[', ']}'], pattern],
  ['stix', ',7', ['{"type":"bundle","objects":[', ']}'], pattern],
])(
  'a field of 36 MB in %s (%s…) costs its record and no other',
  async (format, part, around, record) => {
    const { rows, bad } = await join(readList(withGiant(around, record, part), format, OPTIONS));
    expect(rows.map(({ value }) => value)).toEqual(['host-1.example', 'host-3.example']);
    expect(inEnglish(bad)).toEqual([
      {
        line: 2,
        reason: expect.stringContaining('too long') as string,
        text: expect.stringContaining('2') as string,
      },
    ]);
  },
  60_000,
);

test('a record with a broken escape costs itself, in each kind of JSON', async () => {
  const broken = String.raw`{"type":"domain","value":"host-2.example","path":"C:\made\up"}`;
  const { rows, bad } = await readAll(`{"data":[${good(1)},${broken},${good(3)}]}`, 'json', {}, 7);
  expect(rows.map(({ value }) => value)).toEqual(['host-1.example', 'host-3.example']);
  expect(bad).toMatchObject([{ line: 2, text: '{"type":"domain","value":"host-2.example"}' }]);
  const event = String.raw`{"Event":{"info":"Made up","Attribute":[
    {"type":"domain","value":"host-1.example","comment":"a\qb"},{"type":"domain","value":"host-2.example"}]}}`;
  const misp = await readAll(event, 'misp');
  expect([misp.rows.length, misp.bad.length, misp.bad[0]?.line]).toEqual([1, 1, 1]);
});

test('pieces of any size make the same of a text', async () => {
  const text = `[${Array.from({ length: 50 }, (_, n) => good(n)).join(',')}]`;
  const all = await Promise.all(
    [1, 10, 1e6].map((length) => join(readList(inPieces(text, length), 'json', OPTIONS))),
  );
  expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(1);
});

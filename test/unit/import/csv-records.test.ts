import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvRecords } from '@/import/csv-records.ts';
import { inPieces } from './read-text.ts';
import { inEnglish } from '../../words/speech.ts';

async function read(text: string, separator = ',', length?: number) {
  const all = [];
  for await (const records of csvRecords(inPieces(text, length), separator)) all.push(...records);
  return all;
}
const short = async (text: string, separator?: string) =>
  (await read(text, separator)).map(({ line, fields, problem }) =>
    problem === undefined ? [line, ...fields] : [line, inEnglish(problem)],
  );

const OPEN = 'a quoted field is never closed';
const GARBLED = 'text stands behind a quoted field';

describe('csvRecords', () => {
  test.each<[text: string, records: unknown[][], separator?: string]>([
    [
      'a,b\nc,d',
      [
        [1, 'a', 'b'],
        [2, 'c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d\r\n',
      [
        [1, 'a', 'b'],
        [2, 'c', 'd'],
      ],
    ],
    [
      'a\rb\r',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'a,,\n,\n',
      [
        [1, 'a', '', ''],
        [2, '', ''],
      ],
    ],
    ['"a,b",c', [[1, 'a,b', 'c']]],
    ['"say ""a""",b', [[1, 'say "a"', 'b']]],
    ['"",""\n', [[1, '', '']]],
    [
      '"a\nb",c\nd',
      [
        [1, 'a\nb', 'c'],
        [3, 'd'],
      ],
    ],
    [
      '"a\r\n\r\nb"\r\nd',
      [
        [1, 'a\r\n\r\nb'],
        [4, 'd'],
      ],
    ],
    ['"a", "b" ,c\n', [[1, 'a', 'b', 'c']]],
    [' a , b \n', [[1, 'a', 'b']]],
    ['a\t"b\tc"\n', [[1, 'a', 'b\tc']], '\t'],
    ['a;b,c\n', [[1, 'a', 'b,c']], ';'],
    [
      '# note\n\n  \na\n#"b\nc',
      [
        [4, 'a'],
        [6, 'c'],
      ],
    ],
    ['5" disk,b\n', [[1, '5" disk', 'b']]],
    // A quote that does not close costs its own line only.
    [
      '"a,b\nc,d\ne,f\n',
      [
        [1, OPEN],
        [2, 'c', 'd'],
        [3, 'e', 'f'],
      ],
    ],
    [
      '"a,b\n"c",d\ne',
      [
        [1, GARBLED],
        [2, 'c', 'd'],
        [3, 'e'],
      ],
    ],
    [
      '"a"b,c\nd\n',
      [
        [1, GARBLED],
        [2, 'd'],
      ],
    ],
    [
      'x\n"',
      [
        [1, 'x'],
        [2, OPEN],
      ],
    ],
    ['', []],
  ])('%j', async (text, records, separator) => {
    expect(await short(text, separator)).toEqual(records);
  });

  test('reads on behind a quote that does not close within 64 KB', async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `value ${at},note`);
    const records = await short(['"slip,x', ...lines].join('\n'));
    expect(records[0]).toEqual([1, OPEN]);
    expect(records).toHaveLength(20_001);
    expect(records.at(-1)).toEqual([20_001, 'value 19999', 'note']);
  });

  test.each(['x', '"', '#'])(
    'tells of a line without end once, and reads on behind it: %j',
    async (character) => {
      const long = `a\n${character}${'y'.repeat(200_000)}\nb`;
      for (const length of [1000, 65_536, 1_000_000])
        expect(
          (await read(long, ',', length)).map(({ line, fields, problem }) => [
            line,
            problem ? inEnglish(problem) : fields[0],
          ]),
        ).toEqual([
          [1, 'a'],
          [2, 'the line is longer than 65,536 characters'],
          [3, 'b'],
        ]);
    },
  );

  test('is the same however the text is cut', async () => {
    const part = fc.constantFrom('a', ',', '"', '\n', '\r', '\r\n', ' ', '#', '""', '😀');
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 60 }),
        fc.integer({ min: 1, max: 7 }),
        async (parts, length) => {
          const text = parts.join('');
          expect(await read(text, ',', length)).toEqual(await read(text, ',', text.length + 1));
        },
      ),
      { numRuns: 500, seed: 7 },
    );
  });

  test('gives back whatever was written as RFC 4180 has it', async () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', ',', '"', '\n', ' b', '#', '\r\n', 'é') })
      .map((text) => text.trim());
    const row = fc.array(cell, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, length) => {
          const text = rows
            .map((fields) => fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(','))
            .join('\r\n');
          expect((await read(text, ',', length)).map(({ fields }) => fields)).toEqual(rows);
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });

  test('takes time in proportion to the text, also where every line is a slip', async () => {
    const timed = async (count: number): Promise<number> => {
      const text = 'a,"b\n'.repeat(count);
      const { user } = process.cpuUsage();
      await read(text, ',', 65_536);
      return process.cpuUsage().user - user;
    };
    await timed(20_000);
    expect(await timed(160_000)).toBeLessThan(20 * Math.max(await timed(20_000), 20_000));
  });
});

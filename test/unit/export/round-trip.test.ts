import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Indicator } from '@/core/indicator.ts';
import type { ListFormat } from '@/core/source.ts';
import { wordsOf, type ExportRow } from '@/export/export-row.ts';
import { exportRows } from '@/export/formats.ts';
import { readList } from '@/import/read-list.ts';
import { anyRows } from './arbitrary-rows.ts';
import { PAGE } from './rows.ts';

fc.configureGlobal({ seed: Number(process.env.TELLTALE_SEED ?? 20_261_128), numRuns: 200 });

/** What our own import makes of it, by value; nothing of it may be bad. */
async function readBack(text: string, format: ListFormat): Promise<Map<string, Indicator>> {
  const rows = new Map<string, Indicator>();
  async function* pieces() {
    // In pieces, as a file is read.
    for (let at = 0; at < text.length; at += 1000) yield await Promise.resolve(text.slice(at, at + 1000));
  }
  for await (const batch of readList(pieces(), format, { source: 'list-a', added: 0 })) {
    expect(batch.bad).toEqual([]);
    for (const row of batch.rows) rows.set(`${row.type}:${row.value}`, row);
  }
  return rows;
}

const ids = (rows: readonly ExportRow[]) => rows.map(({ type, value }) => `${type}:${value}`).toSorted();
const rated = (row: ExportRow) => {
  const { level } = wordsOf(row);
  return level === 'unrated' ? undefined : level;
};
const time = (iso: string | undefined) => iso && new Date(iso).toISOString();

test('JSON keeps every value with confidence, dates, techniques and marking', async () => {
  await fc.assert(
    fc.asyncProperty(anyRows, async (rows) => {
      const read = await readBack(await exportRows('json', rows, PAGE), 'json');
      expect([...read.keys()].toSorted()).toEqual(ids(rows));
      for (const row of rows) {
        const back = read.get(`${row.type}:${row.value}`);
        const { first, last, techniques, tlp } = wordsOf(row);
        expect(back?.confidence).toBe(rated(row));
        expect([time(back?.firstSeen), time(back?.lastSeen)]).toEqual([time(first), time(last)]);
        expect(back?.techniques).toEqual(techniques);
        expect(back?.tlp).toBe(tlp);
      }
    }),
  );
});

test('STIX keeps every value that it has words for, with confidence, dates, techniques and marking', async () => {
  await fc.assert(
    fc.asyncProperty(anyRows, async (rows) => {
      const read = await readBack(await exportRows('stix', rows, PAGE), 'stix');
      // An attack pattern speaks of indicators, and is none.
      const indicators = rows.filter(({ type }) => type !== 'mitre_attack');
      expect([...read.keys()].toSorted()).toEqual(ids(indicators));
      for (const row of indicators) {
        const back = read.get(`${row.type}:${row.value}`);
        const { first, last, techniques, tlp } = wordsOf(row);
        expect(back?.tlp).toBe(tlp);
        if (row.explanation)
          expect([time(back?.firstSeen), time(back?.lastSeen)]).toEqual([time(first), time(last)]);
        // A vulnerability has neither confidence nor techniques of its own.
        if (row.type === 'cve') continue;
        expect(back?.confidence).toBe(rated(row));
        expect(back?.techniques.toSorted()).toEqual(row.explanation ? techniques.toSorted() : []);
      }
    }),
  );
});

test('CSV keeps every value with confidence and dates, and nothing more is promised', async () => {
  await fc.assert(
    fc.asyncProperty(anyRows, async (rows) => {
      const read = await readBack(await exportRows('csv', rows, PAGE), 'csv');
      expect([...read.keys()].toSorted()).toEqual(ids(rows));
      for (const row of rows) {
        const back = read.get(`${row.type}:${row.value}`);
        const { first, last } = wordsOf(row);
        expect(back?.confidence).toBe(rated(row));
        expect([time(back?.firstSeen), time(back?.lastSeen)]).toEqual([time(first), time(last)]);
      }
    }),
  );
});

import { expect, test } from 'vitest';
import type { ExportRow, Provenance } from '@/export/export-row.ts';
import { exportRows, fileName } from '@/export/formats.ts';
import { writeNotes } from '@/export/notes-csv.ts';

const CASE: Provenance = {
  case: { name: 'Made-up wave', ticket: 'INC 42', note: 'A made-up note' },
  at: '2026-11-24T08:00:00.000Z',
  version: '1.2.3',
};
const ROWS: ExportRow[] = [
  {
    type: 'domain',
    value: 'evil.example',
    note: 'C2',
    seen: [
      { title: 'A report', url: 'https://report.example/post', at: '2026-11-23T08:00:00.000Z' },
      { at: '2026-11-24T08:00:00.000Z' },
    ],
  },
];

test('a case gives the file its name', () => {
  expect(fileName('csv', CASE)).toBe('telltale-INC-42-2026-11-24T08-00.csv');
});

test('STIX: the case is the report, each place where a value was seen is a sighting of that time', async () => {
  const { objects } = JSON.parse(await exportRows('stix', ROWS, CASE)) as { objects: { type: string }[] };
  expect(objects.find(({ type }) => type === 'report')).toMatchObject({
    name: 'Made-up wave (INC 42)',
    description: 'A made-up note',
  });
  expect(objects.filter(({ type }) => type === 'sighting')).toMatchObject([
    { first_seen: '2026-11-23T08:00:00.000Z', description: 'Read on A report, https://report.example/post' },
  ]);
  expect(objects.find(({ type }) => type === 'indicator')).toMatchObject({ description: 'C2' });
});

test('MISP, Markdown and JSON carry the case, the notes and the pages', async () => {
  const misp = await exportRows('misp', ROWS, CASE);
  expect(JSON.parse(misp)).toMatchObject({
    Event: {
      info: 'Case Made-up wave (INC 42)',
      Attribute: [{ comment: 'C2' }, { type: 'link', value: 'https://report.example/post' }],
    },
  });
  const markdown = await exportRows('markdown', ROWS, CASE);
  expect(markdown).toContain('From: Case Made-up wave (INC 42)');
  expect(markdown).toMatch(/\nA made-up note\n\n\| Value .* Note \|\n/);
  expect(markdown).toMatch(/\| C2 \|\n$/);
  const json = JSON.parse(await exportRows('json', ROWS, CASE)) as object;
  expect(json).toMatchObject({
    data: [{ note: 'C2', seen: ROWS[0]?.seen }],
    meta: { page: { case: CASE.case } },
  });
});

test('notes as CSV: no formula is run, and lines stay in their cell', () => {
  const changed = '2026-11-24T08:00:00.000Z';
  expect(writeNotes([{ type: 'domain', value: 'evil.example', text: '=1+1\n"x"', changed }])).toBe(
    `type,value,note,changed\r\ndomain,evil.example,"'=1+1\n""x""",${changed}\r\n`,
  );
});

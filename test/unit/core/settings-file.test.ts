import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '@/core/settings.ts';
import { readSettingsFile, writeSettingsFile } from '@/core/settings-file.ts';
import { API_SOURCE, sourceSchema } from '@/core/source.ts';
import { inEnglish } from '../../words/speech.ts';

const AT = '2026-01-02T03:04:05Z';
const LIST = sourceSchema.parse({
  id: 'l1',
  name: 'Made-up list',
  kind: 'subscription',
  url: 'https://lists.example/{key}/all.txt',
  format: 'txt',
  everyMinutes: 60,
  tlp: 'green',
  addedAt: AT,
});
const FILE = sourceSchema.parse({ id: 'f1', name: 'A file', kind: 'file', addedAt: AT });
const SETTINGS = {
  ...DEFAULT_SETTINGS,
  baseUrl: 'https://iocs.example',
  sitesOff: ['bank.example'],
  pivots: { ...DEFAULT_SETTINGS.pivots, confirmed: ['www.virustotal.com'] },
};
const read = (change: object) =>
  readSettingsFile(JSON.stringify({ telltale: 'settings', version: 1, settings: {}, ...change }));

test('what is written is read back: settings and subscriptions, no files, no consent', () => {
  const text = writeSettingsFile(SETTINGS, [API_SOURCE, LIST, FILE], AT);
  expect(readSettingsFile(text)).toEqual({
    ok: true,
    change: { ...SETTINGS, pivots: { ...SETTINGS.pivots, confirmed: [] } },
    lists: [
      {
        name: 'Made-up list',
        url: 'https://lists.example/{key}/all.txt',
        host: 'lists.example',
        format: 'txt',
        everyMinutes: 60,
        tlp: 'green',
        maxAgeDays: 730,
      },
    ],
    records: { cases: [], notes: [] },
    problems: [],
  });
});

test('cases and notes travel in it, and a file without them has none', () => {
  const records = {
    cases: [
      {
        id: 'c1',
        name: 'Made up',
        created: AT,
        changed: AT,
        items: [{ type: 'domain' as const, value: 'evil.example', sightings: [{ at: AT }] }],
      },
    ],
    notes: [{ type: 'domain' as const, value: 'evil.example', text: 'A made-up note', changed: AT }],
  };
  expect(readSettingsFile(writeSettingsFile(SETTINGS, [], AT, records))).toMatchObject({
    records,
    problems: [],
  });
  expect(read({})).toMatchObject({ records: { cases: [], notes: [] } });
});

describe('what cannot be used', () => {
  test.each(['{', '[]', '{"telltale":"indicators"}', 'a,b', `"${'x'.repeat(64_000_001)}"`])(
    'as a whole is refused in words: %#',
    (text) => {
      const answer = readSettingsFile(text);
      expect(answer).toMatchObject({ ok: false });
      expect(inEnglish(!answer.ok && answer.reason)).toMatch(/settings of Telltale/);
    },
  );

  test.each([
    ['', 'This file is empty.'],
    [' \n', 'This file is empty.'],
    [
      '{"telltale":"tools","version":1,"own":[]}',
      'This is a list of tools, not of settings: take it under “Other tools”.',
    ],
  ])('%j says what it is', (text, said) => {
    const answer = readSettingsFile(text);
    expect(inEnglish(!answer.ok && answer.reason)).toBe(said);
  });

  test('costs only itself, and is told', () => {
    const answer = read({
      version: 9,
      settings: {
        lookbackDays: -1,
        sitesOff: ['a.example'],
        shoeSize: 44,
        toString: 1,
        baseUrl: 'http://api.example',
        pivots: {
          own: [{ id: 'x', name: 'X', types: ['domain'], template: 'javascript:alert({value})' }],
        },
      },
      lists: [{ name: 'No address' }, { name: 'Bad', url: 'not an address' }, 7],
    });
    expect(answer).toMatchObject({ ok: true, change: { sitesOff: ['a.example'] }, lists: [] });
    if (!answer.ok) return;
    expect(Object.keys(answer.change)).toEqual(['sitesOff']);
    expect(inEnglish(answer.problems)).toEqual([
      'The file was saved by a newer Telltale: what this one does not know is left out.',
      '“lookbackDays” is not valid and stays as it is.',
      '“shoeSize” is not known and stays as it is.',
      '“toString” is not known and stays as it is.',
      '“pivots” is not valid and stays as it is.',
      'The API’s address stays as it is. The address must start with https://, because the API key is sent to it.',
      'A list without a name or a web address is left out.',
      'A list without a name or a web address is left out.',
      'A list without a name or a web address is left out.',
    ]);
  });
});

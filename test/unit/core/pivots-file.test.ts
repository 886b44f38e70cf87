import { expect, test } from 'vitest';
import { readPivotsFile, writePivotsFile } from '@/core/pivots-file.ts';
import type { PivotSettings } from '@/core/pivots.ts';
import { inEnglish } from '../../words/speech.ts';

const misp = {
  id: 'own-1',
  name: 'Our MISP',
  types: ['domain' as const],
  template: 'https://misp.example.com/events/index/searchall:{value}',
};
const MINE: PivotSettings = {
  own: [misp],
  hidden: ['shodan'],
  order: ['urlscan', 'own-1'],
  confirmed: ['urlscan.io'],
};
const NONE: PivotSettings = { own: [], hidden: [], order: [], confirmed: ['a.example'] };

test('of a file from a newer Telltale what is known is taken, and that is said', () => {
  const text = writePivotsFile(MINE).replace('"version": 1', '"version": 2');
  const file = readPivotsFile(text, NONE);
  expect(file).toMatchObject({ ok: true, added: 1 });
  expect(inEnglish(file.ok ? file.problems : [])).toEqual([
    'The file was saved by a newer Telltale: what this one does not know is left out.',
  ]);
});

test('what was saved is taken over, without what was agreed to', () => {
  const text = writePivotsFile(MINE);
  expect(text).not.toContain('confirmed');
  const { confirmed: _, ...pivots } = MINE;
  expect(readPivotsFile(text, NONE)).toEqual({ ok: true, pivots, added: 1, problems: [] });
});

test('one’s own tools stay, and one that is there is not added again', () => {
  const other = { ...misp, id: 'own-2', template: 'https://other.example.com/{value}' };
  const file = readPivotsFile(writePivotsFile(MINE), { ...NONE, own: [other, { ...misp, id: 'own-9' }] });
  expect(file).toMatchObject({ ok: true, added: 0, pivots: { own: [{ id: 'own-2' }, { id: 'own-9' }] } });
});

test.each([
  'javascript:alert(1)//{value}',
  'https://{value}/',
  'http://tool.example/{value}',
  'https://a.example/',
])('the template %s is left out, with the reason', (template) => {
  const file = readPivotsFile(writePivotsFile({ ...MINE, own: [{ ...misp, template }, misp] }), NONE);
  expect(file).toMatchObject({ ok: true, added: 1 });
  expect(inEnglish(file.ok ? file.problems : [])).toEqual([
    expect.stringMatching(/^“Our MISP” is left out: .+/),
  ]);
});

test.each([
  ['', 'This file is empty.'],
  [' \n', 'This file is empty.'],
  ['{}', 'This is no list of tools'],
  ['not JSON', 'This is no list of tools'],
  ['{"telltale":"indicators"}', 'This is no list of tools'],
  [
    '{"telltale":"settings","version":1,"settings":{}}',
    'These are all settings, not a list of tools: take them under “Data”.',
  ],
])('%j is refused in words', (text, reason) => {
  const file = readPivotsFile(text, NONE);
  expect(file.ok ? '' : inEnglish(file.reason)).toContain(reason);
});

import { describe, expect, test } from 'vitest';
import {
  readConfidence,
  readDate,
  readTags,
  readTlp,
  readUrl,
  strictest,
  techniquesIn,
} from '@/import/row-fields.ts';

test.each([
  ['2024-12-08T14:30:00Z', '2024-12-08T14:30:00Z'],
  ['2024-12-08T14:30:00.000Z', '2024-12-08T14:30:00Z'],
  ['2024-12-08T14:30:00+02:00', '2024-12-08T12:30:00Z'],
  ['2024-12-08 14:30:00', '2024-12-08T14:30:00Z'],
  ['2024-12-08 14:30:00 UTC', '2024-12-08T14:30:00Z'],
  ['2024-12-08 14:30', '2024-12-08T14:30:00Z'],
  ['2024/12/08', '2024-12-08T00:00:00Z'],
  ['2026-04-01T00:00:00.000000+00:00', '2026-04-01T00:00:00Z'],
  ['1778918400', '2026-05-16T08:00:00Z'],
  [1_778_918_400, '2026-05-16T08:00:00Z'],
  ['1778918400000', '2026-05-16T08:00:00Z'],
  ['05/06/2024', undefined],
  ['0000-00-00 00:00:00', undefined],
  ['2024-13-01', undefined],
  ['yesterday', undefined],
  ['17', undefined],
  [null, undefined],
])('the date %j is %s', (raw, date) => {
  expect(readDate(raw)).toBe(date);
});

test.each([
  ['HIGH', 'high'],
  ['med', 'medium'],
  [100, 'high'],
  [70, 'high'],
  ['69', 'medium'],
  [30, 'medium'],
  [29, 'low'],
  ['1', 'low'],
  ['85%', 'high'],
  [0, undefined],
  [101, undefined],
  ['', undefined],
  ['certain', undefined],
])('the confidence %j is %s', (raw, confidence) => {
  expect(readConfidence(raw)).toBe(confidence);
});

test.each([
  ['TLP:AMBER+STRICT', 'amber+strict'],
  ['tlp:amber-strict', 'amber+strict'],
  ['TLP AMBER STRICT', 'amber+strict'],
  ['tlp:white', 'clear'],
  ['green', 'green'],
  ['tlp:ex:chr', undefined],
])('the marking %j is %s', (raw, tlp) => {
  expect(readTlp(raw)).toBe(tlp);
});

test('the strictest marking counts', () => {
  expect(strictest(['green', undefined, 'red', 'clear'])).toBe('red');
  expect(strictest([])).toBeUndefined();
});

describe('readTags', () => {
  test.each([
    ['a, b;c|d', ['a', 'b', 'c', 'd']],
    [`["a", 'b c']`, ['a', 'b c']],
    [
      ['a', 1, null, 'a', ' '],
      ['a', '1'],
    ],
    ['None', []],
    [17, []],
  ])('%j', (raw, tags) => {
    expect(readTags(raw)).toEqual(tags);
  });
});

test('techniques are found as they are, and in names', () => {
  expect(techniquesIn(['t1059.001', 'Phishing - T1566', 'TA0011', 'T99', 'AT1059'])).toEqual([
    'T1059.001',
    'T1566',
    'TA0011',
  ]);
});

test('only the Web is linked to', () => {
  expect(readUrl('https://news.example/a')).toBe('https://news.example/a');
  for (const raw of ['javascript:alert(1)', 'data:text/html,x', 'ftp://news.example/', 'news.example', 17])
    expect(readUrl(raw)).toBeUndefined();
});

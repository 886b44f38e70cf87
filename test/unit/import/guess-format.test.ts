import { expect, test } from 'vitest';
import type { ListFormat } from '@/core/source.ts';
import { guessFormat } from '@/import/guess-format.ts';
import { fixture } from './read-text.ts';

test.each<[file: string, format: ListFormat]>([
  ['api.csv', 'csv'],
  ['any.csv', 'csv'],
  ['headerless.tsv', 'csv'],
  ['commented.csv', 'csv'],
  ['plain.txt', 'txt'],
  ['api.json', 'json'],
  ['rows.jsonl', 'json'],
  ['bundle.json', 'stix'],
  ['event.json', 'misp'],
  ['manifest.json', 'misp'],
  ['urlhaus.csv', 'urlhaus'],
  ['urlhaus.json', 'urlhaus'],
  ['threatfox.csv', 'threatfox'],
  ['threatfox.json', 'threatfox'],
  ['feodo.csv', 'feodo'],
  ['feodo.json', 'feodo'],
  ['feodo.txt', 'feodo'],
])('%s is %s, whatever its name', (file, format) => {
  expect(guessFormat(fixture(file))).toBe(format);
  expect(guessFormat(fixture(file), file)).toBe(format);
  expect(guessFormat(`\uFEFF${fixture(file).replaceAll('\n', '\r\n')}`)).toBe(format);
});

test.each<[what: string, text: string, format: ListFormat, name?: string]>([
  ['values', 'evil.example\nwick.example\n', 'txt'],
  ['values with notes', '192.0.2.0/24 ; SBL1\n198.51.100.0/24 ; SBL2\n', 'txt'],
  ['a hosts file', '# x\n127.0.0.1\tevil.example\n127.0.0.1\twick.example\n', 'txt'],
  ['URLs of which one has a comma', 'http://a.example/a,b\nhttp://b.example/c\n', 'txt'],
  ['addresses in brackets', '[2001:db8::1]:80\n[2001:db8::2]:80\n', 'txt'],
  ['two columns', 'evil.example,high\nwick.example,low\n', 'csv'],
  ['one column in a file of that name', 'evil.example\n', 'csv', 'list.csv'],
  ['one column with a name', 'indicator\nevil.example\n', 'csv'],
  [
    'addresses from the place of Feodo Tracker',
    '192.0.2.1\n',
    'feodo',
    'https://feodotracker.abuse.ch/downloads/ipblocklist.txt',
  ],
  [
    'addresses from a place that only mentions it',
    '192.0.2.1\n',
    'txt',
    'https://lists.example/feodotracker.abuse.ch.txt',
  ],
  ['an empty array', '[]', 'json'],
  [
    'an empty array of Feodo Tracker',
    '[]',
    'feodo',
    'https://feodotracker.abuse.ch/downloads/ipblocklist.json',
  ],
  ['a TAXII answer', '{"more":false,"objects":[{"type":"indicator","spec_version":"2.1"}]}', 'stix'],
  ['nothing', '', 'txt'],
])('%s', (_, text, format, name) => {
  expect(guessFormat(text, name)).toBe(format);
});

import { expect, test } from 'vitest';
import { chooseValues, readSelection } from '@/core/rejoin.ts';
import { inEnglish } from '../../words/speech.ts';

const nothingKnown = () => false;

const sha256 = '0123456789abcdef'.repeat(4);

test.each<[what: string, text: string, values: string[], repaired: string[]]>([
  ['one value', 'evil.example', ['evil.example'], []],
  ['a defanged one', 'hxxp://evil[.]example/a', ['http://evil.example/a'], []],
  [
    'a list, a line each',
    'evil.example\nbad.example\n192.0.2.1',
    ['evil.example', 'bad.example', '192.0.2.1'],
    [],
  ],
  [
    'a list with blanks, as Chromium hands lines over',
    'evil.example bad.example',
    ['evil.example', 'bad.example'],
    [],
  ],
  ['prose', 'They used evil.example. Then 192.0.2.1 answered.', ['evil.example', '192.0.2.1'], []],
  ['the same value twice', 'evil.example evil[.]example', ['evil.example'], []],
  [
    'a URL broken by a line end',
    'http://evil.exam\nple/a',
    ['http://evil.example/a'],
    ['line ends or blanks'],
  ],
  [
    'a URL broken in its path',
    'hxxps://evil[.]example/long-\npath/x',
    ['https://evil.example/long-path/x'],
    ['line ends or blanks'],
  ],
  [
    'two MD5 hashes, which are never taken for one SHA-256',
    `${sha256.slice(0, 32)}\n${sha256.slice(32)}`,
    [sha256.slice(0, 32)],
    [],
  ],
  [
    'a hash broken in odd places',
    `${sha256.slice(0, 30)} ${sha256.slice(30)}`,
    [sha256],
    ['line ends or blanks'],
  ],
  [
    'a broken hash among other words',
    `SHA-256: ${sha256.slice(0, 30)}\n${sha256.slice(30)} (dropper)`,
    [sha256],
    ['line ends or blanks'],
  ],
  ['soft hyphens', 'evil\u00ad.exam\u00adple', ['evil.example'], ['soft hyphens']],
  ['zero-width characters', 'evil\u200b.example', ['evil.example'], ['invisible characters']],
  ['nonsense', 'nothing to see here', [], []],
  ['a file name is no host', 'readme.txt and process.env', [], []],
  ['nothing', '   ', [], []],
])('reads %s', (_, text, values, repaired) => {
  const reading = readSelection(text);
  expect(chooseValues(reading.readings, nothingKnown).map((item) => item.value)).toEqual(values);
  expect(inEnglish(reading.repaired)).toEqual(repaired);
});

test('reads where a rewritten link leads, and names the rewriter', () => {
  const link = `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent('https://evil.example/a')}&data=x`;
  expect(chooseValues(readSelection(link).readings, nothingKnown)).toMatchObject([
    { type: 'url', value: 'https://evil.example/a', asWritten: link, unwrapped: ['Microsoft Safe Links'] },
  ]);
  const host = readSelection('https://protect-eu.mimecast.com/s/AbC?domain=evil.example').readings;
  expect(chooseValues(host, nothingKnown)).toMatchObject([
    { type: 'domain', value: 'evil.example', unwrapped: ['Mimecast'] },
  ]);
});

test.each([
  ['2026-01-01,http://evil.example/a,malware', 'http://evil.example/a'],
  ['from=a@evil.example', 'a@evil.example'],
  ['https://good.example/file/0123456789abcdef0123456789abcdef', '0123456789abcdef0123456789abcdef'],
])('of several readings of %s the known one is answered', (text, known) => {
  const values = chooseValues(readSelection(text).readings, ({ value }) => value === known);
  expect(values.map(({ value }) => value)).toEqual([known]);
});

test('two MD5 hashes are the halves of a SHA-256 only where that is listed', () => {
  const [first, second] = ['0123456789abcdef'.repeat(2), 'fedcba9876543210'.repeat(2)];
  const halves = `${first}\n${second}`;
  const whole = first + second;
  const values = (known: string) =>
    chooseValues(readSelection(halves).readings, ({ value }) => value === known).map(({ value }) => value);
  expect(values('')).toEqual([first, second]);
  expect(values(whole)).toEqual([whole]);
});
